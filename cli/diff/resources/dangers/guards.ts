import type { SnapshotResource } from "../../snapshot";
import { isObject } from "../properties/difference";

type Inputs = Readonly<Record<string, unknown>>;

/** By type: what AWS, or its provider, puts in the way of a deletion. */
const OF_TYPE: Readonly<Partial<Record<string, (inputs: Inputs) => string | undefined>>> = {
  "aws:s3/bucket:Bucket": ({ forceDestroy }) =>
    forceDestroy === true
      ? undefined
      : "S3 refuses to delete a bucket that holds an object or a version (`forceDestroy` is off).",
  "aws:dynamodb/table:Table": ({ deletionProtectionEnabled }) =>
    deletionProtectionEnabled === true
      ? "DynamoDB refuses to delete the table (`deletionProtectionEnabled`)."
      : undefined,
  "aws:kms/key:Key": ({ deletionWindowInDays }) =>
    `The key can be brought back for ${numberOr(deletionWindowInDays, 30)} days (\`deletionWindowInDays\`).`,
  "aws:redshiftserverless/namespace:Namespace": ({ finalSnapshotName }) =>
    typeof finalSnapshotName === "string"
      ? `A last snapshot is taken, \`${finalSnapshotName}\` (\`finalSnapshotName\`).`
      : undefined,
  "aws:cloudwatch/logGroup:LogGroup": ({ skipDestroy }) =>
    skipDestroy === true ? "The group stays in AWS (`skipDestroy`)." : undefined,
  "aws:secretsmanager/secret:Secret": ({ recoveryWindowInDays }) =>
    recoveryWindowInDays === 0
      ? undefined
      : `The secret can be brought back for ${numberOr(recoveryWindowInDays, 30)} days (\`recoveryWindowInDays\`).`,
  "aws:rds/instance:Instance": deletionProtection,
  "aws:rds/cluster:Cluster": deletionProtection,
};

/** What stands in the way of deleting the resource, or brings it back, a sentence each; as the base deployed it. */
export function guardsOf({ type, inputs, options }: SnapshotResource): readonly string[] {
  const protect = options.protect === true ? ["Pulumi refuses to delete or replace it (`protect`)."] : [];
  if (options.retainOnDelete === true) {
    // AWS is not asked to delete it.
    return protect;
  }
  return [
    ...protect,
    OF_TYPE[type]?.(inputs),
    type === "aws:dynamodb/table:Table" && isOn(inputs.pointInTimeRecovery)
      ? "DynamoDB keeps a backup of a deleted table for 35 days (`pointInTimeRecovery`)."
      : undefined,
  ].filter((sentence) => sentence !== undefined);
}

function deletionProtection(inputs: Inputs): string | undefined {
  return inputs.deletionProtection === true ? "RDS refuses to delete it (`deletionProtection`)." : undefined;
}

function isOn(value: unknown): boolean {
  return isObject(value) && value.enabled === true;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
