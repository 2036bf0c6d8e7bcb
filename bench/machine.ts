import { execFileSync } from "node:child_process";
import os from "node:os";
import { projectRoot, pythonPath } from "../sandbox/paths";

/** What a figure depends on besides the code. */
export interface MachineFacts {
  /** Full hash; `-dirty` behind it when the tree differed from it. */
  readonly commit: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly os: string;
  readonly node: string;
  readonly python: string;
  readonly java: string;
  /** Of the minute before the start: on a busy machine every time is worth less. */
  readonly loadAverage: number;
}

export function machineFacts(): MachineFacts {
  return {
    commit: commit(),
    cpu: os.cpus()[0]?.model ?? "unknown",
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    os: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    python: firstLine(pythonPath(), ["--version"]),
    java: firstLine("java", ["-version"]),
    loadAverage: Number(os.loadavg()[0].toFixed(2)),
  };
}

function commit(): string {
  const hash = firstLine("git", ["rev-parse", "HEAD"]);
  return firstLine("git", ["status", "--porcelain"]) === "" ? hash : `${hash}-dirty`;
}

/** What a command says of itself; java says it on standard error. */
function firstLine(command: string, args: readonly string[]): string {
  try {
    const script = `"$0" "$@" 2>&1`;
    return execFileSync("sh", ["-c", script, command, ...args], { cwd: projectRoot, encoding: "utf8" }).split(
      "\n",
    )[0];
  } catch {
    return "unknown";
  }
}
