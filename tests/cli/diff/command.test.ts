import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Review } from "../../../cli/diff/review";
import { projectRoot } from "../../../sandbox/paths";
import type { Ended } from "../run-stepline";
import { GitProject } from "./revision/git-project";

/** What the program and its command line are made of. */
const PARTS = ["cli", "components", "contracts", "environments", "glue", "handlers", "pipelines", "sandbox"];
const FILES = [".gitignore", "index.ts", "package.json", "package-lock.json", "tsconfig.json"];

describe("stepline diff", function () {
  this.timeout(120_000);
  let project: GitProject;

  before(() => {
    project = new GitProject();
    const stackFiles = fs.readdirSync(projectRoot).filter((file) => /^Pulumi\..*yaml$/.test(file));
    for (const part of [...PARTS, ...FILES, ...stackFiles]) {
      fs.cpSync(path.join(projectRoot, part), path.join(project.root, part), {
        recursive: true,
        filter: (file) => !file.includes("__pycache__"),
      });
    }
    project.write({ ".gitignore": "node_modules\n.stepline/\n" });
    fs.symlinkSync(path.join(projectRoot, "node_modules"), path.join(project.root, "node_modules"));
    project.commit();
  });
  afterEach(() => {
    project.git("reset", "--quiet", "--hard", "main");
  });
  after(() => {
    project.remove();
  });

  function diff(...args: readonly string[]): Ended {
    const command = [path.join(project.root, "cli/stepline.mjs"), "diff", ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      cwd: path.join(project.root, "cli"),
      encoding: "utf8",
      env: { ...process.env, AWS_PROFILE: "nobody", HTTPS_PROXY: "http://127.0.0.1:9" },
    });
    return { status, stdout, stderr };
  }

  function edit(file: string, before: string | RegExp, after: string): void {
    const text = fs.readFileSync(path.join(project.root, file), "utf8");
    const edited = text.replace(before, after);
    assert.notEqual(edited, text, `${file} has no ${String(before)}`);
    project.write({ [file]: edited });
  }

  it("says in one line that nothing changes, of this program and all its stacks", () => {
    edit("pipelines/marketing.ts", /^\/\*\*/m, "// A comment is no change.\n/**");
    const { status, stdout, stderr } = diff("--base", "main", "--exit-code");
    assert.equal(stderr, "");
    assert.match(stdout, /^Nothing changes from main \([0-9a-f]{7}\) to the work tree for dev and prod\.\n$/);
    assert.equal(status, 0);
  });

  it("gives a review as JSON, of one stack, and tells by its status that something changes", () => {
    edit("pipelines/marketing.ts", /retries: 2/, "retries: 4");
    const { status, stdout, stderr } = diff(
      "--base",
      "main",
      "--env",
      "dev",
      "--format",
      "json",
      "--exit-code",
    );
    assert.equal(stderr, "");
    assert.equal(status, 1);
    const review = JSON.parse(stdout) as Review;
    assert.deepEqual([review.formatVersion, review.base.ref, review.head], [1, "main", { ref: "work tree" }]);
    assert.deepEqual(
      review.stacks.map(({ stack, presence, workflows }) => [
        stack,
        presence,
        workflows.map(({ root }) => root),
      ]),
      [["dev", "both", ["stepline-dev-marketing-ingest"]]],
    );
    assert.deepEqual(
      // Both machines, and the aliases that put their new versions live.
      review.stacks[0].resources.changes.filter(({ component }) => !component).map(({ action }) => action),
      ["update", "update", "update", "update"],
    );
  });

  it("writes a comment for GitHub on two commits, with what is the same in both stacks said once", () => {
    edit("pipelines/marketing.ts", /retries: 2/, "retries: 4");
    edit("environments/prod.ts", /deletionProtection: true/, "deletionProtection: false");
    project.git("checkout", "--quiet", "-b", "change");
    project.commit();
    project.git("checkout", "--quiet", "main");
    const out = path.join(project.root, ".stepline/review.md");
    const { status, stdout, stderr } = diff(
      "--base",
      "main",
      "--head",
      "change",
      "--format",
      "markdown",
      "--out",
      out,
    );
    assert.deepEqual([status, stdout, stderr], [0, "", ""]);
    const text = fs.readFileSync(out, "utf8");
    assert.match(text, /^<!-- stepline diff -->\n## What changes from `main` \(`[0-9a-f]{7}`\) to `change`/);
    assert.match(text, /> \[!CAUTION\]\n(?:> .*\n)*> .*<b>prod<\/b>: .*deletionProtection/);
    assert.match(text, /## dev and prod alike, as dev has it\n\n### Workflows\n[^]*```mermaid\nflowchart/);
    assert.match(text, /\n## prod\n[^]*### Settings\n/);
    assert.equal(text.split("### Workflows").length, 2);
  });

  const mistakes: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["without a base", [], /--base is missing.*git merge-base origin\/main HEAD/],
    ["with an empty head", ["--base", "main", "--head", ""], /^--head is empty: name .*leave it out/],
    ["of a ref that is not there", ["--base", "nowhere"], /^--base "nowhere" is no commit.*git fetch/],
    [
      "with a format that is none",
      ["--base", "main", "--format", "html"],
      /"html" is not one of people, markdown, json/,
    ],
    ["with an option that is none", ["--bass", "main"], /--bass[^]*stepline diff --help/],
  ];
  for (const [what, args, message] of mistakes) {
    it(`can't be carried out ${what}, and says how it can`, () => {
      const { status, stdout, stderr } = diff(...args);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n +at /);
    });
  }
});
