import { UNKNOWN, type Resource } from "../../../policies/resource";
import { grants, ownGrants } from "./bucket-grants";
import { type Cases, KEY_ARN, policy, resource, TLS_ONLY } from "./case";

const BUCKET = resource("aws:s3/bucket:Bucket", { bucket: "raw", id: "raw" }, { name: "raw" });
const OTHER = resource("aws:s3/bucket:Bucket", { bucket: "logs", id: "logs" }, { name: "logs" });

/** A part of the bucket, `bucketPolicy`, as a program declares it. */
function part(type: string, properties: Record<string, unknown>, bucket: unknown = "raw"): Resource {
  const dependencies = bucket === UNKNOWN ? [BUCKET.urn] : [];
  return resource(
    `aws:s3/${type}:${type[0].toUpperCase()}${type.slice(1)}`,
    { bucket, ...properties },
    { name: `${String(bucket)}-${type}`, dependencies },
  );
}

const bucketPolicy = (...statements: readonly Record<string, unknown>[]) =>
  part("bucketPolicy", { policy: policy(...statements) });
const block = (on: boolean) =>
  part("bucketPublicAccessBlock", {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: on,
  });
const ARNS = ["arn:aws:s3:::raw", "arn:aws:s3:::raw/*"];
const DENY = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: ARNS, Condition: TLS_ONLY };
const EVERYBODY = { Principal: { AWS: "*" }, Action: "s3:GetObject", Resource: "arn:aws:s3:::raw/*" };
const WRITING = { ...EVERYBODY, Action: "s3:Put*" };
const FOREIGN = { Principal: { AWS: "arn:aws:iam::444455556666:root" }, Resource: "arn:aws:s3:::raw" };
const lifecycle = (rule: Record<string, unknown>) => part("bucketLifecycleConfiguration", { rules: [rule] });
const encryption = (sseAlgorithm: string, bucket = "raw") =>
  part(
    "bucketServerSideEncryptionConfiguration",
    { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId: KEY_ARN } }] },
    bucket,
  );
const logging = part("bucketLogging", { targetBucket: "logs", targetPrefix: "raw/" });
const object = (acl?: string) => resource("aws:s3/bucketObjectv2:BucketObjectv2", { key: "a", acl });

