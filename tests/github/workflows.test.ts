import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "../../sandbox/paths";
import { GITHUB, jobs, stepsOf, WORKFLOWS } from "./workflow-files";

describe("GitHub workflows", () => {
  it("give a job what it needs of GitHub, and nothing to jobs that aren't named here", () => {
    for (const [file, { permissions }] of WORKFLOWS) {
      assert.deepEqual(permissions, {}, file);
    }
    const reads = { contents: "read" };
    const signsIn = { contents: "read", "id-token": "write" };
    const deploys = { contents: "read", deployments: "read", "id-token": "write" };
    assert.deepEqual(Object.fromEntries(jobs().map(([name, { permissions }]) => [name, permissions])), {
      "deploy/tests": reads,
      "deploy/dev": deploys,
      "deploy/prod-preview": signsIn,
      "deploy/prod": deploys,
      "drift/check": signsIn,
      "drift/report": { contents: "read", issues: "write" },
      "pull-request/tests": reads,
      "pull-request/review": reads,
      "pull-request/preview": signsIn,
      "review-comment/comment": { actions: "read", contents: "read", "pull-requests": "write" },
    });
  });

  it("pin every action to a commit, with its version beside it", () => {
    const files = fs
      .readdirSync(GITHUB, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".yml"));
    const uses = files.flatMap((file) =>
      fs
        .readFileSync(path.join(GITHUB, file), "utf8")
        .split("\n")
        .filter((line) => /^\s*(- )?uses:/.test(line)),
    );
    assert.ok(uses.length > 15);
    for (const line of uses) {
      assert.match(
        line,
        /uses: (\.\/\.github\/actions\/[a-z]+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
      );
    }
  });

  it("know no key that lives longer than a job", () => {
    for (const [name, job] of jobs()) {
      const text = JSON.stringify([job, stepsOf(job)]);
      assert.doesNotMatch(text, /secrets\.|access-key|AWS_SECRET|PULUMI_ACCESS_TOKEN/i, name);
    }
  });

  it("run nothing of a pull request with a right to write, and nothing of it where such a right is", () => {
    const ofPullRequests = WORKFLOWS.get("pull-request");
    assert.deepEqual(Object.keys(ofPullRequests?.on ?? {}), ["pull_request"]);
    assert.equal(
      [...WORKFLOWS.values()].some(({ on }) => "pull_request_target" in on),
      false,
    );
    const [comment] = Object.values(WORKFLOWS.get("review-comment")?.jobs ?? {});
    const ran = stepsOf(comment).flatMap(({ run }) => run ?? []);
    assert.deepEqual(ran, ["node .github/scripts/review-comment.mjs"]);
    const checkouts = stepsOf(comment).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    assert.deepEqual(
      checkouts.map(({ with: given }) => Object.keys(given ?? {}).sort()),
      [["persist-credentials", "sparse-checkout"]],
    );
  });

  it("preview only for branches of the repository itself", () => {
    const condition = WORKFLOWS.get("pull-request")?.jobs.preview.if ?? "";
    assert.match(condition, /github\.event\.pull_request\.head\.repo\.full_name == github\.repository/);
  });

  it("never leave the token in the checkout, and never put a value of GitHub's into a script", () => {
    for (const [name, job] of jobs()) {
      for (const step of stepsOf(job)) {
        if (step.uses?.startsWith("actions/checkout@") === true) {
          assert.equal(step.with?.["persist-credentials"], false, name);
        }
        assert.doesNotMatch(step.run ?? "", /\$\{\{/, name);
      }
    }
  });

  it("assume the deploying role in the environments that guard it, and the reading one everywhere else", () => {
    const roles = jobs().flatMap(([name, { environment, steps }]) => {
      const given = steps.find(({ uses }) => uses === "./.github/actions/pulumi")?.with?.["role-arn"];
      const named = typeof environment === "object" ? environment.name : environment;
      return given === undefined ? [] : [[name, named, given]];
    });
    assert.deepEqual(roles, [
      ["deploy/dev", "dev", "${{ vars.AWS_DEPLOY_ROLE_ARN }}"],
      ["deploy/prod-preview", "prod-preview", "${{ vars.AWS_PREVIEW_ROLE_ARN }}"],
      ["deploy/prod", "prod", "${{ vars.AWS_DEPLOY_ROLE_ARN }}"],
      ["drift/check", "${{ matrix.stack }}-preview", "${{ vars.AWS_PREVIEW_ROLE_ARN }}"],
      ["pull-request/preview", "${{ matrix.stack }}-preview", "${{ vars.AWS_PREVIEW_ROLE_ARN }}"],
    ]);
  });

  it("deploy the tested commit to dev, and that commit to prod after it", () => {
    const { dev, prod, "prod-preview": preview } = WORKFLOWS.get("deploy")?.jobs ?? {};
    assert.equal(dev.needs, "tests");
    assert.deepEqual(prod.needs, ["dev", "prod-preview"]);
    assert.equal(preview.needs, "dev");
    for (const job of [dev, preview, prod]) {
      assert.equal(job.steps[0].with?.ref, "${{ github.sha }}");
    }
    for (const { concurrency } of [dev, prod]) {
      assert.equal(concurrency?.["cancel-in-progress"], false);
    }
  });

  it("change a stack only where they deploy", () => {
    const commands = jobs().flatMap(([name, job]) =>
      stepsOf(job).flatMap(({ run = "" }) =>
        [...run.matchAll(/\bpulumi (up|destroy|refresh|import|cancel|state|stack|config)\b.*/g)].map(
          ([line]) => [name, line],
        ),
      ),
    );
    assert.deepEqual(
      commands.map(([name, line]) => `${name}: ${line.split(" ")[1]}`),
      ["deploy/dev: up", "deploy/prod: up"],
    );
    const script = fs.readFileSync(path.join(GITHUB, "scripts", "find-drift.sh"), "utf8");
    const [refresh = "", ...others] = script.match(/\bpulumi \w+ .*/g) ?? [];
    assert.match(refresh, /^pulumi refresh --preview-only /);
    assert.deepEqual(others, []);
  });

  it("deploy prod only where an approval is to be had: GitHub's, or somebody who runs the workflow", () => {
    const { on, jobs: { dev, prod, "prod-preview": preview } = {} } = WORKFLOWS.get("deploy") ?? {};
    assert.deepEqual(Object.keys(on ?? {}), ["push", "workflow_dispatch"]);
    assert.equal(
      preview.if,
      "github.event_name == 'workflow_dispatch' || vars.PROD_APPROVAL == 'required-reviewers'",
    );
    // A job whose need is skipped is skipped, unless its own condition says otherwise.
    assert.equal(prod.if, undefined);
    assert.equal(dev.if, "github.ref == 'refs/heads/main'");
  });

  it("log in to the state before they ask Pulumi anything", () => {
    for (const [name, job] of jobs()) {
      const commands = stepsOf(job).flatMap(({ run = "" }) =>
        [...run.matchAll(/\bpulumi (\w+)|find-drift\.sh/g)].map(([, command = "refresh"]) => command),
      );
      if (commands.length > 0) {
        assert.equal(commands[0], "login", name);
      }
    }
  });

  it("look at every stack that the project has", () => {
    const stacks = fs
      .readdirSync(projectRoot)
      .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
      .sort();
    const matrices = jobs().flatMap(([, { strategy }]) => strategy?.matrix.stack ?? []);
    assert.deepEqual(matrices, [...stacks, ...stacks]);
  });

  it("install the Pulumi CLI that belongs to the program's SDK", () => {
    const { dependencies } = JSON.parse(fs.readFileSync(path.join(projectRoot, "package.json"), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const versions = jobs().flatMap(([, job]) =>
      stepsOf(job).flatMap((step) =>
        step.uses?.startsWith("pulumi/actions@") === true ? [step.with?.["pulumi-version"]] : [],
      ),
    );
    assert.deepEqual([...new Set(versions)], [dependencies["@pulumi/pulumi"]]);
  });
});
