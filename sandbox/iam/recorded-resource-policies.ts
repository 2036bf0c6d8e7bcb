import type { RecordedProgram, RecordedResource } from "../types";
import { parsePolicy, type IamPolicy } from "./policy";
import { ofType, text } from "./recorded-resources";

/** Policies of resources, by the ARN they guard. */
export function recordedResourcePolicies(program: RecordedProgram): ReadonlyMap<string, IamPolicy> {
  const policies = new Map<string, IamPolicy>();
  const add = (arn: string, json: unknown, name: string) => {
    if (json === undefined || json === null || json === "") {
      return;
    }
    if (policies.has(arn)) {
      throw new Error(
        `${arn} has two policies, the second is ${name}: keep one, AWS would overwrite the other.`,
      );
    }
    policies.set(arn, parsePolicy(json, name, "resource"));
  };
  for (const resource of program.resources) {
    const guarded = guardedArn(program, resource);
    if (guarded !== undefined) {
      add(
        guarded.arn,
        guarded.policy,
        `${guarded.kind} of ${guarded.arn.slice(guarded.arn.lastIndexOf(":") + 1)}`,
      );
    }
  }
  for (const [arn, json] of lambdaPermissions(program)) {
    add(arn, json, `resource policy of function ${arn.split(":")[6]}`);
  }
  return policies;
}

/** A key without a policy of its own gets this one. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultKeyPolicy(keyArn: string): unknown {
  const [, partition, , , account] = keyArn.split(":");
  const root = `arn:${partition}:iam::${account}:root`;
  const statement = {
    Sid: "Default",
    Effect: "Allow",
    Principal: { AWS: root },
    Action: "kms:*",
    Resource: "*",
  };
  return { Version: "2012-10-17", Statement: [statement] };
}

function guardedArn(program: RecordedProgram, resource: RecordedResource) {
  const { inputs, type } = resource;
  switch (type) {
    case "aws:s3/bucketPolicy:BucketPolicy":
      return { arn: `arn:aws:s3:::${String(inputs.bucket)}`, policy: inputs.policy, kind: "bucket policy" };
    case "aws:sns/topicPolicy:TopicPolicy":
      return { arn: String(inputs.arn), policy: inputs.policy, kind: "topic policy" };
    case "aws:sns/topic:Topic":
      return { arn: text(resource, "arn"), policy: inputs.policy, kind: "topic policy" };
    case "aws:sqs/queuePolicy:QueuePolicy":
      return { arn: queueArn(program, String(inputs.queueUrl)), policy: inputs.policy, kind: "queue policy" };
    case "aws:sqs/queue:Queue":
      return { arn: text(resource, "arn"), policy: inputs.policy, kind: "queue policy" };
    case "aws:kms/key:Key":
      return keyPolicy(program, resource);
    case "aws:dynamodb/resourcePolicy:ResourcePolicy":
      return { arn: String(inputs.resourceArn), policy: inputs.policy, kind: "table policy" };
    default:
      return undefined;
  }
}

function keyPolicy(program: RecordedProgram, key: RecordedResource) {
  const arn = text(key, "arn");
  const separate = ofType(program, "aws:kms/keyPolicy:KeyPolicy").find(
    ({ inputs }) => inputs.keyId === key.id || inputs.keyId === arn || inputs.keyId === key.state.keyId,
  );
  const policy = separate?.inputs.policy ?? key.inputs.policy ?? defaultKeyPolicy(arn);
  return { arn, policy, kind: "key policy" };
}

function queueArn(program: RecordedProgram, url: string): string {
  const name = url.slice(url.lastIndexOf("/") + 1);
  const queue = ofType(program, "aws:sqs/queue:Queue").find(
    ({ state, id }) => state.url === url || id === url || state.name === name,
  );
  return queue === undefined
    ? `arn:aws:sqs:${program.region}:${program.accountId}:${name}`
    : text(queue, "arn");
}

/** `aws.lambda.Permission` resources as the policy document Lambda makes of them. */
function lambdaPermissions(program: RecordedProgram): Map<string, unknown> {
  const statements = new Map<string, unknown[]>();
  for (const permission of ofType(program, "aws:lambda/permission:Permission")) {
    const { action, principal, qualifier, sourceArn, sourceAccount } = permission.inputs;
    const name = text(permission, "function").split(":function:").at(-1)!.split(":")[0];
    const arn = `arn:aws:lambda:${program.region}:${program.accountId}:function:${name}`;
    const condition = {
      ...(sourceArn === undefined ? {} : { ArnLike: { "aws:SourceArn": sourceArn } }),
      ...(sourceAccount === undefined ? {} : { StringEquals: { "aws:SourceAccount": sourceAccount } }),
    };
    const service = /^[a-z.-]+\.amazonaws\.com$/.test(text(permission, "principal"));
    const statement = {
      Sid: permission.name,
      Effect: "Allow",
      Principal: service ? { Service: principal } : { AWS: principal },
      Action: action,
      Resource: qualifier === undefined ? arn : `${arn}:${qualifier as string}`,
      Condition: condition,
    };
    statements.set(arn, [...(statements.get(arn) ?? []), statement]);
  }
  return new Map([...statements].map(([arn, Statement]) => [arn, { Version: "2012-10-17", Statement }]));
}
