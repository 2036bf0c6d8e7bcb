import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";

const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

/**
 * Builds the Pulumi CLI from its Go modules into `<root>/bin`: beside its place, and moved there whole, so that what is there
 * works.
 *
 * @param say Told when it begins: it takes minutes.
 * @throws Error in Go's words, or that there is no Go
 */
export async function buildCli(root: string, version: string, say: (line: string) => void): Promise<void> {
  await run("go", ["version"], root);
  say(`building the Pulumi CLI ${version} from its Go modules, once: about three minutes`);
  const module = path.join(root, "module");
  fs.rmSync(module, { recursive: true, force: true });
  fs.mkdirSync(module);
  try {
    await run("go", ["mod", "init", "pulumi-cli"], module);
    await run("go", ["get", `${PACKAGE}@v${version}`], module);
    // Without its version the Automation API refuses it; nobody debugs it.
    const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
    await run("go", ["build", "-ldflags", flags, "-o", path.join(module, "pulumi"), PACKAGE], module);
    fs.mkdirSync(path.join(root, "bin"), { recursive: true });
    fs.renameSync(path.join(module, "pulumi"), path.join(root, "bin", "pulumi"));
  } finally {
    fs.rmSync(module, { recursive: true, force: true });
  }
}

async function run(command: string, args: readonly string[], directory: string): Promise<void> {
  const child = spawn(command, args, {
    cwd: directory,
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOWORK: "off" },
    stdio: ["ignore", "ignore", "pipe"],
    // A group of its own: Go's compilers must end with it.
    detached: true,
  });
  const letGo = endWithThisProcess(child);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  try {
    const [status, signal] = (await once(child, "close")) as [number | null, string | null];
    if (status !== 0) {
      throw new Error(said.trim() === "" ? `${command} ${args[0]} ended with ${status ?? signal}` : said);
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOENT"
      ? new Error(`${command} isn't installed`)
      : error;
  } finally {
    letGo();
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** However this process ends, the child's group ends too, unless it is killed outright. Gives what undoes that. */
function endWithThisProcess(child: ChildProcess): () => void {
  const end = (): void => {
    try {
      process.kill(-child.pid!, "SIGTERM");
    } catch {
      // It never started, or has ended by itself.
    }
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    letGo();
    end();
    // Nobody else wants to know of it: it does what it would have done.
    if (process.listenerCount(signal) === 0) {
      process.kill(process.pid, signal);
    }
  };
  const letGo = (): void => {
    process.off("exit", end);
    SIGNALS.forEach((signal) => process.off(signal, onSignal));
  };
  process.on("exit", end);
  SIGNALS.forEach((signal) => process.on(signal, onSignal));
  return letGo;
}