export const BUCKET_CASES: Cases = {
  "S3.8-public-access-is-blocked": {
    passes: {
      "all four": [BUCKET, block(true)],
      "its bucket not known yet": [
        BUCKET,
        {
          ...part("bucketPublicAccessBlock", block(true).properties, UNKNOWN),
          properties: { ...block(true).properties, bucket: UNKNOWN },
        },
      ],
    },
    fails: {
      none: [BUCKET],
      "three of four": [BUCKET, block(false)],
      "another bucket's": [BUCKET, OTHER, block(true)],
    },
  },
  "S3.2-no-public-read": {
    passes: {
      "of one account": [
        bucketPolicy({
          ...EVERYBODY,
          Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
        }),
      ],
      "a denial": [bucketPolicy(DENY)],
      "a private ACL": [part("bucketAcl", { acl: "private" })],
      "a grant to the delivery of logs": [grants("s3/LogDelivery", "READ")],
      "a grant of the ACL's own reading": [grants("global/AllUsers", "READ_ACP")],
    },
    fails: {
      "by policy": [bucketPolicy(EVERYBODY)],
      "in other letters": [bucketPolicy({ ...EVERYBODY, Action: "S3:GETOBJECT" })],
      "by ACL": [part("bucketAcl", { acl: "public-read" })],
      "by a grant to everybody": [grants("global/AllUsers", "READ")],
      "by a grant of everything to everybody with an account": [
        grants("global/AuthenticatedUsers", "FULL_CONTROL"),
      ],
      "by the bucket's own grant": [ownGrants("READ")],
      "a condition on TLS says nobody": [
        bucketPolicy({ ...EVERYBODY, Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      ],
      "an account with a wildcard": [
        bucketPolicy({ ...EVERYBODY, Condition: { StringLike: { "aws:PrincipalAccount": "*" } } }),
      ],
      "IfExists holds for who has none": [
        bucketPolicy({
          ...EVERYBODY,
          Condition: { StringEqualsIfExists: { "aws:SourceAccount": "111122223333" } },
        }),
      ],
      "all but some": [
        bucketPolicy({ NotPrincipal: { AWS: "111122223333" }, Action: "s3:*", Resource: ARNS }),
      ],
      "all actions but some": [bucketPolicy({ ...EVERYBODY, Action: undefined, NotAction: "s3:PutObject" })],
    },
  },
  "S3.3-no-public-write": {
    passes: {
      "reading is another rule's": [bucketPolicy(EVERYBODY)],
      "read by ACL": [part("bucketAcl", { acl: "public-read" })],
      "read by a grant": [grants("global/AllUsers", "READ")],
      "a grant to the delivery of logs": [grants("s3/LogDelivery", "WRITE")],
    },
    fails: {
      "by policy": [bucketPolicy(WRITING)],
      "by ACL": [part("bucketAcl", { acl: "public-read-write" })],
      "by a grant to everybody": [grants("global/AllUsers", "WRITE")],
      "by a grant of the ACL": [grants("global/AllUsers", "WRITE_ACP")],
      "by the bucket's own grant": [ownGrants("WRITE")],
    },
  },
  "S3.6-other-accounts-do-not-administer": {
    passes: {
      "reads may be granted": [bucketPolicy({ ...FOREIGN, Action: "s3:GetObject" })],
      "its own account": [
        bucketPolicy({
          Principal: { AWS: "arn:aws:iam::111122223333:role/x" },
          Action: "s3:PutBucketPolicy",
          Resource: "*",
        }),
      ],
      "a service": [
        bucketPolicy({ Principal: { Service: "logging.s3.amazonaws.com" }, Action: "s3:*", Resource: "*" }),
      ],
    },
    fails: {
      "the policy": [bucketPolicy({ ...FOREIGN, Action: "s3:PutBucketPolicy" })],
      "by wildcard, to a number": [
        bucketPolicy({
          Principal: { AWS: "444455556666" },
          Action: "s3:Put*",
          Resource: "arn:aws:s3:::raw/*",
        }),
      ],
    },
  },
  "S3.12-acls-are-disabled": {
    passes: {
      enforced: [
        BUCKET,
        part("bucketOwnershipControls", { rule: { objectOwnership: "BucketOwnerEnforced" } }),
      ],
    },
    fails: {
      preferred: [
        BUCKET,
        part("bucketOwnershipControls", { rule: { objectOwnership: "BucketOwnerPreferred" } }),
      ],
      "not declared": [BUCKET],
    },
  },
  "S3.14-is-versioned": {
    passes: {
      enabled: [BUCKET, part("bucketVersioning", { versioningConfiguration: { status: "Enabled" } })],
    },
    fails: {
      suspended: [BUCKET, part("bucketVersioning", { versioningConfiguration: { status: "Suspended" } })],
      "not declared": [BUCKET],
    },
  },
  "S3-objects-are-not-public": {
    passes: { none: [object()], private: [object("private")] },
    fails: { everybody: [object("public-read")] },
  },
  "S3.5-only-with-tls": {
    passes: {
      "both ARNs": [BUCKET, bucketPolicy(DENY)],
      "in two statements": [
        BUCKET,
        bucketPolicy({ ...DENY, Resource: ARNS[0] }, { ...DENY, Resource: ARNS[1], Principal: { AWS: "*" } }),
      ],
      "a boolean": [BUCKET, bucketPolicy({ ...DENY, Condition: { Bool: { "aws:SecureTransport": false } } })],
      "a policy not known yet": [BUCKET, part("bucketPolicy", { policy: UNKNOWN })],
    },
    fails: {
      "no policy": [BUCKET],
      "objects alone": [BUCKET, bucketPolicy({ ...DENY, Resource: ARNS[1] })],
      "the bucket alone": [BUCKET, bucketPolicy({ ...DENY, Resource: ARNS[0] })],
      "reading alone": [BUCKET, bucketPolicy({ ...DENY, Action: "s3:GetObject" })],
      "one principal alone": [BUCKET, bucketPolicy({ ...DENY, Principal: { AWS: "111122223333" } })],
      "what comes with TLS": [
        BUCKET,
        bucketPolicy({ ...DENY, Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      ],
      "only from somewhere": [
        BUCKET,
        bucketPolicy({ ...DENY, Condition: { ...TLS_ONLY, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
      ],
      "an Allow of the same": [BUCKET, bucketPolicy({ ...DENY, Effect: "Allow" })],
    },
  },
  "S3.9-access-is-logged": {
    passes: { "logged, and the logs themselves": [BUCKET, OTHER, logging] },
    fails: {
      "not logged": [BUCKET],
      "logs to where another bucket logs to": [
        BUCKET,
        { ...BUCKET, urn: "third", name: "third", properties: { bucket: "third" } },
        OTHER,
        logging,
      ],
    },
  },
  "S3.13-has-lifecycle": {
    passes: { "a rule": [BUCKET, lifecycle({ status: "Enabled" })] },
    fails: { none: [BUCKET], "switched off": [BUCKET, lifecycle({ status: "Disabled" })] },
  },
  "S3.10-old-versions-expire": {
    passes: {
      "after a week": [
        BUCKET,
        lifecycle({ status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 7 } }),
      ],
    },
    fails: {
      "only current ones": [BUCKET, lifecycle({ status: "Enabled", expiration: { days: 7 } })],
      "switched off": [
        BUCKET,
        lifecycle({ status: "Disabled", noncurrentVersionExpiration: { noncurrentDays: 7 } }),
      ],
    },
  },
  "S3.17-encrypted-with-own-key": {
    passes: {
      "a key": [BUCKET, encryption("aws:kms")],
      "access logs by S3": [BUCKET, OTHER, logging, encryption("aws:kms"), encryption("AES256", "logs")],
    },
    fails: { "by S3": [BUCKET, encryption("AES256")], "not declared": [BUCKET] },
  },
};
