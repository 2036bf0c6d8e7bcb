import { allows, includesAction, isPublic } from "../policy-document";
import { ofType, read, type Resource, textOf } from "../resource";
import { given, must, resourceRule, type Rule, shown, stackRule } from "../rule";
import { type PublicAcl, publicAclProblems } from "./bucket-acl";
import { BUCKET_POLICY, BUCKET, parts, s3Types } from "./bucket-parts";

const READS = ["s3:GetObject", "s3:ListBucket", "s3:GetObjectVersion", "s3:ListBucketVersions"];
const WRITES = [
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:PutObjectAcl",
  "s3:PutBucketPolicy",
  "s3:DeleteBucket",
];
/** Actions that only the bucket's own account may be granted (Security Hub user guide, S3.6). */
const OWN_ACCOUNT_ONLY = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketPolicy",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];
const ACL_TYPES = [...s3Types("bucketAcl"), ...s3Types("bucket")];

/** Public reading and writing are one rule each, over policies and ACLs. */
function notPublic(control: string, way: string, actions: readonly string[], acl: PublicAcl): Rule {
  return resourceRule({
    name: `${control}-no-public-${way}`,
    controls: [control],
    checks: `No policy and no ACL lets everybody ${way}.`,
    enforcement: "mandatory",
    types: [...BUCKET_POLICY, ...ACL_TYPES],
    check: (resource) => [
      ...allows(read(resource, "policy"))
        .filter(
          (statement) => isPublic(statement) && actions.some((action) => includesAction(statement, action)),
        )
        .map(
          ({ label }) =>
            `policy, "${label}" lets everybody ${way}. Name the principals, or add a condition on aws:PrincipalAccount.`,
        ),
      ...publicAclProblems(resource, acl),
    ],
  });
}

function foreignGrants(policy: Resource): readonly string[] {
  return allows(read(policy, "policy")).flatMap((statement) => {
    const granted = OWN_ACCOUNT_ONLY.filter((action) => includesAction(statement, action));
    const foreign = statement.aws.filter((principal) => {
      const account = /^\d{12}$/.test(principal) ? principal : principal.split(":")[4];
      return !policy.accountIds.includes(account);
    });
    return granted.length > 0 && foreign.length > 0
      ? [
          `policy, "${statement.label}" grants ${granted.join(", ")} to ${foreign.join(", ")}, which is not known to be of this ` +
            "account. Remove the actions, or add the account to the provider's allowedAccountIds.",
        ]
      : [];
  });
}

export const s3Rules: readonly Rule[] = [
  stackRule({
    name: "S3.8-public-access-is-blocked",
    controls: ["S3.8"],
    checks: "Every bucket blocks public access in all four ways.",
    enforcement: "mandatory",
    check: (resources) =>
      ofType(resources, BUCKET).flatMap((bucket) => {
        const blocks = parts(resources, "bucketPublicAccessBlock", bucket);
        const problems = blocks.flatMap((block) =>
          ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].flatMap(
            (property) => must(block, property, (on) => on === true, `Set ${property} to true`),
          ),
        );
        const missing = "it has no public access block. Declare a BucketPublicAccessBlock with all four set.";
        return (blocks.length === 0 ? [missing] : problems).map((problem) => ({ resource: bucket, problem }));
      }),
  }),
  notPublic("S3.2", "read", READS, {
    ready: /^(public-read|public-read-write|authenticated-read)$/,
    permissions: ["READ", "FULL_CONTROL"],
  }),
  notPublic("S3.3", "write", WRITES, {
    ready: /^public-read-write$/,
    // Who may write the ACL may give themselves the rest.
    permissions: ["WRITE", "WRITE_ACP", "FULL_CONTROL"],
  }),
  resourceRule({
    name: "S3.6-other-accounts-do-not-administer",
    controls: ["S3.6"],
    checks: "No bucket policy grants another account what changes the bucket's own protection.",
    enforcement: "mandatory",
    types: BUCKET_POLICY,
    check: foreignGrants,
  }),
  stackRule({
    name: "S3.12-acls-are-disabled",
    controls: ["S3.12"],
    checks: "Every bucket's owner owns all its objects: ACLs have no effect.",
    enforcement: "mandatory",
    check: (resources) =>
      ofType(resources, BUCKET).flatMap((bucket) => {
        const controls = parts(resources, "bucketOwnershipControls", bucket);
        const problems = controls.flatMap((control) =>
          must(
            control,
            "rule.objectOwnership",
            (ownership) => ownership === "BucketOwnerEnforced",
            'Set rule.objectOwnership to "BucketOwnerEnforced"',
          ),
        );
        const acl = read(bucket, "acl");
        const missing = `it has no ownership controls, and its acl is ${shown(acl)}. Declare BucketOwnershipControls with BucketOwnerEnforced.`;
        return (controls.length === 0 ? [missing] : problems).map((problem) => ({
          resource: bucket,
          problem,
        }));
      }),
  }),
  stackRule({
    name: "S3.14-is-versioned",
    controls: ["S3.14"],
    checks: "Every bucket keeps versions.",
    enforcement: "mandatory",
    check: (resources) =>
      ofType(resources, BUCKET).flatMap((bucket) => {
        const versioning = parts(resources, "bucketVersioning", bucket);
        const problems = versioning.flatMap((part) =>
          must(
            part,
            "versioningConfiguration.status",
            (status) => status === "Enabled",
            'Set versioningConfiguration.status to "Enabled"',
          ),
        );
        const missing = "it has no versioning. Declare a BucketVersioning that is Enabled.";
        return (versioning.length === 0 ? [missing] : problems).map((problem) => ({
          resource: bucket,
          problem,
        }));
      }),
  }),
  resourceRule({
    name: "S3-objects-are-not-public",
    controls: ["own"],
    checks: "No object has an ACL that lets in everybody.",
    enforcement: "mandatory",
    types: ["aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObject:BucketObject"],
    check: (object) =>
      must(
        object,
        "acl",
        (acl) => !given(acl) || !/^(public|authenticated)-/.test(textOf(acl)),
        "Remove acl",
      ),
  }),
];
