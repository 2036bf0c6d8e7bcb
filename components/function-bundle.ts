import { createHash, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { buildSync, version as esbuildVersion, type BuildOptions } from "esbuild";

export const handlerNames = ["extract", "validate-schema", "start-load", "reconcile"] as const;
export type HandlerName = (typeof handlerNames)[number];

export interface HandlerBundle {
  /** Absolute; holds `index.js` and nothing else, so it is the function's archive. */
  readonly directory: string;
  /** Of `index.js`, hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly handler: "index.handler";
}

export type HandlerBundles = Readonly<Record<HandlerName, HandlerBundle>>;

export interface BundleOptions {
  /** Folder with `handlers/`, `contracts/` and `package-lock.json`. */
  readonly root?: string;
  /** Where bundles are kept from one program run to the next. Default `.stepline/bundles` in `root`. */
  readonly cacheDirectory?: string;
}

/** Folders that handlers may import from; a change in any of their TypeScript files makes new bundles. */
const SOURCE_FOLDERS = ["handlers", "contracts"] as const;

/** Bundles nobody has asked for this long are removed when new ones are made. */
const KEEP_MILLISECONDS = 7 * 24 * 3600 * 1000;

/**
 * Read docs/decisions/handler-bundles.md for the reasons. `mainFields`: only the ES modules of the AWS SDK can be tree-shaken.
 */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  target: "node22",
  format: "cjs",
  mainFields: ["module", "main"],
  minify: true,
  legalComments: "none",
  sourcemap: false,
  logLevel: "silent",
  metafile: true,
  write: false,
  alias: { "@aws-sdk/credential-provider-node": "./handlers/lambda-credentials.ts" },
} as const satisfies BuildOptions;

const inProcess = new Map<string, HandlerBundles>();

/** The bundle of one handler, made when its sources have changed. Synchronous: a Pulumi program asks for it. */
export function handlerBundle(name: HandlerName, options: BundleOptions = {}): HandlerBundle {
  return bundleHandlers(options)[name];
}

/**
 * The bundles of all handlers, made in one esbuild call. Equal sources give equal bytes.
 *
 * @throws Error when a handler does not build, or imports from outside the folders that are watched for changes.
 */
export function bundleHandlers(options: BundleOptions = {}): HandlerBundles {
  const root = options.root ?? projectRoot();
  const cache = options.cacheDirectory ?? path.join(root, ".stepline", "bundles");
  const known = inProcess.get(`${root}\n${cache}`);
  if (known !== undefined) return known;
  const directory = path.join(cache, inputHash(root));
  const bundles = readCached(directory) ?? makeCached(root, directory);
  inProcess.set(`${root}\n${cache}`, bundles);
  return bundles;
}

/** Also right for a compiled copy of this file in a folder of its own. */
function projectRoot(): string {
  for (let folder = __dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const complete = ["package-lock.json", ...SOURCE_FOLDERS].every((entry) =>
      fs.existsSync(path.join(folder, entry)),
    );
    if (complete) return folder;
  }
  throw new Error(
    `No folder above ${__dirname} holds handlers/ and package-lock.json: pass the project's root.`,
  );
}

/** Of everything a bundle is made from; installed packages are as package-lock.json says. */
function inputHash(root: string): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([esbuildVersion, bundleOptions]));
  const files = SOURCE_FOLDERS.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => path.join(folder, file)),
  );
  for (const file of ["package-lock.json", ...files.sort()]) {
    const content = fs.readFileSync(path.join(root, file));
    hash.update(`\n${file.replaceAll(path.sep, "/")} ${content.length}\n`).update(content);
  }
  return hash.digest("hex").slice(0, 32);
}

/** Undefined unless every file is there and has the checksum it was written with. */
function readCached(directory: string): HandlerBundles | undefined {
  try {
    const sums = JSON.parse(fs.readFileSync(path.join(directory, "sha256.json"), "utf8")) as Record<
      string,
      string
    >;
    const entries = handlerNames.map((name): [HandlerName, HandlerBundle] => {
      const content = fs.readFileSync(path.join(directory, name, "index.js"));
      if (sha256(content) !== sums[name]) throw new Error(`${name} is damaged`);
      return [name, bundleOf(directory, name, content)];
    });
    // Keeps it from being removed as unused.
    fs.utimesSync(directory, new Date(), new Date());
    return Object.fromEntries(entries) as Record<HandlerName, HandlerBundle>;
  } catch {
    return undefined;
  }
}

/**
 * Written beside the cache entry and renamed into place, so that a reader sees all of it or nothing. Another process may do the
 * same at the same time: whoever comes second uses what is there.
 */
function makeCached(root: string, directory: string): HandlerBundles {
  const contents = build(root);
  const temporary = `${directory}.${process.pid}-${randomUUID()}`;
  for (const [name, content] of contents) {
    fs.mkdirSync(path.join(temporary, name), { recursive: true });
    fs.writeFileSync(path.join(temporary, name, "index.js"), content);
  }
  const sums = Object.fromEntries([...contents].map(([name, content]) => [name, sha256(content)]));
  fs.writeFileSync(path.join(temporary, "sha256.json"), JSON.stringify(sums));
  for (let look = 1; look <= 3; look++) {
    try {
      fs.renameSync(temporary, directory);
      break;
    } catch (error) {
      if (readCached(directory) !== undefined) break;
      if (look === 3) throw error;
      // What is in the way is damaged; another process may be removing it too.
      fs.rmSync(directory, { recursive: true, force: true });
    }
  }
  fs.rmSync(temporary, { recursive: true, force: true });
  removeUnused(path.dirname(directory));
  const entries = [...contents].map(([name, content]) => [name, bundleOf(directory, name, content)]);
  return Object.fromEntries(entries) as Record<HandlerName, HandlerBundle>;
}

function build(root: string): Map<HandlerName, Uint8Array> {
  const result = buildSync({
    ...bundleOptions,
    absWorkingDir: root,
    entryPoints: handlerNames.map((name) => ({ in: `handlers/${name}/handler.ts`, out: `${name}/index` })),
    // Nothing is written there: only the parts of the path below it count.
    outdir: "bundles",
  });
  const foreign = Object.keys(result.metafile.inputs).find(
    (input) =>
      !/(^|\/)node_modules\//.test(input) && !SOURCE_FOLDERS.some((folder) => input.startsWith(`${folder}/`)),
  );
  if (foreign !== undefined) {
    throw new Error(
      `A handler imports ${foreign}: move it below ${SOURCE_FOLDERS.join("/ or ")}/, or add its folder to SOURCE_FOLDERS in components/function-bundle.ts.`,
    );
  }
  return new Map(
    handlerNames.map((name) => {
      const file = result.outputFiles.find(({ path: out }) => out.endsWith(path.join(name, "index.js")));
      return [name, file!.contents];
    }),
  );
}

function bundleOf(directory: string, name: HandlerName, content: Uint8Array): HandlerBundle {
  return {
    directory: path.join(directory, name),
    sha256: sha256(content),
    bytes: content.length,
    handler: "index.handler",
  };
}

function removeUnused(cache: string): void {
  const oldest = Date.now() - KEEP_MILLISECONDS;
  for (const entry of fs.readdirSync(cache)) {
    const directory = path.join(cache, entry);
    const modified = fs.statSync(directory, { throwIfNoEntry: false })?.mtimeMs;
    if (modified !== undefined && modified < oldest) fs.rmSync(directory, { recursive: true, force: true });
  }
}

function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
