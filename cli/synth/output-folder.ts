import * as fs from "node:fs";
import * as path from "node:path";
import { makeFolder } from "../../sandbox/make-folder";
import { CommandError } from "../command-error";
import { byText } from "./json";
import { MANIFEST, parseManifest } from "./manifest";

/**
 * Whether a synthesis may be written to a folder: there is none yet, it is empty, or it holds an earlier synthesis and nothing
 * else. Asked before the work is done.
 *
 * @returns the folder, absolute, links followed
 * @throws CommandError naming what is in the way
 */
export function outputFolder(given: string): string {
  const folder = fs.existsSync(given) ? fs.realpathSync(given) : path.resolve(given);
  const stats = fs.statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) {
    return folder;
  }
  if (!stats.isDirectory()) {
    throw new CommandError(`--out ${given} is a file: name a folder, or one that isn't there yet.`);
  }
  if (isInside(fs.realpathSync(process.cwd()), folder)) {
    throw new CommandError(`--out ${given} holds the current folder, and would be replaced: name another.`);
  }
  const files = filesIn(folder);
  if (files.length === 0) {
    return folder;
  }
  const manifest = files.includes(MANIFEST)
    ? parseManifest(fs.readFileSync(path.join(folder, MANIFEST), "utf8"))
    : undefined;
  if (manifest === undefined) {
    throw new CommandError(
      `--out ${given} holds files that synth did not write (${some(files)}): name another folder, or empty it.`,
    );
  }
  const foreign = files.filter((file) => file !== MANIFEST && !(file in manifest.files));
  if (foreign.length > 0) {
    throw new CommandError(
      `--out ${given} holds an earlier synthesis and, besides, ${some(foreign)}: move that out of it, or name another folder.`,
    );
  }
  return folder;
}

/**
 * Writes the files beside the folder and puts them in its place: who reads it sees the earlier synthesis or this one.
 *
 * @param folder as `outputFolder` gave it
 * @throws CommandError when it can't be written
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  const [incoming, earlier] = ["new", "old"].map((kind) => `${folder}.${kind}-${process.pid}`);
  try {
    for (const [name, text] of files) {
      const file = path.join(incoming, ...name.split("/"));
      makeFolder(path.dirname(file));
      fs.writeFileSync(file, text);
    }
    replace(folder, incoming, earlier);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `--out ${folder} can't be written (${code ?? message}): name a folder where you may write, with room on its disk.`,
    );
  } finally {
    remove(incoming);
    remove(earlier);
  }
}

function remove(folder: string): void {
  if (fs.existsSync(folder)) {
    fs.rmSync(folder, { recursive: true });
  }
}

function replace(folder: string, incoming: string, earlier: string): void {
  if (!fs.existsSync(folder)) {
    fs.renameSync(incoming, folder);
    return;
  }
  fs.renameSync(folder, earlier);
  try {
    fs.renameSync(incoming, folder);
  } catch (error) {
    fs.renameSync(earlier, folder);
    throw error;
  }
}

/** Paths in the folder, with `/`, of whatever is no folder. */
function filesIn(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort(byText);
}

function some(files: readonly string[]): string {
  const more = files.length > 3 ? ` and ${files.length - 3} more` : "";
  return `${files.slice(0, 3).join(", ")}${more}`;
}

function isInside(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith(path.sep) ? outer : outer + path.sep);
}
