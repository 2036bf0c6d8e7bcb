import assert from "node:assert/strict";

import { DataLake } from "../../components/data-lake";
import { named, record, type Recording } from "../pulumi-mocks";
import { disposable, guarded, keyArn, names, policy, statement } from "./fixtures";

const lifecycle = {
  noncurrentVersionDays: 7,
  landingDays: 30,
  curatedDays: 60,
  quarantineDays: 90,
  accessLogDays: 120,
};

const make = (protection = disposable, deleteWithStack?: boolean): Promise<Recording> =>
  record(() => {
    new DataLake("lake", {
      names,
      kmsKeyArn: keyArn,
      protection,
      lifecycle,
      ...(deleteWithStack === undefined ? {} : { deleteWithStack }),
    });
  });

const PURPOSES = ["raw", "curated", "quarantine", "artifacts", "access-logs"];

describe("DataLake", () => {
  let recording: Recording;
  before(async () => {
    recording = await make(disposable, true);
  });

  it("names each bucket after stack, account and region", () => {
    for (const purpose of PURPOSES) {
      assert.deepEqual(named(recording, `lake-${purpose}-bucket`).inputs, {
        bucket: `stepline-dev-${purpose}-111122223333-eu-west-1`,
        forceDestroy: true,
      });
    }
  });

  it("closes, versions and owns every bucket", () => {
    for (const purpose of PURPOSES) {
      const bucket = `lake-${purpose}-bucket-id`;
      assert.deepEqual(named(recording, `lake-${purpose}-public-access`).inputs, {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      assert.deepEqual(named(recording, `lake-${purpose}-ownership`).inputs, {
        bucket,
        rule: { objectOwnership: "BucketOwnerEnforced" },
      });
      assert.deepEqual(named(recording, `lake-${purpose}-versioning`).inputs, {
        bucket,
        versioningConfiguration: { status: "Enabled" },
      });
    }
  });

  it("encrypts data with the stack's key, and access logs with S3's, which is all that S3 delivers them with", () => {
    const rules = (purpose: string): unknown => named(recording, `lake-${purpose}-encryption`).inputs.rules;
    for (const purpose of PURPOSES.slice(0, 4)) {
      assert.deepEqual(rules(purpose), [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          bucketKeyEnabled: true,
        },
      ]);
    }
    assert.deepEqual(rules("access-logs"), [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
  });

  it("denies every request that is not TLS", () => {
    for (const purpose of PURPOSES) {
      const bucket = `arn:aws:s3:::stepline-dev-${purpose}-111122223333-eu-west-1`;
      assert.deepEqual(statement(named(recording, `lake-${purpose}-policy`).inputs.policy, "DenyPlaintext"), {
        Sid: "DenyPlaintext",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: ["s3:*"],
        Resource: [bucket, `${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
    }
  });

  it("logs access to each bucket, and takes logs only for its own buckets", () => {
    for (const purpose of PURPOSES.slice(0, 4)) {
      assert.deepEqual(named(recording, `lake-${purpose}-logging`).inputs, {
        bucket: `lake-${purpose}-bucket-id`,
        targetBucket: "lake-access-logs-bucket-id",
        targetPrefix: `${purpose}/`,
      });
    }
    const delivery = statement(
      named(recording, "lake-access-logs-policy").inputs.policy,
      "S3DeliversAccessLogs",
    );
    assert.deepEqual(delivery.Principal, { Service: ["logging.s3.amazonaws.com"] });
    assert.deepEqual(delivery.Condition?.StringEquals, { "aws:SourceAccount": "111122223333" });
    assert.equal(
      policy(named(recording, "lake-raw-policy").inputs.policy).Statement.length,
      1,
      "nobody else is let in",
    );
  });

  it("clears away what deleted objects leave, in a rule without days, as S3 wants it", () => {
    for (const purpose of PURPOSES) {
      const rules = named(recording, `lake-${purpose}-lifecycle`).inputs.rules as Record<string, unknown>[];
      const tidy = rules.filter((rule) => rule.id === "tidy");
      assert.deepEqual(
        tidy.map(({ filter, expiration }) => [filter, expiration]),
        [[{}, { expiredObjectDeleteMarker: true }]],
      );
    }
  });

  it("expires landing copies but never what producers delivered, nor contracts and scripts", () => {
    const expiries = (purpose: string): unknown =>
      (named(recording, `lake-${purpose}-lifecycle`).inputs.rules as Record<string, unknown>[])
        .filter((rule) => rule.id !== "tidy")
        .map((rule) => [rule.filter, rule.expiration]);
    assert.deepEqual(expiries("raw"), [[{ prefix: "landing/" }, { days: 30 }]]);
    assert.deepEqual(expiries("curated"), [[{}, { days: 60 }]]);
    assert.deepEqual(expiries("quarantine"), [[{}, { days: 90 }]]);
    assert.deepEqual(expiries("access-logs"), [[{}, { days: 120 }]]);
    assert.deepEqual(expiries("artifacts"), []);
  });

  it("deletes data only with both keys: the resource's wish and the environment's consent", async () => {
    const both = named(recording, "lake-raw-bucket");
    assert.deepEqual([both.inputs.forceDestroy, both.retainOnDelete, both.protect], [true, false, false]);
    for (const [protection, wish] of [
      [disposable, false],
      [disposable, undefined],
      [guarded, true],
    ] as const) {
      const bucket = named(await make(protection, wish), "lake-raw-bucket");
      assert.deepEqual([bucket.inputs.forceDestroy, bucket.retainOnDelete], [false, true]);
    }
    assert.equal(named(await make(guarded, true), "lake-raw-bucket").protect, true);
  });
});
