import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Ended, runAgainst } from "./fake-github";
import { GITHUB } from "./workflow-files";

const SHA = "a".repeat(40);
const OTHER = "b".repeat(40);
const MARKER = "<!-- stepline diff -->";

describe("scripts of GitHub workflows", () => {
  let directory: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-github-"));
  });
  afterEach(() => {
    fs.rmSync(directory, { recursive: true });
  });

  describe("review-comment.mjs", () => {
    const bot = { type: "Bot" };
    const pulls = (sha: string, from = "acme/pipelines"): unknown[] => [
      { number: 7, head: { sha, repo: { full_name: from } } },
    ];

    function comment(
      answers: Readonly<Record<string, unknown>>,
      { review = `${MARKER}\n# Changes\n`, from = "acme/pipelines", branch = "retry" } = {},
    ): Promise<Ended> {
      const file = path.join(directory, "review.md");
      fs.writeFileSync(file, review);
      return runAgainst(answers, "review-comment.mjs", [], {
        REVIEW: file,
        HEAD_REPOSITORY: from,
        HEAD_BRANCH: branch,
        HEAD_SHA: SHA,
      });
    }

    it("writes the first comment", async () => {
      const { status, calls } = await comment({
        "GET /pulls?state=open&head=acme%3Aretry": pulls(SHA),
        "GET /issues/7/comments": [],
        "POST /issues/7/comments": { id: 1 },
      });
      assert.equal(status, 0);
      assert.deepEqual(calls.at(-1), {
        method: "POST",
        path: "/issues/7/comments",
        body: { body: `${MARKER}\n# Changes\n` },
      });
    });

    it("brings its own comment up to date, on whatever page it stands, and leaves people's alone", async () => {
      const { calls } = await comment({
        "GET /pulls?state=open&head=acme%3Aretry": pulls(SHA),
        "GET /issues/7/comments": [
          { id: 1, body: `${MARKER} quoted`, user: { type: "User" } },
          { id: 2, body: "Other", user: bot },
          { id: 3, body: `${MARKER}\nold`, user: bot },
        ],
        "PATCH /issues/comments/3": { id: 3 },
      });
      assert.deepEqual(
        calls.filter(({ method }) => method !== "GET").map(({ method, path: to }) => `${method} ${to}`),
        ["PATCH /issues/comments/3"],
      );
    });

    it("says nothing about a commit that the branch has left, or of a branch of the same name elsewhere", async () => {
      for (const answer of [pulls(OTHER), pulls(SHA, "stranger/pipelines"), []]) {
        const { status, stdout, calls } = await comment({
          "GET /pulls?state=open&head=acme%3Aretry": answer,
        });
        assert.equal(status, 0);
        assert.match(stdout, /its branch has moved on/);
        assert.equal(calls.length, 1);
      }
    });

    it("lets a fork call nobody, pose as nobody, and write no more than fits", async () => {
      const { calls } = await comment(
        {
          "GET /pulls?state=open&head=stranger%3Aretry": pulls(SHA, "stranger/pipelines"),
          "GET /issues/7/comments": [],
          "POST /issues/7/comments": { id: 1 },
        },
        { from: "stranger/pipelines", review: `${MARKER}${MARKER}\nask @acme/admins ${"x".repeat(70_000)}` },
      );
      const { body } = calls.at(-1)?.body as { readonly body: string };
      assert.ok(body.startsWith(`${MARKER}\n> Made by the code of a fork`));
      assert.equal(body.split(MARKER).length, 2);
      assert.doesNotMatch(body, /@acme/);
      assert.equal(body.length, 65_536);
      assert.match(body, /\(cut: GitHub takes no longer comment\)$/);
    });

    it("tells of an answer that is none", async () => {
      const { status, stdout } = await comment({});
      assert.equal(status, 1);
      assert.match(stdout, /^::error::GET .*\/pulls.* was answered with 404: .*Not Found/);
    });

    it("takes nothing from the artifact but a file that could be a review", async () => {
      const secret = path.join(directory, "secret");
      fs.writeFileSync(secret, "token");
      const odd: readonly ((file: string) => void)[] = [
        (file) => {
          fs.symlinkSync(secret, file);
        },
        (file) => {
          fs.mkdirSync(file);
        },
        (file) => {
          fs.writeFileSync(file, "x".repeat(300_000));
        },
        () => undefined,
      ];
      for (const [index, make] of odd.entries()) {
        const file = path.join(directory, `odd-${index}.md`);
        make(file);
        const { status, stdout, calls } = await runAgainst({}, "review-comment.mjs", [], {
          REVIEW: file,
          HEAD_REPOSITORY: "acme/pipelines",
          HEAD_BRANCH: "retry",
          HEAD_SHA: SHA,
        });
        assert.equal(status, 1);
        assert.match(stdout, /^::error::The artifact's review\.md is no file/);
        assert.deepEqual(calls, []);
      }
    });

    it("takes a branch's name for a name only", async () => {
      const { calls } = await comment({}, { branch: "a&state=all#/../x" });
      assert.equal(calls[0].path, "/pulls?state=open&head=acme%3Aa%26state%3Dall%23%2F..%2Fx");
    });
  });

  describe("refuse-older.mjs", () => {
    const deployments = {
      "GET /deployments?environment=prod": [
        { id: 3, sha: SHA },
        { id: 2, sha: OTHER },
      ],
    };
    const refuse = (answers: Readonly<Record<string, unknown>>): Promise<Ended> =>
      runAgainst({ ...deployments, ...answers }, "refuse-older.mjs", ["prod", SHA]);

    it("lets the first deployment pass", async () => {
      const { status, stdout } = await runAgainst(
        { "GET /deployments?environment=prod": [] },
        "refuse-older.mjs",
        ["prod", SHA],
      );
      assert.equal(status, 0);
      assert.match(stdout, /Nothing has been deployed to prod yet/);
    });

    it("lets a commit pass that comes after the one that was deployed last", async () => {
      const { status } = await refuse({
        "GET /deployments/3/statuses": [{ state: "in_progress" }],
        "GET /deployments/2/statuses": [{ state: "in_progress" }, { state: "queued" }, { state: "success" }],
        [`GET /compare/${OTHER}...${SHA}`]: { status: "ahead" },
      });
      assert.equal(status, 0);
    });

    for (const status of ["behind", "diverged"]) {
      it(`refuses one that is ${status}, naming both`, async () => {
        const ended = await refuse({
          "GET /deployments/3/statuses": [{ state: "failure" }],
          "GET /deployments/2/statuses": [{ state: "inactive" }],
          [`GET /compare/${OTHER}...${SHA}`]: { status },
        });
        assert.equal(ended.status, 1);
        assert.match(ended.stdout, new RegExp(`prod runs ${OTHER}, and ${SHA} does not come after it`));
      });
    }
  });

  describe("drift-issues.mjs", () => {
    const OPEN = "GET /issues?state=open&labels=drift";

    function report(found: Readonly<Record<string, string>>, answers: Readonly<Record<string, unknown>>) {
      for (const [stack, text] of Object.entries(found)) {
        fs.writeFileSync(path.join(directory, `${stack}.txt`), text);
      }
      return runAgainst(answers, "drift-issues.mjs", [], {
        FOUND: directory,
        GITHUB_SERVER_URL: "https://github.example",
        GITHUB_RUN_ID: "42",
      });
    }

    it("opens an issue for a stack that drifted, with what differs in a block that it can't leave", async () => {
      const { status, calls } = await report(
        { dev: "", prod: "~ bucket ```\n@team" },
        { [OPEN]: [], "POST /issues": { number: 1 } },
      );
      assert.equal(status, 0);
      const { title, body, labels } = calls.at(-1)?.body as Record<string, string>;
      assert.equal(title, "Drift in prod");
      assert.deepEqual(labels, ["drift"]);
      assert.match(body, /\n````text\n~ bucket ```\n@team\n````\n/);
      assert.match(body, /acme\/pipelines\/actions\/runs\/42/);
      assert.equal(calls.length, 2);
    });

    it("keeps the open one up to date", async () => {
      const { calls } = await report(
        { prod: "~ bucket" },
        { [OPEN]: [{ title: "Drift in prod", number: 9 }], "PATCH /issues/9": {} },
      );
      assert.deepEqual(
        calls.map(({ method, path: to }) => `${method} ${to}`),
        [OPEN, "PATCH /issues/9"],
      );
    });

    it("closes it when the drift is gone, and leaves one of a stack that could not be looked at", async () => {
      const { calls } = await report(
        { dev: "\n" },
        {
          [OPEN]: [
            { title: "Drift in dev", number: 8 },
            { title: "Drift in prod", number: 9 },
          ],
          "POST /issues/8/comments": {},
          "PATCH /issues/8": {},
        },
      );
      assert.deepEqual(calls.at(-1), {
        method: "PATCH",
        path: "/issues/8",
        body: { state: "closed", state_reason: "completed" },
      });
      assert.equal(calls.length, 3);
    });
  });

  describe("find-drift.sh", () => {
    function find(pulumi: string): { status: number | null; stdout: string; written?: string } {
      fs.writeFileSync(path.join(directory, "pulumi"), `#!/bin/sh\n${pulumi}\n`, { mode: 0o755 });
      const file = path.join(directory, "found", "dev.txt");
      const { status, stdout } = spawnSync(
        "bash",
        [path.join(GITHUB, "scripts", "find-drift.sh"), "dev", file],
        {
          env: { PATH: `${directory}${path.delimiter}${process.env.PATH ?? ""}` },
          encoding: "utf8",
        },
      );
      return { status, stdout, ...(fs.existsSync(file) ? { written: fs.readFileSync(file, "utf8") } : {}) };
    }

    it("writes an empty file when nothing differs", () => {
      const { status, written, stdout } = find("echo 'Resources: 147 unchanged'");
      assert.deepEqual([status, written], [0, ""]);
      assert.match(stdout, /147 unchanged/);
    });

    it("writes down what differs, and does not fail", () => {
      const { status, written } = find(
        "echo '~ tags'; echo 'error: no changes were expected but changes were proposed'; exit 255",
      );
      assert.equal(status, 0);
      assert.match(written ?? "", /^~ tags\n/);
    });

    it("fails, and writes nothing, when it could not look", () => {
      const { status, written, stdout } = find("echo 'error: no credentials' >&2; exit 1");
      assert.deepEqual([status, written], [1, undefined]);
      assert.match(stdout, /::error::Stack dev could not be compared/);
    });
  });
});
