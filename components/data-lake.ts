import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { createClosedBucket, encryptWithKey, expire, type LifecycleRule, tidyRule } from "./closed-bucket";
import { type DataProtection, dataOptions, mayDeleteData } from "./data-retention";
import { denyPlaintext, resourcePolicy, type ResourceStatement } from "./iam/resource-policy";
import type { Names } from "./naming";

export type BucketPurpose = "raw" | "curated" | "quarantine" | "artifacts";

export interface DataLakeArgs {
  readonly names: Names;
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly protection: DataProtection;
  /** The resources' half of deleting data with the stack; the environment must consent too. Default: false. */
  readonly deleteWithStack?: boolean;
  /** Days after which objects expire. What producers delivered and the artifacts never do. */
  readonly lifecycle: {
    readonly noncurrentVersionDays: number;
    readonly landingDays: number;
    readonly curatedDays: number;
    readonly quarantineDays: number;
    readonly accessLogDays: number;
  };
}

/**
 * Buckets of a stack: `raw` (what producers deliver, and the immutable copies runs work on), `curated`, `quarantine`,
 * `artifacts` (contracts and scripts, at content-addressed keys) and one for their access logs. Each is encrypted, versioned,
 * reachable over TLS only, owned by the account alone, and closed to the public.
 */
export class DataLake extends pulumi.ComponentResource {
  /** Names, known before the buckets exist. */
  public readonly bucketNames: Readonly<Record<BucketPurpose, string>>;

  constructor(name: string, args: DataLakeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:lake:DataLake", name, {}, opts);
    const accessLogs = createAccessLogs(name, args, this);
    for (const purpose of PURPOSES) {
      const bucket = createBucket(`${name}-${purpose}`, purpose, args, this);
      encryptWithKey(`${name}-${purpose}`, bucket, args.kmsKeyArn, this);
      expire(`${name}-${purpose}`, bucket, lifecycleRules(purpose, args.lifecycle), this);
      attachPolicy(`${name}-${purpose}`, bucket, [denyPlaintextTo(args.names, purpose)], this);
      new aws.s3.BucketLogging(
        `${name}-${purpose}-logging`,
        { bucket: bucket.id, targetBucket: accessLogs.bucket.id, targetPrefix: `${purpose}/` },
        // S3 refuses a target that does not admit its log delivery.
        { parent: this, dependsOn: [accessLogs.policy] },
      );
    }
    this.bucketNames = bucketNames(args.names);
    this.registerOutputs({ bucketNames: this.bucketNames });
  }
}

const PURPOSES: readonly BucketPurpose[] = ["raw", "curated", "quarantine", "artifacts"];

function bucketNames(names: Names): Readonly<Record<BucketPurpose, string>> {
  return {
    raw: names.bucket("raw"),
    curated: names.bucket("curated"),
    quarantine: names.bucket("quarantine"),
    artifacts: names.bucket("artifacts"),
  };
}

function createBucket(
  name: string,
  purpose: string,
  args: DataLakeArgs,
  parent: pulumi.Resource,
): aws.s3.Bucket {
  const deleteWithStack = args.deleteWithStack ?? false;
  const forceDestroy = mayDeleteData(deleteWithStack, args.protection);
  const options = dataOptions(deleteWithStack, args.protection);
  return createClosedBucket(name, { bucket: args.names.bucket(purpose), forceDestroy }, parent, options);
}

function lifecycleRules(purpose: BucketPurpose, days: DataLakeArgs["lifecycle"]): readonly LifecycleRule[] {
  const rules = [tidyRule(days.noncurrentVersionDays)];
  switch (purpose) {
    case "raw":
      return [...rules, expiryRule("landing", days.landingDays, "landing/")];
    case "curated":
      return [...rules, expiryRule("curated", days.curatedDays)];
    case "quarantine":
      return [...rules, expiryRule("quarantine", days.quarantineDays)];
    case "artifacts":
      return rules;
  }
}

function expiryRule(id: string, days: number, prefix?: string): LifecycleRule {
  return { id, status: "Enabled", filter: prefix === undefined ? {} : { prefix }, expiration: { days } };
}

function attachPolicy(
  name: string,
  bucket: aws.s3.Bucket,
  statements: readonly ResourceStatement[],
  parent: pulumi.Resource,
): aws.s3.BucketPolicy {
  return new aws.s3.BucketPolicy(
    `${name}-policy`,
    { bucket: bucket.id, policy: resourcePolicy(statements) },
    { parent },
  );
}

function denyPlaintextTo(names: Names, purpose: string): ResourceStatement {
  const bucket = names.bucket(purpose);
  return denyPlaintext(["s3:*"], [names.s3(bucket), names.s3(bucket, "*")]);
}

interface AccessLogs {
  readonly bucket: aws.s3.Bucket;
  readonly policy: aws.s3.BucketPolicy;
}

function createAccessLogs(name: string, args: DataLakeArgs, parent: pulumi.Resource): AccessLogs {
  const { names } = args;
  const purpose = "access-logs";
  const bucket = createBucket(`${name}-${purpose}`, purpose, args, parent);
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-${purpose}-encryption`,
    {
      bucket: bucket.id,
      // S3 does not deliver access logs to a bucket with a KMS key (S3 user guide, "Enabling server access logging").
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    },
    { parent },
  );
  expire(
    `${name}-${purpose}`,
    bucket,
    [tidyRule(args.lifecycle.noncurrentVersionDays), expiryRule("access-logs", args.lifecycle.accessLogDays)],
    parent,
  );
  const delivery: ResourceStatement = {
    sid: "S3DeliversAccessLogs",
    principal: { service: ["logging.s3.amazonaws.com"] },
    actions: ["s3:PutObject"],
    resources: [names.s3(names.bucket(purpose), "*")],
    conditions: {
      StringEquals: { "aws:SourceAccount": names.placement.accountId },
      ArnLike: { "aws:SourceArn": PURPOSES.map((source) => names.s3(names.bucket(source))) },
    },
  };
  const statements = [denyPlaintextTo(names, purpose), delivery];
  return { bucket, policy: attachPolicy(`${name}-${purpose}`, bucket, statements, parent) };
}
