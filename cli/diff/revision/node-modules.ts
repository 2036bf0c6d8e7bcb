import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { CommandError } from "../../command-error";
import { sortedJson } from "../../synth/json";

/** Installs that no review has used this long are removed when another one is made. */
const KEEP_MILLISECONDS = 14 * 24 * 3600 * 1000;

/** What npm installs from, in package.json. Scripts and names change nothing. */
const INSTALLED_FIELDS = [
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
  "overrides",
  "workspaces",
];

interface Lock {
  readonly packages?: Readonly<Record<string, { readonly link?: boolean; readonly resolved?: string }>>;
}

export interface Checkout {
  /** The work tree, whose packages are installed. */
  readonly root: string;
  /** Where installs of other revisions are kept from one review to the next. */
  readonly cache: string;
}

/**
 * The installed packages of a revision: those of the work tree where both are made from the same, otherwise an install of its
 * own, kept for the next review. One that holds packages of the revision's own folders stays with the revision.
 *
 * @param folder with the revision's files; gets a `node_modules`
 * @param name of the revision, for messages
 * @returns absolute path of the `node_modules`
 * @throws CommandError when the packages can't be installed
 */
export async function provideNodeModules(folder: string, name: string, checkout: Checkout): Promise<string> {
  const lockFile = path.join(folder, "package-lock.json");
  const link = path.join(folder, "node_modules");
  const key = installKey(folder);
  const local = hasLocalPackages(lockFile);
  if (!local && key === installKey(checkout.root)) {
    const installed = path.join(checkout.root, "node_modules");
    fs.symlinkSync(installed, link, "junction");
    return installed;
  }
  if (!fs.existsSync(lockFile)) {
    throw new CommandError(
      `${name} has no package-lock.json, so that its packages can't be installed as they were: take a revision that has one.`,
    );
  }
  if (local) {
    await install(folder, name);
    return link;
  }
  const installed = await cachedInstall(folder, name, path.join(checkout.cache, key));
  fs.symlinkSync(installed, link, "junction");
  return installed;
}

/** Of everything that decides what `npm ci` installs. */
function installKey(folder: string): string {
  const manifest = readJson(path.join(folder, "package.json")) ?? {};
  const fields = INSTALLED_FIELDS.map((field) => manifest[field] ?? null);
  const settings = ["package-lock.json", ".npmrc"].map((file) => readText(path.join(folder, file)) ?? null);
  return createHash("sha256")
    .update(sortedJson([fields, settings]))
    .digest("hex")
    .slice(0, 32);
}

/** Whether packages come from folders or files of the revision: another place does not have them. */
function hasLocalPackages(lockFile: string): boolean {
  const { packages = {} } = (readJson(lockFile) ?? {}) as Lock;
  return Object.values(packages).some(
    ({ link, resolved }) => link === true || resolved?.startsWith("file:") === true,
  );
}

/** Two reviews at once wait for each other; an install that was cut short is made good. */
async function cachedInstall(folder: string, name: string, place: string): Promise<string> {
  const { withLock } = await import("../../install/lock.mjs");
  fs.mkdirSync(place, { recursive: true });
  await withLock(`${place}.lock`, async () => {
    // A review that tidied up at this very moment may have taken it away.
    fs.mkdirSync(place, { recursive: true });
    for (const file of ["package.json", "package-lock.json", ".npmrc"]) {
      const source = path.join(folder, file);
      if (fs.existsSync(source)) {
        fs.copyFileSync(source, path.join(place, file));
      }
    }
    await install(place, name);
    const now = new Date();
    fs.utimesSync(place, now, now);
  });
  removeUnused(path.dirname(place));
  return path.join(place, "node_modules");
}

/** @throws CommandError with what npm said */
async function install(folder: string, name: string): Promise<void> {
  const { installNodeModules } = await import("../../install/node-modules.mjs");
  try {
    installNodeModules(folder);
  } catch (error) {
    throw new CommandError(
      `The packages of ${name} could not be installed; its package-lock.json must fit its package.json, and npm must reach ` +
        `its registry.\n${(error as Error).message}`,
    );
  }
}

function removeUnused(cache: string): void {
  const now = Date.now();
  for (const entry of fs.readdirSync(cache, { withFileTypes: true })) {
    const place = path.join(cache, entry.name);
    const used = fs.statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (entry.isDirectory() && now - used > KEEP_MILLISECONDS) {
      fs.rmSync(place, { recursive: true, force: true });
    }
  }
}

function readText(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}

/** Undefined when it is not there, or no JSON: npm says so when it installs. */
function readJson(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
