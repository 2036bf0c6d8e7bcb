import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** Nobody's settings, and nobody's name. */
const ENVIRONMENT = {
  ...process.env,
  GIT_CONFIG_GLOBAL: os.devNull,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@b.example",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@b.example",
};

/** A git repository in a folder of its own. */
export class GitProject {
  public readonly root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "stepline-git-")));

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.git("init", "--quiet", "--initial-branch", "main");
    this.write(files);
  }

  public git(...args: readonly string[]): string {
    return execFileSync("git", [...args], { cwd: this.root, env: ENVIRONMENT, encoding: "utf8" }).trim();
  }

  public write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.root, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
    }
  }

  /** @returns the commit with all files as they are */
  public commit(): string {
    this.git("add", "--all");
    return this.commitIndex();
  }

  public commitIndex(): string {
    this.git("commit", "--quiet", "--allow-empty", "--message", "change");
    return this.git("rev-parse", "HEAD");
  }

  /** What a user would notice: every file of `.git` with its size and time, and what git says of the work tree. */
  public state(): string {
    const folder = path.join(this.root, ".git");
    const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
    return JSON.stringify([
      files.map((file) => {
        const { size, mtimeMs } = fs.statSync(path.join(folder, file));
        return [file, size, mtimeMs];
      }),
      fs.readdirSync(this.root).sort(),
    ]);
  }

  public remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}
