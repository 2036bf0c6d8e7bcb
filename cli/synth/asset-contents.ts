import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { archiveEntries, assetBytes } from "../../sandbox/provision/asset-bytes";
import { byText } from "./json";

export interface FileContents {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** What an asset or archive holds, without a path of this machine. */
export type AssetContents =
  | { readonly asset: FileContents & { readonly name?: string } }
  | { readonly archive: ArchiveContents }
  /** An address: its provider fetches it. */
  | { readonly remote: string };

/** Its `sha256` is that of what `sha256sum` prints for its files, in the order of their names. */
export interface ArchiveContents extends FileContents {
  readonly files: Readonly<Record<string, FileContents>>;
}

export interface ArchiveFiles {
  readonly contents: ArchiveContents;
  /** In the order of their names. */
  readonly files: readonly Buffer[];
}

/** Members of Pulumi's assets and archives: which of them are there tells which one it is. */
interface Source {
  readonly path?: Promise<string>;
  readonly uri?: Promise<string>;
}

/** Many functions have the same archive: each is read once. */
export class AssetReader {
  private readonly known = new Map<string, Promise<ArchiveFiles>>();

  /** @throws Error for a file that is not there. */
  public async contents(source: object): Promise<AssetContents> {
    const { path: file, uri } = source as Source;
    if (uri !== undefined) {
      return { remote: await uri };
    }
    if (pulumi.asset.Archive.isInstance(source)) {
      const { contents } = await this.archive(source);
      return { archive: contents };
    }
    const name = file === undefined ? {} : { name: path.basename(await file) };
    return { asset: { ...name, ...fileContents(await assetBytes(source)) } };
  }

  /** @throws Error for one that comes from elsewhere, by URL. */
  public async archive(archive: object): Promise<ArchiveFiles> {
    const source = await (archive as Source).path;
    if (source === undefined) {
      return await readArchive(archive);
    }
    const reading = this.known.get(source) ?? readArchive(archive);
    this.known.set(source, reading);
    return await reading;
  }
}

/** Whether it is one of Pulumi's assets or archives. */
export function isAsset(value: object): boolean {
  return pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value);
}

export function hexDigest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

async function readArchive(archive: Source): Promise<ArchiveFiles> {
  const { path: source } = archive;
  const packed = source !== undefined && fs.statSync(await source).isFile();
  const entries = packed
    ? [{ name: path.basename(await source), content: await assetBytes(archive) }]
    : await archiveEntries(archive, "");
  const files = [...entries].sort((one, other) => byText(one.name, other.name));
  const contents = files.map(({ name, content }) => [name, fileContents(content)] as const);
  return {
    files: files.map(({ content }) => content),
    contents: {
      bytes: contents.reduce((total, [, { bytes }]) => total + bytes, 0),
      sha256: hexDigest(contents.map(([name, { sha256 }]) => `${sha256}  ${name}\n`).join("")),
      files: Object.fromEntries(contents),
    },
  };
}

function fileContents(content: Buffer): FileContents {
  return { bytes: content.length, sha256: hexDigest(content) };
}
