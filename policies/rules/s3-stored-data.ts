import { deniesPlaintext, statementsOf } from "../policy-document";
import { items, member, ofType, read, type Resource, UNKNOWN } from "../resource";
import { given, type Rule, shown, stackRule, type Violation } from "../rule";
import { BUCKET, parts, receivesLogs } from "./bucket-parts";

/** A part that a bucket must have, with what is wrong with those it has. */
function eachBucket(
  resources: readonly Resource[],
  type: string,
  missing: string,
  problemsOf: (part: Resource, bucket: Resource) => readonly string[],
): readonly Violation[] {
  return ofType(resources, BUCKET).flatMap((bucket) => {
    const found = parts(resources, type, bucket);
    const problems = found.length === 0 ? [missing] : found.flatMap((part) => problemsOf(part, bucket));
    return problems.map((problem) => ({ resource: bucket, problem }));
  });
}

function tlsProblems(policy: Resource): readonly string[] {
  const text = read(policy, "policy");
  const denied = statementsOf(text)
    .filter((statement) => deniesPlaintext(statement, ["s3:GetObject", "s3:PutObject", "s3:ListBucket"]))
    .flatMap(({ resources }) => resources);
  const objects = denied.some((resource) => resource.endsWith("/*") || resource === "*");
  const bucket = denied.some((resource) => !resource.includes("/") || resource === "*");
  return text === UNKNOWN || (objects && bucket)
    ? []
    : [
        `its policy does not deny every request without TLS, to the bucket and to its objects. Add a Deny of "s3:*" for ` +
          'Principal "*", on both ARNs, with the one condition { Bool: { "aws:SecureTransport": "false" } }.',
      ];
}

/** The rules of a lifecycle that are in force; UNKNOWN while any of them is. */
function lifecycleRules(lifecycle: Resource): readonly unknown[] | typeof UNKNOWN {
  const rules = read(lifecycle, "rules");
  return rules === UNKNOWN || items(rules).includes(UNKNOWN)
    ? UNKNOWN
    : items(rules).filter((rule) => member(rule, "status") !== "Disabled");
}

function encryptionProblems(encryption: Resource): readonly string[] {
  const rules = read(encryption, "rules");
  const algorithms = items(rules).map((rule) =>
    member(member(rule, "applyServerSideEncryptionByDefault"), "sseAlgorithm"),
  );
  const holds = algorithms.some((algorithm) =>
    [UNKNOWN, "aws:kms", "aws:kms:dsse"].includes(algorithm as string),
  );
  return rules === UNKNOWN || holds
    ? []
    : [
        `it is encrypted with ${shown(algorithms)}. Set applyServerSideEncryptionByDefault to { sseAlgorithm: "aws:kms", kmsMasterKeyId }.`,
      ];
}

const NO_LIFECYCLE = "it has no lifecycle. Declare a BucketLifecycleConfiguration.";

export const s3StoredDataRules: readonly Rule[] = [
  stackRule({
    name: "S3.5-only-with-tls",
    controls: ["S3.5", "S10"],
    checks: "Every bucket's policy denies requests without TLS, to the bucket and to its objects.",
    enforcement: "mandatory",
    check: (resources) =>
      eachBucket(
        resources,
        "bucketPolicy",
        "it has no policy. Declare a BucketPolicy that denies requests without TLS.",
        tlsProblems,
      ),
  }),
  stackRule({
    name: "S3.9-access-is-logged",
    controls: ["S3.9"],
    checks: "Every bucket logs who reads and writes, but the one that holds these logs.",
    enforcement: "mandatory",
    check: (resources) =>
      eachBucket(
        resources,
        "bucketLogging",
        "it does not log access. Declare a BucketLogging with a targetBucket.",
        () => [],
      ).filter(({ resource }) => !receivesLogs(resources, resource)),
  }),
  stackRule({
    name: "S3.13-has-lifecycle",
    controls: ["S3.13"],
    checks: "Every bucket has a lifecycle with a rule in force.",
    enforcement: "mandatory",
    check: (resources) =>
      eachBucket(resources, "bucketLifecycleConfiguration", NO_LIFECYCLE, (lifecycle) => {
        const rules = lifecycleRules(lifecycle);
        return rules === UNKNOWN || rules.length > 0
          ? []
          : ['no rule of its lifecycle is in force. Set the status of one to "Enabled".'];
      }),
  }),
  stackRule({
    name: "S3.10-old-versions-expire",
    controls: ["S3.10"],
    checks: "Every bucket's lifecycle ends versions that are not the current one.",
    enforcement: "mandatory",
    check: (resources) =>
      eachBucket(resources, "bucketLifecycleConfiguration", NO_LIFECYCLE, (lifecycle) => {
        const rules = lifecycleRules(lifecycle);
        return rules === UNKNOWN || rules.some((rule) => given(member(rule, "noncurrentVersionExpiration")))
          ? []
          : ["no rule of its lifecycle ends old versions. Add noncurrentVersionExpiration to one."];
      }),
  }),
  stackRule({
    name: "S3.17-encrypted-with-own-key",
    controls: ["S3.17"],
    checks:
      "Every bucket is encrypted with a KMS key, but the one that receives access logs: S3 delivers only to its own encryption.",
    enforcement: "mandatory",
    check: (resources) =>
      eachBucket(
        resources,
        "bucketServerSideEncryptionConfiguration",
        "it has no encryption of its own. Declare a BucketServerSideEncryptionConfiguration with aws:kms.",
        encryptionProblems,
      ).filter(({ resource }) => !receivesLogs(resources, resource)),
  }),
];
