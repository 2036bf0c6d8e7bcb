import * as fs from "node:fs";
import * as path from "node:path";
import type { RecordedProgram, RoleCredentials } from "../types";
import { makeFolder } from "../make-folder";
import { replaceFile } from "./replace-file";

/** Of what is in this folder beside moto's state, which has a version of its own. */
export const FORMAT = 1;

type OperatorCredentials = Omit<RoleCredentials, "sessionToken">;

/** What the folder says of itself, in `sandbox.json`. */
interface Identity {
  readonly format: number;
  readonly project: string;
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  readonly operator?: OperatorCredentials;
  readonly port?: number;
}

/** The folder can't be used: the message says why, and what would do. */
export class DataDirectoryError extends Error {}

/** A folder that keeps a sandbox's state from one start to the next. */
export class DataDirectory {
  private constructor(
    public readonly path: string,
    private identity: Identity,
  ) {}

  /**
   * Opens a sandbox's folder, or makes one of an empty or missing folder.
   *
   * @throws DataDirectoryError for another stack's, another version's, a damaged or a foreign folder.
   */
  static open(directory: string, { project, stack, accountId, region }: RecordedProgram): DataDirectory {
    const file = path.join(directory, "sandbox.json");
    const wanted = { format: FORMAT, project, stack, accountId, region };
    const found = readIdentity(directory, file);
    if (found === undefined) {
      const made = new DataDirectory(directory, wanted);
      made.write();
      return made;
    }
    for (const [name, value] of Object.entries(wanted)) {
      const there = found[name as keyof Identity];
      if (there !== value) {
        throw new DataDirectoryError(
          `${file} says ${name} ${JSON.stringify(there)}, this sandbox has ${JSON.stringify(value)}: take another folder for it.`,
        );
      }
    }
    return new DataDirectory(directory, found);
  }

  /** Of the last start; a first start has none. */
  get operator(): OperatorCredentials | undefined {
    return this.identity.operator;
  }

  /** Where the endpoint was last. */
  get port(): number | undefined {
    return this.identity.port;
  }

  get warehouse(): string {
    return path.join(this.path, "warehouse");
  }

  /** Keeps how clients reached this start's endpoint, so that they reach the next one as well. */
  remember(operator: OperatorCredentials, port: number): void {
    // Not whatever else an SDK notes down on credentials it was given.
    const { accessKeyId, secretAccessKey } = operator;
    this.identity = { ...this.identity, operator: { accessKeyId, secretAccessKey }, port };
    this.write();
  }

  private write(): void {
    replaceFile(path.join(this.path, "sandbox.json"), `${JSON.stringify(this.identity, undefined, 2)}\n`);
  }
}

/** Undefined for a folder that is empty or not there. */
function readIdentity(directory: string, file: string): Identity | undefined {
  let text: string;
  try {
    makeFolder(directory);
    if (fs.readdirSync(directory).length === 0) {
      return undefined;
    }
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new DataDirectoryError(
      code === "ENOENT"
        ? `${directory} is not empty and not a sandbox's: it has no sandbox.json. Take an empty or a new folder.`
        : `${directory} can't be used: ${message}. Take another folder.`,
    );
  }
  try {
    const identity = JSON.parse(text) as Identity | null;
    if (typeof identity === "object" && identity !== null) {
      return identity;
    }
  } catch {
    // Said below.
  }
  throw new DataDirectoryError(`${file} is damaged: take another folder, or move this one away to begin anew.`);
}
