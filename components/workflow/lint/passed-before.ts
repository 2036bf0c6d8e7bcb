import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Remembers what had no finding from one program run to the next: an empty file for each, named by what was asked, in a folder
 * named by the linter that was asked. Only speed depends on it.
 */
export class PassedBefore {
  private readonly folder: string | undefined;

  /** @param cache default: `.stepline/lint` in the project */
  constructor(cache = defaultCache()) {
    this.folder = cache === undefined ? undefined : path.join(cache, linterStamp());
  }

  has(question: string): boolean {
    return this.folder !== undefined && fs.existsSync(path.join(this.folder, sha256(question)));
  }

  add(question: string): void {
    if (this.folder === undefined) {
      return;
    }
    try {
      removeOtherLinters(this.folder);
      fs.mkdirSync(this.folder, { recursive: true });
      fs.writeFileSync(path.join(this.folder, sha256(question)), "");
    } catch {
      // Asked again next time.
    }
  }
}

function removeOtherLinters(folder: string): void {
  const cache = path.dirname(folder);
  if (fs.existsSync(folder) || !fs.existsSync(cache)) {
    return;
  }
  for (const other of fs.readdirSync(cache)) {
    fs.rmSync(path.join(cache, other), { recursive: true, force: true });
  }
}

/** None where this file was compiled into a folder outside a project. */
function defaultCache(): string | undefined {
  for (let folder = __dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "package-lock.json"))) {
      return path.join(folder, ".stepline", "lint");
    }
  }
  return undefined;
}

let stamp: string | undefined;

/** Another one when a rule, a catalogue or an installed package has changed. */
function linterStamp(): string {
  stamp ??= sha256(
    [...filesUnder(__dirname), path.join(__dirname, "..", "..", "..", "package-lock.json")]
      .map((file) => {
        const stats = fs.statSync(file, { throwIfNoEntry: false });
        return `${file} ${stats?.size} ${stats?.mtimeMs} ${stats?.ctimeMs}`;
      })
      .join("\n"),
  ).slice(0, 16);
  return stamp;
}

function filesUnder(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(file) : [file];
    })
    .sort();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
