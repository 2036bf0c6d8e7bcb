import assert from "node:assert/strict";
import type { Purpose } from "../../../components/deployment/role-policies";
import { stateAccess, stateBucketName } from "../../../components/deployment/state-access";
import { boundedNames, judge } from "./judged";

const names = boundedNames("dev");
const BUCKET = "arn:aws:s3:::stepline-bootstrap-dev-111122223333-eu-west-1";

function may(purpose: Purpose, action: string, key?: string): boolean {
  const resource = key === undefined ? BUCKET : `${BUCKET}/${key}`;
  return judge({ state: stateAccess(names, purpose) }, { action, resource }).allowed;
}

/** Keys that Pulumi 3.250 writes for stack `dev` of project `stepline`. */
const WRITTEN = [
  ".pulumi/stacks/stepline/dev.json",
  ".pulumi/stacks/stepline/dev.json.bak",
  ".pulumi/stacks/stepline/dev.json.gz",
  ".pulumi/stacks/stepline/dev.pulumi-tags",
  ".pulumi/locks/organization/stepline/dev/4f1c.json",
  ".pulumi/history/stepline/dev/dev-1763853600.history.json",
  ".pulumi/history/stepline/dev/dev-1763853600.checkpoint.json",
  ".pulumi/backups/stepline/dev/dev.1763853600.json",
];

const OTHERS = [
  ".pulumi/stacks/stepline/dev2.json",
  ".pulumi/stacks/other/dev.json",
  ".pulumi/locks/organization/stepline/prod/4f1c.json",
  "anything",
];

describe("stateAccess", () => {
  it("lets a deploy read and write every key of its own stack", () => {
    for (const key of WRITTEN) {
      for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]) {
        assert.ok(may("deploy", action, key), `${action} ${key}`);
      }
    }
  });

  it("lets a preview read the checkpoint, nothing else of the stack, and write nothing", () => {
    const read = WRITTEN.filter((key) => may("preview", "s3:GetObject", key));
    assert.deepEqual(
      read,
      WRITTEN.filter((key) => key.startsWith(".pulumi/stacks/")),
    );
    assert.equal(read.length, 4);
    for (const key of [...WRITTEN, ".pulumi/meta.yaml"]) {
      assert.ok(!may("preview", "s3:PutObject", key) && !may("preview", "s3:DeleteObject", key), key);
    }
  });

  it("lets both find the stack, and learn the layout, which nobody but a person sets", () => {
    for (const purpose of ["deploy", "preview"] as const) {
      assert.ok(may(purpose, "s3:ListBucket"));
      assert.ok(may(purpose, "s3:GetObject", ".pulumi/meta.yaml"));
      assert.ok(!may(purpose, "s3:PutObject", ".pulumi/meta.yaml"));
    }
  });

  it("lets nobody at keys of another stack, nor at versions", () => {
    for (const purpose of ["deploy", "preview"] as const) {
      for (const key of OTHERS) {
        for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]) {
          assert.ok(!may(purpose, action, key), `${purpose} ${action} ${key}`);
        }
      }
      assert.ok(!may(purpose, "s3:DeleteObjectVersion", WRITTEN[0]));
      assert.ok(!may(purpose, "s3:DeleteBucket") && !may(purpose, "s3:PutBucketVersioning"));
    }
  });
});

describe("stateBucketName", () => {
  it("takes the longest stack name in a region with a long one", () => {
    const names = boundedNames("a".repeat(14), "stepline", "ap-southeast-1");
    assert.equal(stateBucketName(names), "stepline-bootstrap-aaaaaaaaaaaaaa-111122223333-ap-southeast-1");
  });

  it("refuses a name longer than S3's 63 characters", () => {
    assert.throws(
      () => stateBucketName(boundedNames("a".repeat(14), "p".repeat(16))),
      /state bucket's name ".*" has 64 characters, S3 allows 63: shorten project or stack name/,
    );
  });
});
