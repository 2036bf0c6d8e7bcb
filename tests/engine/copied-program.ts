import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { projectRoot } from "../../sandbox/paths";

/** What the program is made of: its modules, and the files that they read. */
const PARTS = [
  "index.ts",
  "package.json",
  "package-lock.json",
  "Pulumi.yaml",
  "Pulumi.dev.yaml",
  "Pulumi.prod.yaml",
  "tsconfig.json",
  "components",
  "contracts",
  "environments",
  "glue",
  "handlers",
  "pipelines",
];

/** The program in a folder of its own, to be changed as a developer would; with this checkout's node modules. */
export class CopiedProgram {
  public readonly directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "stepline-program-")));

  constructor() {
    for (const part of PARTS) {
      fs.cpSync(path.join(projectRoot, part), path.join(this.directory, part), { recursive: true });
    }
    fs.symlinkSync(path.join(projectRoot, "node_modules"), path.join(this.directory, "node_modules"));
  }

  /** Replaces what stands in a file exactly once. */
  public edit(file: string, before: string, after: string): void {
    const full = path.join(this.directory, file);
    const pieces = fs.readFileSync(full, "utf8").split(before);
    if (pieces.length !== 2) {
      throw new Error(`${file} has ${pieces.length - 1} times what is to be replaced: ${before}`);
    }
    fs.writeFileSync(full, pieces.join(after));
  }

  /** The program as its files are now. */
  public load(): PulumiFn {
    for (const file of Object.keys(require.cache)) {
      if (file.startsWith(`${this.directory}${path.sep}`)) {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- Node's own way to have a module read again.
        delete require.cache[file];
      }
    }
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the folder is known only now.
    return require(path.join(this.directory, "index")) as PulumiFn;
  }

  public remove(): void {
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}
