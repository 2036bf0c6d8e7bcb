import fs from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import { projectRoot } from "../../sandbox/paths";

/** What the program is made of: sources, and the files that they read. */
const FOLDERS = [
  "components",
  "contracts",
  "environments",
  "handlers",
  "pipelines",
  "glue",
  "bench/program",
  "bench/engine",
  "bench/peers/flat",
];
const FILES = ["package.json", "package-lock.json", "Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml"];

/**
 * Both Pulumi programs as JavaScript, file by file, as `tsc` would write them; beside the files they read, and with this
 * checkout's node modules. Gives the folder.
 */
export function compilePrograms(directory: string): string {
  const target = path.join(directory, "built");
  fs.rmSync(target, { recursive: true, force: true });
  for (const entry of [...FOLDERS, ...FILES]) {
    fs.cpSync(path.join(projectRoot, entry), path.join(target, entry), { recursive: true });
  }
  buildSync({
    absWorkingDir: projectRoot,
    entryPoints: FOLDERS.flatMap((folder) =>
      fs
        .readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => path.join(folder, file)),
    ),
    outbase: ".",
    outdir: target,
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  fs.symlinkSync(path.join(projectRoot, "node_modules"), path.join(target, "node_modules"));
  return target;
}
