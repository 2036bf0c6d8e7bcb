import type { RecordedProgram, RecordedResource } from "../../../sandbox/types";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0d5c1a66-0000-4000-8000-000000000001`;
export const WORKGROUP_ARN = `arn:aws:redshift-serverless:${REGION}:${ACCOUNT}:workgroup/5a1e0000-0000-4000-8000-00000000000a`;

export function resource(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
  state: Record<string, unknown> = {},
) {
  const recorded: RecordedResource = {
    ...{
      urn: `urn:pulumi:dev::stepline::${type}::${name}`,
      type,
      name,
      inputs,
      custom: true,
      dependencies: [],
    },
    state: { ...inputs, ...state },
    id: (state.id ?? inputs.name ?? name) as string,
  };
  return recorded;
}

export function program(...resources: readonly RecordedResource[]): RecordedProgram {
  return { project: "stepline", stack: "dev", accountId: ACCOUNT, region: REGION, resources, outputs: {} };
}

export function roleArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/** A role that `service` may assume, with one inline policy. */
export function role(
  name: string,
  statements: readonly Record<string, unknown>[],
  options: { service?: string; inputs?: Record<string, unknown> } = {},
): RecordedResource[] {
  const service = options.service ?? "lambda.amazonaws.com";
  const trust = { Sid: "Trust", Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  const condition = { StringEquals: { "aws:SourceAccount": ACCOUNT } };
  const assumeRolePolicy = document({ ...trust, Condition: condition });
  const inputs = { name, assumeRolePolicy, ...options.inputs };
  const declared = resource("aws:iam/role:Role", name, inputs, { arn: roleArn(name) });
  return statements.length === 0
    ? [declared]
    : [
        declared,
        resource("aws:iam/rolePolicy:RolePolicy", `${name}-policy`, {
          role: name,
          name,
          policy: document(...statements),
        }),
      ];
}

export function allow(
  Sid: string,
  Action: string | string[],
  Resource: string | string[],
  Condition?: unknown,
) {
  return { Sid, Effect: "Allow", Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

export function deny(
  Sid: string,
  Action: string | string[],
  Resource: string | string[],
  Condition?: unknown,
) {
  return { ...allow(Sid, Action, Resource, Condition), Effect: "Deny" };
}

export function document(...statements: readonly unknown[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The stack's customer key, as the platform declares it: roles of the stack may use it, through services only. */
export function stackKey(): RecordedResource[] {
  const throughServices = {
    Sid: "ThroughServices",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: "*",
    Condition: {
      StringEquals: { "kms:CallerAccount": ACCOUNT, "kms:ViaService": viaServices() },
      ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/stepline-dev-*` },
    },
  };
  const root = `arn:aws:iam::${ACCOUNT}:root`;
  const administration = {
    Sid: "Administration",
    Effect: "Allow",
    Principal: { AWS: root },
    Action: "kms:*",
    Resource: "*",
  };
  const policy = document(administration, throughServices);
  return [
    resource(
      "aws:kms/key:Key",
      "key",
      { policy },
      { arn: KEY_ARN, keyId: KEY_ARN.split("/")[1], id: KEY_ARN.split("/")[1] },
    ),
    resource("aws:kms/alias:Alias", "alias", {
      name: "alias/stepline-dev",
      targetKeyId: KEY_ARN.split("/")[1],
    }),
  ];
}

function viaServices(): string[] {
  return ["s3", "dynamodb", "sns", "sqs"].map((service) => `${service}.${REGION}.amazonaws.com`);
}

export function encryptedBucket(bucket: string): RecordedResource[] {
  const byDefault = { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY_ARN };
  return [
    resource("aws:s3/bucket:Bucket", bucket, { bucket }, { arn: `arn:aws:s3:::${bucket}`, id: bucket }),
    resource(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      bucket,
      { bucket, rules: [{ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: true }] },
    ),
  ];
}
