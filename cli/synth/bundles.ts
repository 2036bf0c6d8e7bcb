import * as path from "node:path";
import { promisify } from "node:util";
import { gzip, type ZlibOptions } from "node:zlib";
import * as pulumi from "@pulumi/pulumi";
import type { RecordedProgram } from "../../sandbox/types";
import type { ArchiveFiles, AssetReader, FileContents } from "./asset-contents";
import { glueBundles } from "./glue-bundles";
import { byText } from "./json";

/**
 * The code of one or more Lambda functions, or a part of that of Glue jobs. Raw sizes only: what a compressor makes of the
 * same bytes is another matter in another version of Node.
 */
export interface Bundle extends FileContents {
  /** Of a function the folder it was built in: the handler's name. Of a Glue job the end of the object's key. */
  readonly name: string;
  readonly kind: "function" | "Glue script" | "Glue modules";
  /** Of a function: `index.handler`. */
  readonly handler?: string;
  /** Of an archive. */
  readonly files?: Readonly<Record<string, FileContents>>;
  /** Names of the functions or jobs that run it. */
  readonly usedBy: readonly string[];
}

/** A bundle, and its files as they are, which only sizes are taken of. */
export interface PackedBundle {
  readonly bundle: Bundle;
  readonly content: readonly Buffer[];
}

/** Every bundle of the program once, by its name. Code that isn't a file or archive of this machine is none. */
export async function bundles(
  program: RecordedProgram,
  reader: AssetReader,
): Promise<readonly PackedBundle[]> {
  const all = [...(await functionBundles(program, reader)), ...(await glueBundles(program, reader))];
  const key = ({ bundle }: PackedBundle): string => `${bundle.name} ${bundle.sha256}`;
  return all.sort((one, other) => byText(key(one), key(other)));
}

/** Sum of the files, each packed by itself at level 9. */
export async function gzipBytes(all: readonly PackedBundle[]): Promise<number> {
  const packed = await Promise.all(
    all.flatMap(({ content }) => content).map((bytes) => gzipped(bytes, { level: 9 })),
  );
  return packed.reduce((total, { length }) => total + length, 0);
}

const gzipped = promisify<Buffer, ZlibOptions, Buffer>(gzip);

interface BundledFunction {
  readonly name: string;
  readonly handler: string;
  readonly code: pulumi.asset.Archive;
  readonly archive: ArchiveFiles;
}

async function functionBundles(
  program: RecordedProgram,
  reader: AssetReader,
): Promise<readonly PackedBundle[]> {
  const functions = program.resources.filter(({ type }) => type === "aws:lambda/function:Function");
  const all = new Map<string, { readonly first: BundledFunction; readonly usedBy: string[] }>();
  for (const { inputs, name } of functions) {
    const { code, handler } = inputs;
    if (!pulumi.asset.Archive.isInstance(code) || "uri" in code) {
      continue;
    }
    const lambda = {
      name: typeof inputs.name === "string" ? inputs.name : name,
      handler: String(handler),
      code,
      archive: await reader.archive(code),
    };
    const key = `${lambda.archive.contents.sha256} ${lambda.handler}`;
    const known = all.get(key) ?? { first: lambda, usedBy: [] };
    known.usedBy.push(lambda.name);
    all.set(key, known);
  }
  return await Promise.all(
    [...all.values()].map(({ first, usedBy }) => functionBundle(first, usedBy.sort(byText))),
  );
}

async function functionBundle(
  { name, handler, code, archive }: BundledFunction,
  usedBy: readonly string[],
): Promise<PackedBundle> {
  const source = await (code as { readonly path?: Promise<string> }).path;
  return {
    bundle: {
      name: source === undefined ? name : path.basename(source),
      kind: "function",
      handler,
      ...archive.contents,
      usedBy,
    },
    content: archive.files,
  };
}
