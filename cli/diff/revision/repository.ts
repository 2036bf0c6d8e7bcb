import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { CommandError } from "../../command-error";

/** Asked of git so that it leaves the repository alone: no hooks, no helpers, no files beside the index that it is given. */
const QUIET = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "core.splitIndex=false"];

/** Of a repository that git itself was started in, by a hook: the project's folder says which one counts. */
const INHERITED = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/** The repository that holds a project, read only. */
export class Repository {
  private readonly directory: string;
  /** The project's folder in the repository, with a `/` at its end; empty at the top. */
  private readonly prefix: string;

  /**
   * @param project absolute folder
   * @throws CommandError when git is missing, or the folder is in no repository
   */
  constructor(private readonly project: string) {
    const found = this.git(["rev-parse", "--absolute-git-dir", "--show-prefix"]);
    if (found.status !== 0) {
      throw new CommandError(
        `${project} can't be read as a git repository, and the revisions to compare are taken from there: ` +
          `${firstLine(found.stderr)}.`,
      );
    }
    [this.directory, this.prefix] = found.stdout.split("\n");
  }

  /**
   * The commit that a ref names: forty hexadecimal digits (sixty-four in a SHA-256 repository).
   *
   * @param option that it was given by, for the message
   * @throws CommandError when the repository does not have it
   */
  public commit(ref: string, option: string): string {
    const { status, stdout } = this.git([
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${ref}^{commit}`,
    ]);
    if (status === 0) {
      return stdout.trim();
    }
    throw new CommandError(
      `${option} "${ref}" is no commit, branch or tag of this repository: ${this.fix()}`,
    );
  }

  /**
   * Writes the project's files, as a commit has them, into an empty folder: no change to the repository, its index or its
   * worktrees.
   *
   * @param index where git may keep an index for the while; a file that is not there yet
   * @throws CommandError when the commit does not have the project's folder, or its files can't be written
   */
  public checkOut(commit: string, folder: string, index: string): void {
    const env = { GIT_DIR: this.directory, GIT_WORK_TREE: folder, GIT_INDEX_FILE: index };
    const tree = this.prefix === "" ? commit : `${commit}:${this.prefix.replace(/\/$/, "")}`;
    for (const args of [
      ["-c", "core.sparseCheckout=false", "read-tree", tree],
      ["checkout-index", "--all", "--quiet"],
    ]) {
      const { status, stderr } = this.git(args, folder, env);
      if (status !== 0) {
        throw new CommandError(
          `The files of ${commit.slice(0, 7)}${this.prefix === "" ? "" : `, folder ${this.prefix},`} ` +
            `can't be taken from the repository: ${firstLine(stderr)}.`,
        );
      }
    }
  }

  private fix(): string {
    const shallow = this.git(["rev-parse", "--is-shallow-repository"]).stdout.trim() === "true";
    return shallow
      ? "the clone is shallow, so fetch it first: git fetch --unshallow origin, or fetch-depth: 0 for actions/checkout."
      : "fetch it first, as in git fetch origin main and --base origin/main, or see git branch --all for what there is.";
  }

  private git(
    args: readonly string[],
    cwd = this.project,
    env: Readonly<Record<string, string>> = {},
  ): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    const outer = Object.entries(process.env).filter(([name]) => !INHERITED.includes(name));
    const { status, stdout, stderr, error } = spawnSync(
      "git",
      [...QUIET.flatMap((setting) => ["-c", setting]), ...args],
      { cwd, env: { ...Object.fromEntries(outer), LC_ALL: "C", ...env }, encoding: "utf8" },
    );
    if (error !== undefined) {
      throw new CommandError(
        (error as NodeJS.ErrnoException).code === "ENOENT"
          ? "git is not on PATH: install it; the revisions to compare are taken from the repository."
          : `git ${path.basename(args[0])} could not be run: ${error.message}.`,
      );
    }
    return { status, stdout, stderr };
  }
}

/** `fatal: not a git repository (or any of the parent directories): .git` without what git puts before it. */
function firstLine(text: string): string {
  const line = text.trim().split("\n")[0];
  return line.replace(/^(?:fatal|error): /, "").replace(/\.$/, "");
}
