import * as fs from "node:fs/promises";
import * as path from "node:path";

/** Members of Pulumi's assets and archives; which of them are there tells which one it is. */
interface PulumiAsset {
  readonly path?: string | Promise<string>;
  readonly text?: string | Promise<string>;
  readonly assets?: AssetMap | Promise<AssetMap>;
  readonly __pulumiArchive?: boolean;
}

type AssetMap = Readonly<Record<string, PulumiAsset>>;

/**
 * Writes a function's code archive into a directory, as Lambda unpacks the deployed package.
 *
 * @throws Error when the archive is not a directory or a map of files: the sandbox runs bundles as esbuild writes them.
 */
export async function unpackArchive(archive: unknown, directory: string): Promise<void> {
  const { path: source, assets } = (archive ?? {}) as PulumiAsset;
  await fs.mkdir(directory, { recursive: true });
  if (source !== undefined) {
    await copyDirectory(await source, directory);
  } else if (assets !== undefined) {
    for (const [name, content] of Object.entries(await assets)) {
      await unpackMember(name, content, path.join(directory, name));
    }
  } else {
    throw new Error(
      "The function's code is neither a FileArchive of a directory nor an AssetArchive: the sandbox runs these.",
    );
  }
}

async function unpackMember(name: string, content: PulumiAsset, target: string): Promise<void> {
  if (content.__pulumiArchive === true) {
    await unpackArchive(content, target);
    return;
  }
  await fs.mkdir(path.dirname(target), { recursive: true });
  if (content.text !== undefined) {
    await fs.writeFile(target, await content.text);
  } else if (content.path !== undefined) {
    await fs.copyFile(await content.path, target);
  } else {
    throw new Error(
      `"${name}" in the function's code is a remote asset: the sandbox runs offline, give it as a file.`,
    );
  }
}

async function copyDirectory(from: string, to: string): Promise<void> {
  const stat = await fs.stat(from).catch(() => undefined);
  if (stat?.isDirectory() !== true) {
    throw new Error(
      `The function's code "${from}" is not a directory: build the bundle, and give its directory as the archive.`,
    );
  }
  await fs.cp(from, to, { recursive: true });
}
