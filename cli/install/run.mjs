import { spawnSync } from "node:child_process";
import { SetupError } from "./message.mjs";

/**
 * Runs a command to its end, its output kept back and shown only when it fails.
 *
 * @throws SetupError naming the command, with the end of its output.
 */
export function run(command, args, options = {}) {
  const { what, ...spawnOptions } = options;
  const result = spawnSync(command, args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, ...spawnOptions });
  if (result.status === 0) {
    return result.stdout;
  }
  const reason = result.error?.message ?? `exit status ${result.status ?? result.signal}`;
  const output = `${result.stdout ?? ""}${result.stderr ?? ""}`.trim().split("\n");
  throw new SetupError(
    `${what ?? command} failed (${reason}):\n  ${command} ${args.join(" ")}\n${excerpt(output)}`,
  );
}

/** The reason stands at one end of the output or at the other. */
function excerpt(lines) {
  return (lines.length <= 20 ? lines : [...lines.slice(0, 10), "...", ...lines.slice(-10)]).join("\n");
}

/** Output of a command that may not be there; undefined when it isn't or fails. Some print their version to stderr. */
export function probe(command, args, env = process.env) {
  const result = spawnSync(command, args, { encoding: "utf8", env });
  return result.status === 0 ? `${result.stdout}${result.stderr}` : undefined;
}
