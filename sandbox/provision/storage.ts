import {
  CreateTableCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateAliasCommand, CreateKeyCommand, EnableKeyRotationCommand } from "@aws-sdk/client-kms";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  type LifecycleRule,
  type OwnershipControlsRule,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { assetBytes } from "./asset-bytes";
import type { AwsClients } from "./aws-clients";
import type { Provisioners } from "./provisioner";
import { type ResourceInputs, apiSpelling } from "./resource-inputs";

/** The launcher gives a key the id in this tag, so that it has the ARN the program was told. */
const KEY_ID_TAG = "stepline:key-id";

/** Keys, buckets and what is in them, tables. */
export const storage: Provisioners = {
  "aws:kms/key:Key": async ({ kms }, inputs) => {
    const keyId = inputs.text("keyId");
    const tags = [...inputs.tags(), { Key: KEY_ID_TAG, Value: keyId }];
    await kms.send(
      new CreateKeyCommand({
        Description: inputs.optionalText("description"),
        Policy: inputs.optionalText("policy"),
        Tags: tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
      }),
    );
    if (inputs.is("enableKeyRotation")) {
      await kms.send(new EnableKeyRotationCommand({ KeyId: keyId }));
    }
  },
  "aws:kms/alias:Alias": async ({ kms }, inputs) => {
    const alias = { AliasName: inputs.text("name"), TargetKeyId: inputs.text("targetKeyId") };
    await kms.send(new CreateAliasCommand(alias));
  },
  "aws:s3/bucket:Bucket": async ({ s3 }, inputs) => {
    const region = inputs.text("region");
    await s3.send(
      new CreateBucketCommand({
        Bucket: inputs.text("bucket"),
        // S3's first region is named by naming none.
        ...(region === "us-east-1"
          ? {}
          : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }),
      }),
    );
  },
  "aws:s3/bucketVersioning:BucketVersioning": async ({ s3 }, inputs) => {
    const status = inputs.object<{ readonly status: "Enabled" | "Suspended" }>(
      "versioningConfiguration",
    )?.status;
    const VersioningConfiguration = { Status: status };
    await s3.send(new PutBucketVersioningCommand({ Bucket: inputs.text("bucket"), VersioningConfiguration }));
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": async (
    { s3 },
    inputs,
  ) => {
    const Rules = apiSpelling(inputs.list("rules")) as ServerSideEncryptionRule[];
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket: inputs.text("bucket"),
        ServerSideEncryptionConfiguration: { Rules },
      }),
    );
  },
  "aws:s3/bucketPolicy:BucketPolicy": async ({ s3 }, inputs) => {
    await s3.send(
      new PutBucketPolicyCommand({ Bucket: inputs.text("bucket"), Policy: inputs.text("policy") }),
    );
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": async ({ s3 }, inputs) => {
    const rules = apiSpelling(inputs.list("rules")) as LifecycleRule[];
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: inputs.text("bucket"),
        // The API wants a filter to say that it takes everything; the program's empty one does.
        LifecycleConfiguration: {
          Rules: rules.map((rule) => ({ ...rule, Filter: { Prefix: "", ...rule.Filter } })),
        },
      }),
    );
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": async ({ s3 }, inputs) => {
    const Rules = [apiSpelling(inputs.object("rule")) as OwnershipControlsRule];
    await s3.send(
      new PutBucketOwnershipControlsCommand({ Bucket: inputs.text("bucket"), OwnershipControls: { Rules } }),
    );
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": async ({ s3 }, inputs) => {
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: inputs.is("blockPublicAcls"),
      BlockPublicPolicy: inputs.is("blockPublicPolicy"),
      IgnorePublicAcls: inputs.is("ignorePublicAcls"),
      RestrictPublicBuckets: inputs.is("restrictPublicBuckets"),
    };
    await s3.send(
      new PutPublicAccessBlockCommand({ Bucket: inputs.text("bucket"), PublicAccessBlockConfiguration }),
    );
  },
  "aws:s3/bucketObject:BucketObject": putObject,
  "aws:s3/bucketObjectv2:BucketObjectv2": putObject,
  "aws:dynamodb/table:Table": createTable,
};

async function putObject({ s3 }: AwsClients, inputs: ResourceInputs): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: inputs.text("bucket"),
      Key: inputs.text("key"),
      Body: await objectBody(inputs),
      ContentType: inputs.optionalText("contentType"),
    }),
  );
}

async function objectBody(inputs: ResourceInputs): Promise<Buffer> {
  const source = inputs.object("source");
  if (source !== undefined) {
    return await assetBytes(source);
  }
  const base64 = inputs.optionalText("contentBase64");
  return base64 === undefined
    ? Buffer.from(inputs.optionalText("content") ?? "")
    : Buffer.from(base64, "base64");
}

interface Attribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

interface SecondaryIndex {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly projectionType: "ALL" | "KEYS_ONLY" | "INCLUDE";
  readonly nonKeyAttributes?: string[];
}

async function createTable({ dynamoDb }: AwsClients, inputs: ResourceInputs): Promise<void> {
  const TableName = inputs.text("name");
  const encryption = inputs.object<{ readonly enabled: boolean; readonly kmsKeyArn?: string }>(
    "serverSideEncryption",
  );
  const indexes = inputs.list<SecondaryIndex>("globalSecondaryIndexes");
  await dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: keySchema(inputs.text("hashKey"), inputs.optionalText("rangeKey")),
      AttributeDefinitions: inputs
        .list<Attribute>("attributes")
        .map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      DeletionProtectionEnabled: inputs.is("deletionProtectionEnabled"),
      Tags: [...inputs.tags()],
      ...(encryption?.enabled === true
        ? {
            SSESpecification: {
              Enabled: true,
              SSEType: "KMS" as const,
              KMSMasterKeyId: encryption.kmsKeyArn,
            },
          }
        : {}),
      ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes.map(secondaryIndex) }),
    }),
  );
  if (inputs.object<{ readonly enabled: boolean }>("pointInTimeRecovery")?.enabled === true) {
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await dynamoDb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  }
  const ttl = inputs.object<{ readonly attributeName: string; readonly enabled?: boolean }>("ttl");
  if (ttl?.enabled === true) {
    const TimeToLiveSpecification = { AttributeName: ttl.attributeName, Enabled: true };
    await dynamoDb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  }
}

function keySchema(
  hashKey: string,
  rangeKey?: string,
): { AttributeName: string; KeyType: "HASH" | "RANGE" }[] {
  return [
    { AttributeName: hashKey, KeyType: "HASH" },
    ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" as const }]),
  ];
}

function secondaryIndex(index: SecondaryIndex) {
  return {
    IndexName: index.name,
    KeySchema: keySchema(index.hashKey, index.rangeKey),
    Projection: { ProjectionType: index.projectionType, NonKeyAttributes: index.nonKeyAttributes },
  };
}
