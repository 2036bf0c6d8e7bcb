import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { provideNodeModules } from "../../../../cli/diff/revision/node-modules";

/** In npm's place: notes that it ran, and installs what the lock says. */
const FAKE_NPM = `#!${process.execPath}
const fs = require("node:fs");
fs.appendFileSync(process.env.FAKE_NPM_LOG, process.argv.slice(2).join(" ") + "\\n");
if (process.env.FAKE_NPM_FAILS) {
  console.error("npm error code E404");
  process.exit(1);
}
const { packages } = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
for (const location of Object.keys(packages).filter((one) => one !== "")) {
  fs.mkdirSync(location, { recursive: true });
  fs.writeFileSync(location + "/package.json", JSON.stringify(packages[location]));
}
fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages }));
`;

describe("the packages of a revision", () => {
  const { PATH } = process.env;
  let place: string;
  let root: string;
  let cache: string;

  beforeEach(() => {
    place = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "stepline-packages-")));
    fs.mkdirSync(path.join(place, "bin"));
    fs.writeFileSync(path.join(place, "bin/npm"), FAKE_NPM, { mode: 0o755 });
    process.env.PATH = `${path.join(place, "bin")}${path.delimiter}${PATH ?? ""}`;
    process.env.FAKE_NPM_LOG = path.join(place, "npm.log");
    root = revision("root", "1.0.0");
    fs.mkdirSync(path.join(root, "node_modules"));
    cache = path.join(place, "cache");
  });
  afterEach(() => {
    process.env.PATH = PATH;
    ["FAKE_NPM_LOG", "FAKE_NPM_FAILS"].forEach((name) => Reflect.deleteProperty(process.env, name));
    fs.rmSync(place, { recursive: true, force: true });
  });

  function revision(name: string, version: string, manifest: object = {}, entry: object = {}): string {
    const folder = path.join(place, name);
    fs.mkdirSync(folder);
    const packages = { "": {}, "node_modules/a": { version, ...entry } };
    fs.writeFileSync(
      path.join(folder, "package.json"),
      JSON.stringify({ name, dependencies: { a: version }, ...manifest }),
    );
    fs.writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify({ packages }));
    return folder;
  }

  const provide = (folder: string): Promise<string> =>
    provideNodeModules(folder, "the base, main,", { root, cache });
  const runs = (): readonly string[] => {
    const log = path.join(place, "npm.log");
    return fs.existsSync(log) ? fs.readFileSync(log, "utf8").trim().split("\n") : [];
  };
  const versionIn = (folder: string): unknown =>
    (
      JSON.parse(fs.readFileSync(path.join(folder, "node_modules/a/package.json"), "utf8")) as {
        version: string;
      }
    ).version;

  it("are the work tree's where both are made from the same, whatever else package.json says", async () => {
    const folder = revision("same", "1.0.0", { scripts: { test: "mocha" }, version: "9.9.9" });
    assert.equal(await provide(folder), path.join(root, "node_modules"));
    assert.equal(fs.realpathSync(path.join(folder, "node_modules")), path.join(root, "node_modules"));
    assert.deepEqual(runs(), []);
  });

  for (const [what, version, manifest] of [
    ["another lock", "2.0.0", {}],
    ["other dependencies", "1.0.0", { devDependencies: { b: "1.0.0" } }],
    ["overrides", "1.0.0", { overrides: { b: "1.0.0" } }],
  ] as const) {
    it(`are installed apart for ${what}, without install scripts, once for all reviews`, async () => {
      const [first, second] = [revision("first", version, manifest), revision("second", version, manifest)];
      await provide(first);
      await provide(second);
      assert.equal(runs().length, 1);
      assert.match(runs()[0], /^ci --ignore-scripts /);
      assert.deepEqual([versionIn(first), versionIn(second)], [version, version]);
      assert.equal(
        fs.realpathSync(path.join(first, "node_modules")),
        fs.realpathSync(path.join(second, "node_modules")),
      );
    });
  }

  it("are made good where an install was cut short", async () => {
    const installed = await provide(revision("first", "2.0.0"));
    fs.rmSync(path.join(installed, "a"), { recursive: true });
    const second = revision("second", "2.0.0");
    await provide(second);
    assert.equal(versionIn(second), "2.0.0");
    assert.equal(runs().length, 2);
  });

  it("are installed once by two reviews at the same time", async () => {
    const folders = ["first", "second"].map((name) => revision(name, "2.0.0"));
    await Promise.all(folders.map(provide));
    assert.equal(runs().length, 1);
    assert.deepEqual(folders.map(versionIn), ["2.0.0", "2.0.0"]);
  });

  it("that no review has used for two weeks are removed by the next install", async () => {
    const old = path.dirname(await provide(revision("old", "2.0.0")));
    const recent = path.dirname(await provide(revision("recent", "3.0.0")));
    const days = (count: number): Date => new Date(Date.now() - count * 24 * 3600 * 1000);
    fs.utimesSync(old, days(15), days(15));
    fs.utimesSync(recent, days(13), days(13));
    const again = path.dirname(await provide(revision("again", "5.0.0")));
    fs.utimesSync(again, days(15), days(15));
    await provide(revision("and-again", "5.0.0"));
    await provide(revision("new", "4.0.0"));
    assert.deepEqual(
      [old, recent, again].map((install) => fs.existsSync(install)),
      [false, true, true],
    );
  });

  for (const entry of [{ link: true, resolved: "packages/a" }, { resolved: "file:a.tgz" }]) {
    it(`stay with the revision where one comes from ${entry.resolved}, which may differ under the same lock`, async () => {
      const folder = revision("local", "1.0.0", {}, entry);
      fs.copyFileSync(path.join(folder, "package-lock.json"), path.join(root, "package-lock.json"));
      assert.equal(await provide(folder), path.join(folder, "node_modules"));
      assert.equal(fs.lstatSync(path.join(folder, "node_modules")).isSymbolicLink(), false);
      assert.equal(fs.existsSync(cache), false);
    });
  }

  it("that can't be installed are told with the revision and what npm said", async () => {
    process.env.FAKE_NPM_FAILS = "1";
    await assert.rejects(
      provide(revision("broken", "2.0.0")),
      /packages of the base, main, could not be installed[^]*npm ci[^]*E404/,
    );
  });

  it("can't be had without a lock", async () => {
    const folder = revision("free", "2.0.0");
    fs.rmSync(path.join(folder, "package-lock.json"));
    await assert.rejects(provide(folder), /the base, main, has no package-lock\.json/);
  });
});
