import * as path from "node:path";
import { promisify } from "node:util";
import { gzip, type ZlibOptions } from "node:zlib";
import * as pulumi from "@pulumi/pulumi";
import type { RecordedProgram } from "../../sandbox/types";
import type { ArchiveFiles, AssetReader, FileContents } from "./asset-contents";
import { byText } from "./json";

/** The code of one or more Lambda functions. */
export interface Bundle extends FileContents {
  /** Folder it was built in: the handler's name. */
  readonly name: string;
  /** `index.handler` */
  readonly handler: string;
  /** Of its files, each packed by itself at level 9. */
  readonly gzipBytes: number;
  readonly files: Readonly<Record<string, FileContents>>;
  /** Names of the functions that run it. */
  readonly functions: readonly string[];
}

/** Every bundle of the program's functions once, by its name. Code that isn't an archive of this machine is none. */
export async function bundles(program: RecordedProgram, reader: AssetReader): Promise<readonly Bundle[]> {
  const functions = program.resources.filter(({ type }) => type === "aws:lambda/function:Function");
  const all = new Map<string, { readonly first: BundledFunction; readonly functions: string[] }>();
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
    const known = all.get(key) ?? { first: lambda, functions: [] };
    known.functions.push(lambda.name);
    all.set(key, known);
  }
  const made = await Promise.all(
    [...all.values()].map(({ first, functions }) => bundle(first, functions.sort(byText))),
  );
  return made.sort((one, other) => byText(`${one.name} ${one.sha256}`, `${other.name} ${other.sha256}`));
}

interface BundledFunction {
  readonly name: string;
  readonly handler: string;
  readonly code: pulumi.asset.Archive;
  readonly archive: ArchiveFiles;
}

async function bundle(
  { name, handler, code, archive }: BundledFunction,
  functions: readonly string[],
): Promise<Bundle> {
  const source = await (code as { readonly path?: Promise<string> }).path;
  const packed = await Promise.all(archive.files.map((content) => gzipped(content, { level: 9 })));
  return {
    name: source === undefined ? name : path.basename(source),
    handler,
    ...archive.contents,
    gzipBytes: packed.reduce((total, { length }) => total + length, 0),
    functions,
  };
}

const gzipped = promisify<Buffer, ZlibOptions, Buffer>(gzip);
