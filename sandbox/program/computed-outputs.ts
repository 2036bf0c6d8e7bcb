import { analyticsOutputs } from "./computed-outputs-analytics";
import { networkOutputs } from "./computed-outputs-network";
import { arn, digits, globalArn, type RecordedPlace, uuid } from "./identifiers";

/** What AWS would add to a resource: its id, and outputs that are no inputs. */
export interface Computed {
  readonly id: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

export interface Declared {
  readonly place: RecordedPlace;
  /** Name in the program. */
  readonly name: string;
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The input, or the name Pulumi would make: `<name>-<seven digits>`. */
  readonly physicalName: (input?: string) => string;
  /** A text input. */
  readonly text: (input: string) => string;
}

export type ComputedOutputs = (declared: Declared) => Computed;

/** Settings of a bucket go by its name. */
const bucketSetting: ComputedOutputs = ({ text }) => ({ id: text("bucket") });

const bucketObject: ComputedOutputs = ({ place, text, urn }) => ({
  id: `${text("bucket")}/${text("key")}`,
  outputs: {
    arn: globalArn(place, "s3", `${text("bucket")}/${text("key")}`),
    etag: digits(urn, 32),
    versionId: digits(urn, 32),
  },
});

const storageOutputs: Readonly<Record<string, ComputedOutputs>> = {
  "aws:s3/bucket:Bucket": ({ place, physicalName }) => {
    const bucket = physicalName("bucket");
    return {
      id: bucket,
      outputs: {
        bucket,
        arn: globalArn(place, "s3", bucket),
        bucketDomainName: `${bucket}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${bucket}.s3.${place.region}.amazonaws.com`,
        region: place.region,
      },
    };
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketSetting,
  "aws:s3/bucketLogging:BucketLogging": bucketSetting,
  "aws:s3/bucketNotification:BucketNotification": bucketSetting,
  "aws:s3/bucketObject:BucketObject": bucketObject,
  "aws:s3/bucketObjectv2:BucketObjectv2": bucketObject,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketSetting,
  "aws:s3/bucketPolicy:BucketPolicy": bucketSetting,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketSetting,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucketSetting,
  "aws:s3/bucketVersioning:BucketVersioning": bucketSetting,
  "aws:kms/key:Key": ({ place, urn }) => {
    const keyId = uuid(urn);
    return { id: keyId, outputs: { keyId, arn: arn(place, "kms", `key/${keyId}`) } };
  },
  "aws:kms/alias:Alias": ({ place, physicalName, text }) => {
    const name = physicalName();
    const target = text("targetKeyId");
    const targetKeyArn = target.startsWith("arn:") ? target : arn(place, "kms", `key/${target}`);
    return { id: name, outputs: { name, arn: arn(place, "kms", name), targetKeyArn } };
  },
  "aws:dynamodb/table:Table": ({ place, physicalName }) => {
    const name = physicalName();
    return { id: name, outputs: { name, arn: arn(place, "dynamodb", `table/${name}`) } };
  },
};

const messagingOutputs: Readonly<Record<string, ComputedOutputs>> = {
  "aws:sns/topic:Topic": ({ place, physicalName }) => {
    const name = physicalName();
    const topicArn = arn(place, "sns", name);
    return { id: topicArn, outputs: { name, arn: topicArn, owner: place.accountId } };
  },
  "aws:sns/topicPolicy:TopicPolicy": ({ text, place }) => ({
    id: text("arn"),
    outputs: { owner: place.accountId },
  }),
  "aws:sns/topicSubscription:TopicSubscription": ({ text, urn, place, inputs }) => {
    const subscriptionArn = `${text("topic")}:${uuid(urn)}`;
    const pendingConfirmation = String(inputs.protocol).startsWith("email");
    return {
      id: subscriptionArn,
      outputs: { arn: subscriptionArn, ownerId: place.accountId, pendingConfirmation },
    };
  },
  "aws:sqs/queue:Queue": ({ place, physicalName }) => {
    const name = physicalName();
    const url = `https://sqs.${place.region}.amazonaws.com/${place.accountId}/${name}`;
    return { id: url, outputs: { name, url, arn: arn(place, "sqs", name) } };
  },
  "aws:sqs/queuePolicy:QueuePolicy": ({ text }) => ({ id: text("queueUrl") }),
  "aws:sqs/redrivePolicy:RedrivePolicy": ({ text }) => ({ id: text("queueUrl") }),
  "aws:cloudwatch/eventRule:EventRule": ({ place, physicalName }) => {
    const name = physicalName();
    return { id: name, outputs: { name, arn: arn(place, "events", `rule/${name}`) } };
  },
  "aws:cloudwatch/eventTarget:EventTarget": ({ text, inputs, urn }) => {
    const targetId = typeof inputs.targetId === "string" ? inputs.targetId : `terraform-${digits(urn, 26)}`;
    return { id: `${text("rule")}-${targetId}`, outputs: { targetId } };
  },
  "aws:scheduler/schedule:Schedule": ({ place, physicalName, inputs }) => {
    const name = physicalName();
    const group = typeof inputs.groupName === "string" ? inputs.groupName : "default";
    return {
      id: `${group}/${name}`,
      outputs: { name, groupName: group, arn: arn(place, "scheduler", `schedule/${group}/${name}`) },
    };
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": ({ place, physicalName }) => {
    const name = physicalName();
    return {
      id: name,
      outputs: { name, arn: arn(place, "scheduler", `schedule-group/${name}`), state: "ACTIVE" },
    };
  },
};

const accessOutputs: Readonly<Record<string, ComputedOutputs>> = {
  "aws:iam/role:Role": ({ place, physicalName, inputs, urn }) => {
    const name = physicalName();
    const path = typeof inputs.path === "string" ? inputs.path : "/";
    const uniqueId = `AROA${digits(urn, 17).toUpperCase()}`;
    return {
      id: name,
      outputs: { name, path, uniqueId, arn: globalArn(place, "iam", `role${path}${name}`) },
    };
  },
  "aws:iam/rolePolicy:RolePolicy": ({ physicalName, text }) => {
    const name = physicalName();
    return { id: `${text("role")}:${name}`, outputs: { name } };
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ({ text }) => ({
    id: `${text("role")}/${text("policyArn")}`,
  }),
  "aws:iam/policy:Policy": ({ place, physicalName, inputs, urn }) => {
    const name = physicalName();
    const path = typeof inputs.path === "string" ? inputs.path : "/";
    const policyArn = globalArn(place, "iam", `policy${path}${name}`);
    const policyId = `ANPA${digits(urn, 17).toUpperCase()}`;
    return { id: policyArn, outputs: { name, path, policyId, attachmentCount: 0, arn: policyArn } };
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ({ place, text }) => {
    const host = text("url").replace(/^https:\/\//, "");
    const providerArn = globalArn(place, "iam", `oidc-provider/${host}`);
    return { id: providerArn, outputs: { arn: providerArn } };
  },
};

/** Every type the program may use, and what AWS makes of it. */
const COMPUTED: Readonly<Partial<Record<string, ComputedOutputs>>> = {
  ...storageOutputs,
  ...messagingOutputs,
  ...accessOutputs,
  ...networkOutputs,
  ...analyticsOutputs,
  "pulumi:providers:aws": ({ urn }) => ({ id: uuid(urn) }),
};

/** Every type that the sandbox has outputs for. */
export const computedTypes: readonly string[] = Object.keys(COMPUTED);

/**
 * The id and the outputs AWS would give a resource.
 *
 * @throws Error for a type whose outputs nobody wrote down: a made-up one would pass through the program unnoticed.
 */
export function computedOutputs(type: string, declared: Declared): Computed {
  const compute = COMPUTED[type];
  if (compute === undefined) {
    throw new Error(
      `The sandbox does not know what AWS computes for "${declared.name}" (${type}): ` +
        "add the type to sandbox/program/computed-outputs.ts.",
    );
  }
  return compute(declared);
}
