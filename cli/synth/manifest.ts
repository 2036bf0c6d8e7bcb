import type { RecordedProgram } from "../../sandbox/types";
import { hexDigest } from "./asset-contents";
import { sortedJson } from "./json";

export const MANIFEST = "manifest.json";

/** Of the files' layout: another number when a reader of the files must know. */
const FORMAT_VERSION = 2;
const FORMAT = "stepline-synth";

/** What an output folder holds. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly formatVersion: number;
  readonly project: string;
  readonly stack: string;
  /** Nobody was asked: they stand for the account and region of a deployment. */
  readonly placeholders: { readonly accountId: string; readonly region: string };
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

/** Of a synthesis: which program it is of, and a checksum of every file. Nothing in it tells when or where it was made. */
export function manifestText(program: RecordedProgram, files: ReadonlyMap<string, string>): string {
  const { project, stack, accountId, region } = program;
  const sums = [...files].map(([name, text]) => [
    name,
    { bytes: Buffer.byteLength(text), sha256: hexDigest(text) },
  ]);
  const manifest: Manifest = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    project,
    stack,
    placeholders: { accountId, region },
    files: Object.fromEntries(sums) as Manifest["files"],
  };
  return sortedJson(manifest);
}

/** Undefined when the text is no manifest of a synthesis. */
export function parseManifest(text: string): Manifest | undefined {
  try {
    const parsed = JSON.parse(text) as Partial<Manifest> | null;
    const isOurs = parsed?.format === FORMAT && typeof parsed.files === "object";
    return isOurs ? (parsed as Manifest) : undefined;
  } catch {
    return undefined;
  }
}
