import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as aws from "@pulumi/aws";
import type { EngineResult } from "../../../sandbox/engine/engine-result";
import { projectRoot } from "../../../sandbox/paths";
import { useEngine } from "../../sandbox/engine/use-engine";

/** As it is shipped: it goes by today's date, so that nothing here may depend on a waiver. */
const PACK = path.join(projectRoot, "policies");
const PACK_OF_A_DAY = path.join(__dirname, "pack-of-a-day");

/**
 * Pulumi starts a pack with its language host for Node, or, where there is none, with a script `pulumi-analyzer-policy-nodejs` of the
 * PATH: both run `@pulumi/pulumi/cmd/run-policy-pack` in the pack's folder. A CLI that was built from Go modules has neither.
 */
function withAnalyzer(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-analyzer-"));
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const script = `#!/bin/sh\nexec "${process.execPath}" "${runner}" "$@"\n`;
  fs.writeFileSync(path.join(folder, "pulumi-analyzer-policy-nodejs"), script, { mode: 0o755 });
  return folder;
}

describe("the policy pack on the real engine", function () {
  this.timeout(180_000);
  const engine = useEngine();
  const { PATH = "" } = process.env;
  let analyzer: string;
  before(() => {
    analyzer = withAnalyzer();
    process.env.PATH = `${analyzer}${path.delimiter}${PATH}`;
  });
  after(() => {
    process.env.PATH = PATH;
    fs.rmSync(analyzer, { recursive: true, force: true });
  });

  it("lets dev pass, in the first preview and when it is made", async () => {
    const stack = await engine.stack({ stack: "dev" });
    assertPassed(await stack.preview({ policyPacks: [PACK_OF_A_DAY] }));
    assertPassed(await stack.up({ policyPacks: [PACK_OF_A_DAY] }));
  });

  it("lets prod pass in the first preview", async () => {
    const stack = await engine.stack({ stack: "prod" });
    assertPassed(await stack.preview({ policyPacks: [PACK_OF_A_DAY] }));
  });

  it("stops a preview of a program that breaks rules, in our words, and lets nothing be made", async () => {
    const stack = await engine.stack({ stack: "dev", program: brokenProgram });
    const preview = await stack.preview({ policyPacks: [PACK] });
    assert.equal(preview.succeeded, false);
    const stopped = preview.policies.filter(({ level }) => level === "mandatory");
    const names = new Set(stopped.map(({ policy }) => policy));
    for (const name of [
      "KMS.4-key-rotates",
      "S3.2-no-public-read",
      "S3.5-only-with-tls",
      "S3.8-public-access-is-blocked",
      "IAM.1-no-administrators",
      "IAM-star-only-without-resources",
    ]) {
      assert.ok(names.has(name), `${name} is not among ${[...names].join(", ")}`);
    }
    const [key] = stopped.filter(({ policy }) => policy === "KMS.4-key-rotates");
    assert.match(
      key.message,
      /"still" \(aws:kms\/key:Key\): enableKeyRotation is not set\. Set enableKeyRotation to true\./,
    );
    // No rule broke on what it was asked.
    assert.doesNotMatch(JSON.stringify(preview.errors), /ENOENT|Error running/);
    const up = await stack.up({ policyPacks: [PACK] });
    assert.equal(up.succeeded, false);
    assert.deepEqual(stack.account.ofType("aws:kms/key:Key"), []);
  });

  it("tells of a waiver that excuses nothing, and of nothing unset that AWS will fill in", async () => {
    const stack = await engine.stack({
      stack: "dev",
      program: async () => {
        new aws.sqs.Queue("lonely", { kmsMasterKeyId: "alias/aws/sqs" });
      },
    });
    const { policies } = await stack.preview({ policyPacks: [PACK_OF_A_DAY] });
    const told = policies.filter(({ level }) => level !== "mandatory");
    const about = (policy: string, text: string): boolean =>
      told.some((each) => each.policy === policy && each.message.includes(text));
    assert.ok(
      about("SQS-has-dead-letter-queue", '"lonely" (aws:sqs/queue:Queue): redrivePolicy is not set.'),
    );
    assert.ok(about("Waivers-are-used", "KMS.3-deletion-can-be-undone"));
  });
});

function assertPassed({ errors, policies, succeeded }: EngineResult): void {
  assert.deepEqual(errors, []);
  assert.deepEqual(policies, []);
  assert.equal(succeeded, true);
}

/** A key that never rotates, a policy of an administrator, and a bucket that anybody may read. */
async function brokenProgram(): Promise<void> {
  new aws.kms.Key("still", { description: "a key" });
  const all = { Effect: "Allow", Action: "*", Resource: "*" };
  new aws.iam.Policy("all", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [all] }) });
  const bucket = new aws.s3.Bucket("open", { bucket: "open" });
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::open/*",
  };
  new aws.s3.BucketPolicy("open", {
    bucket: bucket.id,
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  });
}
