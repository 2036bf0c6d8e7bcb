import { strict as assert } from "node:assert";
import { compareRoles } from "../../../../cli/diff/roles/compare";
import type { RoleChange, StatementChange } from "../../../../cli/diff/roles/role-change";
import type { Snapshot, SnapshotResource } from "../../../../cli/diff/snapshot";

export const ACCOUNT = "111122223333";

export type Statement = Readonly<Record<string, unknown>>;

export const READ: Statement = {
  Sid: "ReadRaw",
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: ["arn:aws:s3:::raw/landing/*"],
};
export const WRITE: Statement = { ...READ, Sid: "WriteRaw", Action: ["s3:PutObject"] };

/** A revision of these resources and nothing else. */
export function snapshotOf(...resources: readonly SnapshotResource[]): Snapshot {
  return { project: "stepline", stack: "dev", accountId: ACCOUNT, region: "eu-west-1", resources };
}

export function resource(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
): SnapshotResource {
  const urn = `urn:pulumi:dev::stepline::${type}::${name}`;
  return { urn, type, name, custom: true, dependencies: [], inputs, options: {}, outputs: {} };
}

export function policyText(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export const BY_LAMBDA: Statement = {
  Sid: "Service",
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
};

/** Role `reader`, that `trust` says who may assume. */
export function role(trust: Statement, inputs: Readonly<Record<string, unknown>> = {}): SnapshotResource {
  const assumeRolePolicy = policyText(trust);
  return resource("aws:iam/role:Role", "reader-role", { name: "reader", assumeRolePolicy, ...inputs });
}

export function rolePolicy(...statements: readonly Statement[]): SnapshotResource {
  const inputs = { name: "permissions", role: "reader", policy: policyText(...statements) };
  return resource("aws:iam/rolePolicy:RolePolicy", "reader-policy", inputs);
}

/** Role `reader`, assumed by Lambda, with these permissions. */
export function reader(...statements: readonly Statement[]): Snapshot {
  return snapshotOf(role(BY_LAMBDA), rolePolicy(...statements));
}

export function bucketPolicy(...statements: readonly Statement[]): Snapshot {
  const inputs = { bucket: "lake", policy: policyText(...statements) };
  return snapshotOf(resource("aws:s3/bucketPolicy:BucketPolicy", "lake-policy", inputs));
}

/** The one role or resource that differs. */
export async function onlyChange(before: Snapshot, after: Snapshot): Promise<RoleChange> {
  const changes = await compareRoles(before, after);
  assert.equal(changes.length, 1);
  return changes[0];
}

/** The one statement of it that differs. */
export async function onlyStatement(before: Snapshot, after: Snapshot): Promise<StatementChange> {
  const { trust, statements } = await onlyChange(before, after);
  assert.equal(trust.length + statements.length, 1);
  return [...trust, ...statements][0];
}
