import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type ZipEntry, zipFile } from "./zip-file";

/** What assets and archives hold, by kind; their classes are too alike for TypeScript to tell apart. */
interface Source {
  readonly path?: Promise<string>;
  readonly text?: Promise<string>;
  readonly assets?: Promise<Readonly<Record<string, unknown>>>;
}

/**
 * The bytes Pulumi would upload for an asset or archive; an archive's are a zip file, the same for the same contents.
 *
 * @throws Error for what comes from elsewhere by URL.
 */
export async function assetBytes(source: unknown): Promise<Buffer> {
  const { path: file, text } = source as Source;
  if (pulumi.asset.Archive.isInstance(source) && !isFile(await file)) {
    return zipFile(await archiveEntries(source, ""));
  }
  if (file !== undefined) {
    return fs.readFileSync(await file);
  }
  if (text !== undefined) {
    return Buffer.from(await text, "utf8");
  }
  throw fromElsewhere();
}

/** The files of an archive, with their paths in it. */
export async function archiveEntries(archive: Source, folder: string): Promise<ZipEntry[]> {
  const directory = await archive.path;
  const members = await archive.assets;
  if (directory !== undefined) {
    return folderEntries(directory, folder);
  }
  if (members === undefined) {
    throw fromElsewhere();
  }
  const nested = await Promise.all(
    Object.entries(members).map(async ([name, member]) => {
      const entryName = path.posix.join(folder, name);
      return pulumi.asset.Archive.isInstance(member)
        ? await archiveEntries(member, entryName)
        : [{ name: entryName, content: await assetBytes(member) }];
    }),
  );
  return nested.flat();
}

function folderEntries(directory: string, folder: string): ZipEntry[] {
  return fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({
      name: path.posix.join(folder, path.relative(directory, file).split(path.sep).join("/")),
      content: fs.readFileSync(file),
    }));
}

function isFile(file: string | undefined): boolean {
  return file !== undefined && fs.statSync(file).isFile();
}

function fromElsewhere(): Error {
  return new Error(
    "Its source is no file, text or archive of this machine: the sandbox fetches nothing by URL.",
  );
}
