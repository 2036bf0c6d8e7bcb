import * as fs from "node:fs";
import * as path from "node:path";
import { DataDirectoryError, FORMAT } from "./directory";
import type { KeptPart } from "./kept-part";
import { replaceFile } from "./replace-file";

const SAVE_EVERY_MS = 1_000;

interface Saved {
  readonly format: number;
  readonly parts: Readonly<Record<string, unknown>>;
}

/** What the sandbox's own services keep, in one file of the data folder: saved when it changed, every second and at the end. */
export class KeptParts {
  private readonly file: string;
  private timer: NodeJS.Timeout | undefined;
  private written = "";
  private failed = false;

  constructor(
    directory: string,
    private readonly parts: readonly KeptPart[],
    private readonly onWarning: (text: string) => void,
  ) {
    this.file = path.join(directory, "services.json");
  }

  /** Gives each part what it was, and saves from then on. @throws DataDirectoryError for a damaged file. */
  restore(): void {
    const { parts } = this.read();
    try {
      for (const part of this.parts) {
        if (parts[part.part] !== undefined) {
          part.restore(parts[part.part]);
        }
      }
    } catch (error) {
      throw damaged(this.file, error);
    }
    this.timer = setInterval(() => {
      this.trySave();
    }, SAVE_EVERY_MS).unref();
  }

  /** Once more, for the last time. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.timer !== undefined) {
        clearInterval(this.timer);
        this.save();
      }
      resolve();
    });
  }

  private trySave(): void {
    try {
      this.save();
      this.failed = false;
    } catch (error) {
      if (!this.failed) {
        this.onWarning(`The state could not be saved: ${(error as Error).message}`);
      }
      this.failed = true;
    }
  }

  private save(): void {
    const parts = Object.fromEntries(this.parts.map((part) => [part.part, part.kept()]));
    const content = JSON.stringify({ format: FORMAT, parts } satisfies Saved);
    if (content !== this.written) {
      replaceFile(this.file, content);
      this.written = content;
    }
  }

  private read(): Saved {
    if (!fs.existsSync(this.file)) {
      return { format: FORMAT, parts: {} };
    }
    try {
      const saved = JSON.parse(fs.readFileSync(this.file, "utf8")) as Partial<Saved>;
      if (saved.format === FORMAT && typeof saved.parts === "object") {
        return saved as Saved;
      }
    } catch (error) {
      throw damaged(this.file, error);
    }
    throw damaged(this.file, new Error(`it is not of format ${FORMAT}`));
  }
}

function damaged(file: string, error: unknown): DataDirectoryError {
  const why = (error as Error).message;
  return new DataDirectoryError(
    `${file} can't be read (${why}): take another folder, or move this one away to begin anew.`,
  );
}
