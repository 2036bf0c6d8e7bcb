import { type PolicyDocument, policyDocument } from "../iam/permission";
import type { Names } from "../naming";
import { bootstrapName } from "./bootstrap-names";
import type { Purpose } from "./role-policies";

/**
 * `stepline-bootstrap-dev-111122223333-eu-west-1`: bucket names are global, hence account and region. It is the only bucket of the bootstrap's, and
 * says no more, so that the longest stack name fits in regions with long ones.
 */
export function stateBucketName(names: Names): string {
  const { accountId, region } = names.placement;
  const name = [bootstrapName(names), accountId, region].join("-");
  if (name.length > 63) {
    throw new Error(
      `The state bucket's name "${name}" has ${name.length} characters, S3 allows 63: shorten project or stack name.`,
    );
  }
  return name;
}

/**
 * What a role does with the stack's state, by the keys that Pulumi's own S3 backend uses (pulumi `pkg/backend/diy`: store.go, lock.go, state.go,
 * stack_tags.go). A preview, and a refresh that only previews, take no lock and write nothing. Who deploys may mark objects as deleted, locks
 * above all, but not delete a version: every earlier state can be had again. `.pulumi/meta.yaml` is written once, by the person who makes the stack.
 */
export function stateAccess(names: Names, purpose: Purpose): PolicyDocument {
  const { project, stack } = names.placement;
  const bucket = stateBucketName(names);
  const own = [
    // The checkpoint, its backup `.bak`, and tags: `dev.json`, `dev.json.bak`, `dev.pulumi-tags`.
    `.pulumi/stacks/${project}/${stack}.*`,
    `.pulumi/locks/organization/${project}/${stack}/*`,
    `.pulumi/history/${project}/${stack}/*`,
    `.pulumi/backups/${project}/${stack}/*`,
  ].map((key) => names.s3(bucket, key));
  return policyDocument([
    { sid: "FindState", actions: ["s3:ListBucket"], resources: [names.s3(bucket)] },
    {
      sid: "ReadState",
      actions: ["s3:GetObject"],
      resources: [names.s3(bucket, ".pulumi/meta.yaml"), ...(purpose === "deploy" ? own : own.slice(0, 1))],
    },
    ...(purpose === "deploy"
      ? [{ sid: "WriteState", actions: ["s3:PutObject", "s3:DeleteObject"], resources: own }]
      : []),
  ]);
}
