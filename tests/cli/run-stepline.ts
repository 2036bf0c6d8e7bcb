import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { projectRoot } from "../../sandbox/paths";

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Circumstances {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** `stepline <args>`, as npx runs it. */
export function stepline(args: readonly string[], { cwd, env }: Circumstances = {}): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(projectRoot, "cli/stepline.mjs"), ...args],
    { cwd, encoding: "utf8", env: { ...process.env, ...env } },
  );
  return { status, stdout, stderr };
}
