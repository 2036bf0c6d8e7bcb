import type { Names } from "../../naming";
import { adopted, created, owned } from "./ownership";
import type { ServiceCalls } from "./service-calls";

type Target = "NewKeys" | "AdoptedKeys" | "OwnKeys" | "OwnKeysThroughServices" | "Alias" | "EveryAlias";

/** The stack's key, and its use by services that encrypt with it on behalf of whoever deploys. */
export const ENCRYPTION_CALLS: ServiceCalls<Target> = {
  name: "encryption",
  targets: (names) => ({
    NewKeys: {
      resources: ["*"],
      conditions: created(names),
      reason: "A key that is being made has no ARN yet: its tags say whose it will be.",
    },
    AdoptedKeys: { resources: [everyKey(names)], conditions: adopted(names) },
    OwnKeys: { resources: [everyKey(names)], conditions: owned(names) },
    OwnKeysThroughServices: {
      resources: [everyKey(names)],
      conditions: {
        StringEquals: { ...owned(names).StringEquals, "kms:ViaService": encryptingServices(names) },
      },
    },
    Alias: { resources: [names.regional("kms", `alias/${names.resource()}`)] },
    EveryAlias: { resources: ["*"], reason: "KMS lists the aliases of an account, not one." },
  }),
  types: {
    "aws:kms/key:Key": [
      { on: "NewKeys", create: ["kms:CreateKey"] },
      { on: "AdoptedKeys", create: ["kms:TagResource"] },
      {
        on: "OwnKeys",
        read: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
        create: ["kms:EnableKeyRotation"],
        update: [
          ...["kms:PutKeyPolicy", "kms:UpdateKeyDescription", "kms:EnableKeyRotation"],
          ...["kms:TagResource", "kms:UntagResource"],
        ],
        deleteData: ["kms:ScheduleKeyDeletion"],
      },
    ],
    // Every call on an alias is one on its key as well; a key is replaced by pointing the alias elsewhere.
    "aws:kms/alias:Alias": [
      { on: "EveryAlias", read: ["kms:ListAliases"] },
      ...(["Alias", "OwnKeys"] as const).map((on) => ({
        on,
        create: ["kms:CreateAlias"],
        update: ["kms:UpdateAlias"],
        delete: ["kms:DeleteAlias"],
      })),
    ],
    "aws:s3/bucketObjectv2:BucketObjectv2": [
      {
        on: "OwnKeysThroughServices",
        create: ["kms:GenerateDataKey", "kms:Decrypt"],
        update: ["kms:GenerateDataKey", "kms:Decrypt"],
      },
    ],
    // DynamoDB developer guide, "Using the KMS console to manage DynamoDB encryption keys".
    "aws:dynamodb/table:Table": [
      {
        on: "OwnKeysThroughServices",
        create: [
          ...["kms:CreateGrant", "kms:Encrypt", "kms:Decrypt"],
          ...["kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
        ],
      },
    ],
    // CloudFormation's handler of AWS::RedshiftServerless::Namespace; the administrator's secret is encrypted with the same key.
    "aws:redshiftserverless/namespace:Namespace": [
      {
        on: "OwnKeysThroughServices",
        create: [
          ...["kms:CreateGrant", "kms:Encrypt", "kms:Decrypt"],
          ...["kms:GenerateDataKey", "kms:ListGrants"],
        ],
        delete: ["kms:RevokeGrant"],
      },
    ],
    "aws:redshiftdata/statement:Statement": [
      // Redshift reads the administrator's secret for whoever runs the statement.
      { on: "OwnKeysThroughServices", create: ["kms:Decrypt"] },
    ],
  },
};

function everyKey(names: Names): string {
  return names.regional("kms", "key/*");
}

function encryptingServices({ placement }: Names): readonly string[] {
  return ["dynamodb", "redshift", "redshift-serverless", "s3", "secretsmanager"].map(
    (service) => `${service}.${placement.region}.amazonaws.com`,
  );
}
