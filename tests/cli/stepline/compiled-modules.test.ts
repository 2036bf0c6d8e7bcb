import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../../../sandbox/paths";

/** Requires `main` with stored modules, prints its `result`, and whether ts-node was needed. */
const RUNNER = (modules: string, typescript: string) => `
import { createRequire } from "node:module";
import { CompiledModules } from ${JSON.stringify(modules)};
import { mapStacks } from ${JSON.stringify(typescript)};
const require = createRequire(import.meta.url);
const root = process.argv[2];
const modules = new CompiledModules(root + "/state/main.modules", root);
mapStacks((file) => modules.source(file));
modules.install();
let result;
try {
  result = await require(root + "/main.ts").result;
} catch (error) {
  result = error.code ?? error.stack;
}
modules.store();
const compiled = Object.keys(require.cache).some((file) => /ts-node.dist.index/.test(file));
process.stdout.write(JSON.stringify({ result, compiled }));
`;

describe("stored modules", function () {
  this.timeout(60_000);
  let root: string;

  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "stepline-modules-")));
    fs.symlinkSync(path.join(projectRoot, "node_modules"), path.join(root, "node_modules"));
    const source = (name: string): string => pathToFileURL(path.join(projectRoot, "cli/stepline", name)).href;
    put("run.mjs", RUNNER(source("compiled-modules.mjs"), source("typescript.mjs")));
    put("tsconfig.json", fs.readFileSync(path.join(projectRoot, "tsconfig.json"), "utf8"));
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true, force: true });
  });

  function put(name: string, text: string): void {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
    // Its times have to be told from those of a change that comes at once.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);
  }

  function run(): { readonly result: unknown; readonly compiled: boolean } {
    const { stdout, stderr } = spawnSync(process.execPath, [path.join(root, "run.mjs"), root], {
      encoding: "utf8",
    });
    assert.equal(stderr, "");
    return JSON.parse(stdout) as { result: unknown; compiled: boolean };
  }

  it("give what compiling gives, without compiling", () => {
    put("main.ts", 'import { twice } from "./part";\nexport const result: number = twice(21);\n');
    put("part.ts", "export function twice(n: number): number {\n  return n * 2;\n}\n");
    assert.deepEqual(run(), { result: 42, compiled: true });
    assert.deepEqual(run(), { result: 42, compiled: false });
  });

  it("know their own file and folder, JSON, packages, and each other only once", () => {
    put(
      "main.ts",
      'import * as z from "zod";\nimport data from "./data.json";\nimport "./in/part";\nimport { seen } from "./in/seen";\n' +
        "export const result = [__filename, __dirname, data.n, z.string().safeParse(1).success, seen, require.resolve('./in/part')];\n",
    );
    put("data.json", '{"n":7}');
    put("in/part.ts", 'import { seen } from "./seen";\nseen.push(__dirname);\n');
    put("in/seen.ts", "export const seen: string[] = [];\n");
    const at = (name: string): string => path.join(root, name);
    const result = [at("main.ts"), root, 7, false, [at("in")], at("in/part.ts")];
    assert.deepEqual(run(), { result, compiled: true });
    assert.deepEqual(run(), { result, compiled: false });
  });

  it("are compiled anew where a file changed, also to one of the same size", () => {
    put("main.ts", 'import { n } from "./part";\nexport const result = n;\n');
    put("part.ts", "export const n = 1;\n");
    run();
    put("part.ts", "export const n = 2;\n");
    assert.deepEqual(run(), { result: 2, compiled: true });
    assert.deepEqual(run(), { result: 2, compiled: false });
  });

  it("are compiled anew where a file was replaced by one with its size and date", () => {
    put("main.ts", 'import { n } from "./part";\nexport const result = n;\n');
    put("part.ts", "export const n = 1;\n");
    const { atime, mtime } = fs.statSync(path.join(root, "part.ts"));
    run();
    put("other.ts", "export const n = 2;\n");
    fs.utimesSync(path.join(root, "other.ts"), atime, mtime);
    fs.renameSync(path.join(root, "other.ts"), path.join(root, "part.ts"));
    assert.equal(run().result, 2);
  });

  it("give way to a new file that a request means from now on", () => {
    put("main.ts", 'import { n } from "./part";\nexport const result = n;\n');
    put("part.ts", "export const n = 1;\n");
    run();
    put("part.js", "exports.n = 2;\n");
    assert.equal(run().result, 2);
    fs.rmSync(path.join(root, "part.js"));
    assert.equal(run().result, 1);
  });

  it("are missed when their file is gone", () => {
    put("main.ts", 'import { n } from "./part";\nexport const result = n;\n');
    put("part.ts", "export const n = 1;\n");
    run();
    fs.rmSync(path.join(root, "part.ts"));
    assert.equal(run().result, "MODULE_NOT_FOUND");
  });

  it("import ES modules", () => {
    put("main.ts", 'export const result = import("./part.mjs").then(({ n }) => n as number);\n');
    put("part.mjs", "export const n = 3;\n");
    assert.deepEqual([run().result, run().result], [3, 3]);
    put("part.mjs", "export const n = 4;\n");
    assert.equal(run().result, 4);
  });

  it("name the line of the TypeScript file in an error's stack", () => {
    put("main.ts", "interface Unseen {\n  readonly n: number;\n}\n\nthrow new Error(`wrong`);\nexport {};\n");
    for (const compiled of [true, false]) {
      const ended = run();
      assert.equal(ended.compiled, compiled);
      assert.match(String(ended.result), /^Error: wrong\n {4}at Object\.<anonymous> \(.*\/main\.ts:5:7\)/);
    }
  });

  it("name the lines of stored and of changed files in one stack, whenever ts-node came", () => {
    const lines = "interface Unseen {\n  readonly n: number;\n}\n\n";
    put(
      "main.ts",
      `${lines}import { fail } from "./part";\nnew Error("early").stack;\nfail();\nexport {};\n`,
    );
    put("part.ts", `${lines}export function fail(): never {\n  throw new Error("wrong");\n}\n`);
    const stack =
      /^Error: wrong\n {4}at fail \(.*\/part\.ts:6:9\)\n {4}at Object\.<anonymous> \(.*\/main\.ts:7:5\)/;
    assert.match(String(run().result), stack);
    put("part.ts", `${lines}export function fail(): never {\n  throw new Error("wrong");\n} // changed\n`);
    assert.match(String(run().result), stack);
    put(
      "main.ts",
      `${lines}import { fail } from "./part";\nnew Error("late!").stack;\nfail();\nexport {};\n`,
    );
    assert.match(String(run().result), stack);
  });

  it("are made anew from an archive that was cut short or is something else", () => {
    put("main.ts", "export const result = 5;\n");
    run();
    const archive = path.join(root, "state/main.modules");
    const whole = fs.readFileSync(archive);
    for (const broken of [
      whole.subarray(0, whole.length - 1),
      whole.subarray(0, 20),
      Buffer.alloc(0),
      "text",
    ]) {
      fs.writeFileSync(archive, broken);
      assert.deepEqual(run(), { result: 5, compiled: true });
      assert.deepEqual(run(), { result: 5, compiled: false });
    }
  });

  it("do without an archive where none can be written", () => {
    put("main.ts", "export const result = 6;\n");
    put("state", "a file in the folder's place");
    assert.deepEqual([run(), run()], Array(2).fill({ result: 6, compiled: true }));
  });

  it("load what Pulumi needs only for callbacks when it is used, and not before", () => {
    put(
      "main.ts",
      'import * as pulumi from "@pulumi/pulumi";\n' +
        "const loaded = (): boolean => Object.keys(require.cache).some((file) => /node_modules.typescript.lib/.test(file));\n" +
        "const before = loaded();\n" +
        "export const result = pulumi.runtime.serializeFunction(() => 1).then(({ text }) => [before, loaded(), /=>\\s*1/.test(text)]);\n",
    );
    run();
    assert.deepEqual(run(), { result: [false, true, true], compiled: false });
  });
});
