import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { MANIFEST, manifestText } from "../../../cli/synth/manifest";
import { outputFolder, writeFolder } from "../../../cli/synth/output-folder";

describe("the output folder of synth", () => {
  let place: string;

  beforeEach(() => {
    place = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "stepline-output-")));
  });
  afterEach(() => {
    fs.rmSync(place, { recursive: true, force: true });
  });

  const at = (...parts: readonly string[]): string => path.join(place, ...parts);
  const put = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(at(file)), { recursive: true });
    fs.writeFileSync(at(file), text);
  };
  const list = (folder = "."): readonly string[] =>
    fs.readdirSync(at(folder), { recursive: true, encoding: "utf8" }).sort();
  const program = {
    project: "fixture",
    stack: "dev",
    accountId: "111122223333",
    region: "eu-west-1",
    resources: [],
    outputs: {},
  };
  const synthesis = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> => {
    const map = new Map(Object.entries(files));
    return new Map([[MANIFEST, manifestText(program, map)], ...map]);
  };
  const write = (given: string, files: Readonly<Record<string, string>>): void => {
    writeFolder(outputFolder(given), synthesis(files));
  };
  const refusal = (message: RegExp) => ({ name: "SetupError", message });

  it("may be new, with folders above it that are new", () => {
    write(at("a/b/c"), { "roles/x.json": "{}\n" });
    assert.deepEqual(list("a/b/c"), ["manifest.json", "roles", "roles/x.json"]);
    assert.deepEqual(list("a/b"), ["c", "c/manifest.json", "c/roles", "c/roles/x.json"]);
  });

  it("may be empty", () => {
    fs.mkdirSync(at("out"));
    write(at("out"), { "x.json": "1" });
    assert.deepEqual(list("out"), ["manifest.json", "x.json"]);
  });

  it("loses what an earlier synthesis had and this one has not", () => {
    write(at("out"), { "roles/x.json": "1", "y.json": "1" });
    write(at("out"), { "y.json": "2" });
    assert.deepEqual(list(), ["out", "out/manifest.json", "out/y.json"]);
    assert.equal(fs.readFileSync(at("out/y.json"), "utf8"), "2");
  });

  it("may be a link to one, which stays a link", () => {
    write(at("real"), { "x.json": "1" });
    fs.symlinkSync(at("real"), at("link"));
    write(at("link"), { "x.json": "2" });
    assert.ok(fs.lstatSync(at("link")).isSymbolicLink());
    assert.equal(fs.readFileSync(at("real/x.json"), "utf8"), "2");
  });

  it("is refused when it holds other files, whatever their manifest is of", () => {
    put("out/notes.txt", "mine");
    assert.throws(
      () => outputFolder(at("out")),
      refusal(/^--out .*\/out holds files that synth did not write \(notes\.txt\)/),
    );
    put("out/manifest.json", '{"name":"a web app"}');
    assert.throws(() => outputFolder(at("out")), refusal(/did not write \(manifest\.json, notes\.txt\)/));
    put("out/manifest.json", "no JSON");
    assert.throws(() => outputFolder(at("out")), refusal(/did not write/));
  });

  it("is refused when somebody put a file into an earlier synthesis, naming it", () => {
    write(at("out"), { "roles/x.json": "1" });
    put("out/roles/notes.txt", "mine");
    assert.throws(
      () => outputFolder(at("out")),
      refusal(/holds an earlier synthesis and, besides, roles\/notes\.txt: move that out/),
    );
  });

  it("is refused when it is a file", () => {
    put("out", "text");
    assert.throws(() => outputFolder(at("out")), refusal(/^--out .*\/out is a file: name a folder/));
  });

  it("is refused when it holds the current folder", () => {
    assert.throws(() => outputFolder("."), refusal(/^--out \. holds the current folder/));
    assert.throws(() => outputFolder(".."), refusal(/^--out \.\. holds the current folder/));
  });

  it("that can't be written is named with the reason, and nothing is left beside it", () => {
    put("file", "text");
    assert.throws(
      () => {
        writeFolder(at("file/out"), synthesis({ "x.json": "1" }));
      },
      refusal(/^--out .*\/file\/out can't be written \(ENOTDIR\): name a folder where you may write/),
    );
    assert.deepEqual(list(), ["file"]);
  });

  it("keeps the earlier synthesis when the new one can't be finished", () => {
    write(at("out"), { "x.json": "1" });
    const tooLong = `${"x".repeat(300)}.json`;
    assert.throws(
      () => {
        writeFolder(at("out"), synthesis({ "a.json": "2", [tooLong]: "2" }));
      },
      refusal(/ENAMETOOLONG/),
    );
    assert.deepEqual(list(), ["out", "out/manifest.json", "out/x.json"]);
    assert.equal(fs.readFileSync(at("out/x.json"), "utf8"), "1");
  });
});
