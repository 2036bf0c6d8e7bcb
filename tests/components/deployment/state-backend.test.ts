import assert from "node:assert/strict";
import { StateBackend } from "../../../components/deployment/state-backend";
import { evaluate } from "../../../sandbox/iam/evaluate";
import { parsePolicy } from "../../../sandbox/iam/policy";
import { named, ofType, record, type Recording } from "../../pulumi-mocks";
import { statement } from "../fixtures";
import { ACCOUNT, boundedNames } from "./judged";

const ROLES = { deploy: "stepline-bootstrap-dev-deploy", preview: "stepline-bootstrap-dev-preview" };
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/a`;
const VIA_S3 = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };

describe("StateBackend", () => {
  let recording: Recording;
  before(async () => {
    recording = await record(() => new StateBackend("state", { names: boundedNames("dev"), roles: ROLES }));
  });

  /** What the key answers to a role that has no right of its own. */
  function opens(roleName: string, action: string, context: Readonly<Record<string, string>> = {}): boolean {
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/${roleName}`;
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${roleName}/job`;
    return evaluate(
      {
        principal: { kind: "role", roleArn, roleName, sessionName: "job", arn, assumedBy: "GitHub" },
        ...{ action, resource: KEY, context: { "kms:CallerAccount": ACCOUNT, ...context } },
      },
      {
        identity: [],
        resource: parsePolicy(named(recording, "state-key").inputs.policy, "key policy", "resource"),
      },
    ).allowed;
  }

  it("keeps bucket and key, whatever happens to the bootstrap", () => {
    for (const name of ["state-bucket", "state-key"]) {
      const { protect, retainOnDelete } = named(recording, name);
      assert.deepEqual([protect, retainOnDelete], [true, true], name);
    }
    assert.equal(named(recording, "state-bucket").inputs.forceDestroy, undefined);
  });

  it("versions, encrypts with its key, and closes the bucket", () => {
    const setting = (type: string): unknown => ofType(recording, `aws:s3/${type}`)[0].inputs;
    assert.deepEqual(named(recording, "state-versioning").inputs.versioningConfiguration, {
      status: "Enabled",
    });
    assert.deepEqual(named(recording, "state-encryption").inputs.rules, [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "arn-of-state-key" },
        bucketKeyEnabled: true,
      },
    ]);
    assert.deepEqual(setting("bucketPublicAccessBlock:BucketPublicAccessBlock"), {
      bucket: "state-bucket-id",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(
      statement(named(recording, "state-bucket-policy").inputs.policy, "DenyPlaintext").Condition,
      {
        Bool: { "aws:SecureTransport": "false" },
      },
    );
  });

  it("rotates the key, and can have it back for thirty days", () => {
    const { enableKeyRotation, deletionWindowInDays } = named(recording, "state-key").inputs;
    assert.deepEqual([enableKeyRotation, deletionWindowInDays], [true, 30]);
  });

  it("opens the key to its two roles: both decrypt, who deploys writes state", () => {
    assert.ok(opens(ROLES.deploy, "kms:Decrypt") && opens(ROLES.preview, "kms:Decrypt"));
    assert.ok(opens(ROLES.deploy, "kms:GenerateDataKey", VIA_S3));
    assert.ok(!opens(ROLES.preview, "kms:GenerateDataKey", VIA_S3));
    assert.ok(!opens(ROLES.deploy, "kms:GenerateDataKey"));
  });

  it("opens the key to nobody else, nor for anything else", () => {
    for (const other of ["stepline-bootstrap-prod-deploy", "stepline-dev-marketing-extract", "admin"]) {
      assert.ok(!opens(other, "kms:Decrypt") && !opens(other, "kms:GenerateDataKey", VIA_S3), other);
    }
    assert.ok(!opens(ROLES.deploy, "kms:Decrypt", { "kms:CallerAccount": "999988887777" }));
    for (const action of ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:CreateGrant", "kms:Encrypt"]) {
      assert.ok(!opens(ROLES.deploy, action, VIA_S3), action);
    }
  });
});
