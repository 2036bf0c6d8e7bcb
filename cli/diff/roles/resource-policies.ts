import type { Snapshot, SnapshotResource } from "../snapshot";
import { readStatements, type PolicyStatement } from "./policy/statement";
import type { PolicyOwner } from "./policy-owners";
import type { PolicyOwnerKind } from "./role-change";

interface Place {
  readonly kind: PolicyOwnerKind;
  /** Input with the name, ARN or URL of the resource. */
  readonly of: string;
  /** The type is the resource itself, not a policy for one. */
  readonly declares: boolean;
}

/** Types that have a policy in their input `policy`, or that others have one for. */
const PLACES: Readonly<Record<string, Place>> = {
  "aws:s3/bucket:Bucket": { kind: "bucket", of: "bucket", declares: true },
  "aws:s3/bucketPolicy:BucketPolicy": { kind: "bucket", of: "bucket", declares: false },
  "aws:sns/topic:Topic": { kind: "topic", of: "name", declares: true },
  "aws:sns/topicPolicy:TopicPolicy": { kind: "topic", of: "arn", declares: false },
  "aws:sqs/queue:Queue": { kind: "queue", of: "name", declares: true },
  "aws:sqs/queuePolicy:QueuePolicy": { kind: "queue", of: "queueUrl", declares: false },
  "aws:kms/key:Key": { kind: "key", of: "name", declares: true },
  "aws:kms/keyPolicy:KeyPolicy": { kind: "key", of: "keyId", declares: false },
  "aws:dynamodb/table:Table": { kind: "table", of: "name", declares: true },
  "aws:dynamodb/resourcePolicy:ResourcePolicy": { kind: "table", of: "resourceArn", declares: false },
  "aws:secretsmanager/secret:Secret": { kind: "secret", of: "name", declares: true },
  "aws:secretsmanager/secretPolicy:SecretPolicy": { kind: "secret", of: "secretArn", declares: false },
  "aws:lambda/function:Function": { kind: "function", of: "name", declares: true },
};

/** Resources that have a policy of their own, or may have one. */
export function resourceOwners(snapshot: Snapshot): readonly PolicyOwner[] {
  const found = new Map<string, PolicyOwner>();
  const add = (
    { kind, declares }: Omit<Place, "of">,
    name: string,
    statements: readonly PolicyStatement[],
  ): void => {
    const earlier = found.get(`${kind} ${name}`);
    found.set(`${kind} ${name}`, {
      ...{ kind, name, trust: [], managed: [] },
      declared: declares || earlier?.declared === true,
      statements: [...(earlier?.statements ?? []), ...statements],
    });
  };
  for (const resource of snapshot.resources) {
    const { type, name, inputs } = resource;
    const place = PLACES[type] as Place | undefined;
    if (place !== undefined) {
      const document = inputs.policy ?? defaultPolicy(resource, snapshot);
      const statements = readStatements(document, `${place.kind} policy`);
      add(place, lastPart(textOr(inputs[place.of], name)), statements);
    }
    if (type === "aws:lambda/permission:Permission") {
      const own = textOr(inputs.function, name).split(":function:").at(-1)!.split(":")[0];
      add({ kind: "function", declares: false }, own, lambdaPermission(resource));
    }
  }
  return [...found.values()];
}

/** What a resource without a policy has: only a key has one. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultPolicy({ type }: SnapshotResource, { accountId }: Snapshot): unknown {
  if (type !== "aws:kms/key:Key") {
    return undefined;
  }
  const Statement = {
    ...{ Sid: "Default", Effect: "Allow", Action: "kms:*", Resource: "*" },
    Principal: { AWS: accountId },
  };
  return { Version: "2012-10-17", Statement };
}

/** The statement that Lambda makes of a permission. */
function lambdaPermission({ name, inputs }: SnapshotResource): readonly PolicyStatement[] {
  const { action, principal, qualifier, sourceArn, sourceAccount, principalOrgId } = inputs;
  const isService = /\.amazonaws\.com(?:\.cn)?$/.test(String(principal));
  const Condition = {
    ...(sourceArn === undefined ? {} : { ArnLike: { "aws:SourceArn": sourceArn } }),
    StringEquals: {
      ...(sourceAccount === undefined ? {} : { "aws:SourceAccount": sourceAccount }),
      ...(principalOrgId === undefined ? {} : { "aws:PrincipalOrgID": principalOrgId }),
    },
  };
  const Statement = {
    ...{ Sid: name, Effect: "Allow", Action: action, Condition },
    Principal: isService ? { Service: principal } : { AWS: principal },
    Resource: qualifier === undefined ? "*" : `*:${textOr(qualifier, "")}`,
  };
  return readStatements({ Version: "2012-10-17", Statement }, "function policy");
}

/** `stepline-dev-notifications` of its ARN, queue URL or `table/...`. */
function lastPart(text: string): string {
  return text.split(/[:/]/).at(-1)!;
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
