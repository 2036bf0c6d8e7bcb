import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import * as path from "node:path";
import { projectRoot } from "../../../sandbox/paths";
import { readLines } from "../../../sandbox/line-reader";
import { descendants } from "../orphans";

const VENV = path.join(projectRoot, ".stepline", "venv", "bin");

/** `stepline sandbox`, as a user starts it: a process of its own, known by what it prints. */
export class EndpointProcess {
  readonly output: string[] = [];
  /** Status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!]) {
      readLines(stream, (line) => {
        this.output.push(line);
        this.waiting.forEach((look) => {
          look();
        });
      });
    }
    this.ended = once(child, "close").then(
      ([status, signal]) => (status ?? signal) as number | NodeJS.Signals,
    );
  }

  /** @param nodeOptions of the process alone */
  static spawn(args: readonly string[], nodeOptions: readonly string[] = []): EndpointProcess {
    const command = [...nodeOptions, path.join(projectRoot, "cli", "stepline.mjs"), "sandbox", ...args];
    return new EndpointProcess(
      spawn(process.execPath, command, {
        cwd: projectRoot,
        // Of its own, as a terminal gives a command: a signal to the group reaches what a terminal's would.
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );
  }

  /** Started, and ready for clients. */
  static async start(args: readonly string[], nodeOptions: readonly string[] = []): Promise<EndpointProcess> {
    const endpoint = EndpointProcess.spawn(args, nodeOptions);
    await endpoint.line(/^Ctrl-C ends it\.$/);
    return endpoint;
  }

  get pid(): number {
    return this.child.pid!;
  }

  get port(): number {
    return Number(new URL(this.variables.AWS_ENDPOINT_URL).port);
  }

  /** Every process it started, and they. */
  processes(): number[] {
    return descendants(this.pid);
  }

  /** Indented lines it printed before it was up: commands of a shell. */
  get commands(): readonly string[] {
    const begin = this.output.findIndex((line) => line.includes(" is up: "));
    const end = this.output.indexOf("Ctrl-C ends it.");
    return this.output
      .slice(begin, end)
      .flatMap((line) => (/^ {2}\S|^ {4}\S/.test(line) ? [line.slice(2)] : []));
  }

  /** What the printed `export` lines set. */
  get variables(): Readonly<Record<string, string>> {
    const exports = this.commands.filter((line) => line.startsWith("export ")).join(" ");
    const pairs = exports.matchAll(/(\w+)=('[^']*'|\S+)/g);
    return Object.fromEntries([...pairs].map(([, name, value]) => [name, value.replaceAll("'", "")]));
  }

  /** Settings of an SDK's client. */
  get client() {
    const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, ...keys } = this.variables;
    const credentials = {
      accessKeyId: keys.AWS_ACCESS_KEY_ID,
      secretAccessKey: keys.AWS_SECRET_ACCESS_KEY,
    };
    return { endpoint, region, credentials, forcePathStyle: true };
  }

  /** A line that matches, of those printed so far or later. @throws Error with all it printed when it ended without one. */
  async line(pattern: RegExp): Promise<string> {
    const found = () => this.output.find((line) => pattern.test(line));
    await new Promise<void>((resolve) => {
      const look = () => {
        if (found() !== undefined) {
          this.waiting.delete(look);
          resolve();
        }
      };
      this.waiting.add(look);
      look();
      void this.ended.then(() => {
        resolve();
      });
    });
    const line = found();
    if (line === undefined) {
      throw new Error(`The endpoint ended without a line ${String(pattern)}:\n${this.output.join("\n")}`);
    }
    return line;
  }

  /** Sends a signal to it alone. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** What a terminal does at Ctrl-C: everything of its group gets the signal. */
  interrupt(): void {
    process.kill(-this.pid, "SIGINT");
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.signal("SIGTERM");
    }
    await this.ended;
  }
}

/** Runs a client in a process of its own, pointed at the endpoint by the printed variables. @throws Error with what it said */
export async function runClient(
  endpoint: EndpointProcess,
  command: string,
  args: readonly string[],
  { cwd = projectRoot, input = "" }: { readonly cwd?: string; readonly input?: string } = {},
): Promise<string> {
  // Nothing of this machine's own set-up: no profile, no other region.
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_")));
  const isolated = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
  const env = {
    ...own,
    ...isolated,
    ...endpoint.variables,
    PATH: `${VENV}${path.delimiter}${process.env.PATH}`,
  };
  const child = spawn(command, args, { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (said.stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (said.stderr += String(chunk)));
  child.stdin.end(input);
  const [status] = (await once(child, "close")) as [number | null];
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${said.stdout}\n${said.stderr}`);
  }
  return said.stdout;
}

/** Whether somebody else could listen there now. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, "127.0.0.1", () => {
      resolve(true);
    });
  });
  server.close();
  return free;
}
