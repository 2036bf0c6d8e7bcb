import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Repository } from "../../../../cli/diff/revision/repository";
import { GitProject } from "./git-project";

describe("a repository's revisions", () => {
  let project: GitProject;
  let first: string;
  let place: string;

  before(() => {
    project = new GitProject({ "index.ts": "one", "sub/Pulumi.yaml": "name: sub", "sub/deep/a.txt": "a" });
    first = project.commit();
    project.git("tag", "v1");
    project.write({ "index.ts": "two", "later.ts": "", ".gitattributes": "index.ts export-ignore\n" });
    project.commit();
  });
  beforeEach(() => {
    place = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-checkout-"));
  });
  afterEach(() => {
    fs.rmSync(place, { recursive: true });
  });
  after(() => {
    project.remove();
  });

  function checkedOut(repository: Repository, commit: string): readonly string[] {
    const folder = path.join(place, "files");
    fs.mkdirSync(folder);
    repository.checkOut(commit, folder, path.join(place, "index"));
    return fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => fs.statSync(path.join(folder, file)).isFile())
      .sort();
  }

  it("are known by tag, branch, distance and commit", () => {
    const repository = new Repository(project.root);
    for (const ref of ["v1", "main~1", first, first.slice(0, 8)]) {
      assert.equal(repository.commit(ref, "--base"), first);
    }
  });

  it("are written into a folder as they were, with the work tree, the index and the repository left alone", () => {
    project.write({ "index.ts": "three", "untracked.ts": "" });
    project.git("add", "index.ts");
    const before = project.state();
    assert.deepEqual(checkedOut(new Repository(project.root), first), [
      "index.ts",
      "sub/Pulumi.yaml",
      "sub/deep/a.txt",
    ]);
    assert.equal(fs.readFileSync(path.join(place, "files/index.ts"), "utf8"), "one");
    assert.equal(project.state(), before);
  });

  it("have files that an archive would leave out", () => {
    assert.ok(checkedOut(new Repository(project.root), "main").includes("index.ts"));
  });

  it("of a project in a folder of the repository are that folder's files", () => {
    const repository = new Repository(path.join(project.root, "sub"));
    assert.deepEqual(checkedOut(repository, first), ["Pulumi.yaml", "deep/a.txt"]);
  });

  it("run no hook and heed no environment of a hook", () => {
    const hook = path.join(project.root, ".git/hooks/post-index-change");
    fs.writeFileSync(hook, `#!/bin/sh\ntouch '${place}/hook-ran'\n`, { mode: 0o755 });
    const inherited = { GIT_DIR: "/nowhere", GIT_INDEX_FILE: path.join(place, "other-index") };
    Object.assign(process.env, inherited);
    try {
      checkedOut(new Repository(project.root), first);
      assert.deepEqual(fs.readdirSync(place).sort(), ["files", "index"]);
    } finally {
      Object.keys(inherited).forEach((name) => Reflect.deleteProperty(process.env, name));
      fs.rmSync(hook);
    }
  });

  it("that are not there are named with what brings them", () => {
    const repository = new Repository(project.root);
    for (const ref of ["origin/main", "--all", "v1:index.ts", "HEAD^{tree}"]) {
      assert.throws(
        () => repository.commit(ref, "--base"),
        /--base ".*" is no commit.*git fetch origin main/,
      );
    }
  });

  it("that a shallow clone does not have are fetched with its history", () => {
    const clone = path.join(place, "clone");
    project.git("clone", "--quiet", "--depth", "1", `file://${project.root}`, clone);
    assert.throws(
      () => new Repository(clone).commit("HEAD~1", "--base"),
      /shallow.*git fetch --unshallow.*fetch-depth: 0/,
    );
  });

  it("can't be read where there is no repository, or no git", () => {
    assert.throws(() => new Repository(place), /can't be read as a git repository.*not a git repository/);
    const { PATH } = process.env;
    process.env.PATH = place;
    try {
      assert.throws(() => new Repository(project.root), /git is not on PATH: install it/);
    } finally {
      process.env.PATH = PATH;
    }
  });

  it("without the project's folder are named with it", () => {
    project.write({ "new/Pulumi.yaml": "name: new" });
    const repository = new Repository(path.join(project.root, "new"));
    assert.throws(
      () => checkedOut(repository, first),
      new RegExp(`files of ${first.slice(0, 7)}, folder new/,`),
    );
  });
});
