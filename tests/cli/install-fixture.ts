import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** An empty folder, and what puts files and commands into it. */
export class Workplace {
  readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-install-"));

  path(...parts: readonly string[]): string {
    return path.join(this.directory, ...parts);
  }

  write(name: string, text: string): string {
    const file = this.path(name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return file;
  }

  read(name: string): string {
    return fs.readFileSync(this.path(name), "utf8");
  }

  has(name: string): boolean {
    return fs.existsSync(this.path(name));
  }

  /** A shell script of this name. */
  command(name: string, script: string): string {
    const file = this.write(name, `#!/bin/sh\n${script}\n`);
    fs.chmodSync(file, 0o755);
    return file;
  }

  remove(): void {
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}

/** What the installer tells the person while `work` goes on. */
export function told(work: () => void): string {
  const written: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text: string | Uint8Array) => {
    written.push(String(text));
    return true;
  };
  try {
    work();
  } finally {
    process.stderr.write = write;
  }
  return written.join("");
}
