import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "../../sandbox/paths";

/** The marketing pipeline `count` times, each under a name of its own. */
function pipelineList(count: number): string {
  return [
    'import { marketing } from "./marketing";',
    'import type { PipelineSpec } from "./pipeline-spec";',
    "",
    `export const pipelines: readonly PipelineSpec[] = Array.from({ length: ${count} }, (_, index) => ({`,
    "  ...marketing,",
    "  name: `marketing-${index}`,",
    "}));",
    "",
  ].join("\n");
}

/**
 * This checkout's files in a folder of their own, as a user with `count` pipelines has them; with this checkout's node modules.
 * Gives the folder.
 */
export function checkoutWith(count: number, directory: string): string {
  const target = path.join(directory, `checkout-${count}`);
  const git = (...args: string[]): string[] =>
    execFileSync("git", args, { cwd: projectRoot, encoding: "utf8" })
      .split("\0")
      .filter((file) => file !== "");
  const gone = new Set(git("ls-files", "-z", "--deleted"));
  const files = git("ls-files", "-z", "--cached", "--others", "--exclude-standard");
  for (const file of files) {
    if (!gone.has(file) && !/^(tests|data|bench)\//.test(file)) {
      fs.cpSync(path.join(projectRoot, file), path.join(target, file));
    }
  }
  fs.writeFileSync(path.join(target, "pipelines", "all.ts"), pipelineList(count));
  fs.symlinkSync(path.join(projectRoot, "node_modules"), path.join(target, "node_modules"));
  return target;
}
