import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";

/** False for a process that ended, also when nobody has collected its status yet. */
export function isRunning(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

/** Processes below a process, by their parents. */
export function descendants(pid: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const processes = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    processes.flatMap(([child, itsParent]) => (itsParent === parent ? [child, ...below(child)] : []));
  return below(pid);
}

/**
 * Runs a script that starts processes of the sandbox and then prints "up", and ends it as a crash does.
 *
 * @param temporaryDirectory where its files go
 * @returns the processes it had started
 */
export async function crash(script: string, temporaryDirectory: string): Promise<number[]> {
  const parent = spawn(process.execPath, ["-r", "ts-node/register", script], {
    cwd: path.resolve(__dirname, "../.."),
    env: { ...process.env, TMPDIR: temporaryDirectory },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output] = (await Promise.race([once(parent.stdout, "data"), once(parent, "exit")])) as unknown[];
  if (String(output).trim() !== "up") {
    throw new Error(`${script} ended with "${String(output)}" instead of printing "up".`);
  }
  const started = descendants(Number(parent.pid));
  parent.kill("SIGKILL");
  await once(parent, "exit");
  return started;
}

/** Waits for what is true soon. */
export async function eventually(check: () => void, milliseconds = 5000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    try {
      check();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Processes of Spark below this one: Python that runs a job's script, and its JVM. */
export function sparkProcesses(): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8" });
  const commands = new Map(
    stdout
      .trim()
      .split("\n")
      .map((line) => /^\s*(\d+) (.*)$/.exec(line))
      .flatMap((match) => (match === null ? [] : [[Number(match[1]), match[2]] as const])),
  );
  return descendants(process.pid).filter((pid) =>
    /sandbox\/glue\/bootstrap\.py|org\.apache\.spark/.test(commands.get(pid) ?? ""),
  );
}
