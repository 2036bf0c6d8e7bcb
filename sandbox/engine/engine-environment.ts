const LOOPBACK = "127.0.0.1,localhost";

/** How many hold it, and what was there before the first of them. */
let holders = 0;
let before: Readonly<Record<string, string | undefined>> = {};

/**
 * Keeps the environment of this process, and of what it starts, free of what would reach into an engine: settings of the
 * user's own CLI (`PULUMI_OPTION_TARGET`, `PULUMI_STACK`, …), and proxies, which gRPC asks even for the loopback interface
 * unless `no_grpc_proxy` names it. Several may hold it at once: when the last lets go, everything is as it was.
 *
 * @returns lets go; a second call does nothing
 */
export function holdEngineEnvironment(): () => void {
  if (holders === 0) {
    set(engineEnvironment());
  }
  holders += 1;
  let held = true;
  return () => {
    if (held) {
      held = false;
      holders -= 1;
      if (holders === 0) {
        replace(before);
      }
    }
  };
}

function engineEnvironment(): Readonly<Record<string, string | undefined>> {
  const own = Object.keys(process.env).filter((name) => name.startsWith("PULUMI_"));
  // grpc-js reads `no_proxy` only where the other is missing.
  const direct = process.env.no_grpc_proxy ?? process.env.no_proxy;
  return {
    ...Object.fromEntries(own.map((name) => [name, undefined])),
    no_grpc_proxy: direct === undefined ? LOOPBACK : `${direct},${LOOPBACK}`,
  };
}

function set(values: Readonly<Record<string, string | undefined>>): void {
  before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]));
  replace(values);
}

/** `undefined` takes a variable away. */
function replace(values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) {
      Reflect.deleteProperty(process.env, name);
    } else {
      process.env[name] = value;
    }
  }
}
