/** What of one service is left to moto. An operation on neither list is refused: moto may answer it, but not truthfully. */
export interface MotoService {
  readonly title: string;
  /** What they do here is what they do on AWS, but for the caveats. */
  readonly serves: readonly string[];
  /** Taken from the program at the start, and refused after it: they would succeed and change nothing. */
  readonly declares: Readonly<Record<string, string>>;
  /** Make what a data folder does not keep: refused while there is one. */
  readonly forgets?: readonly string[];
  /** What is different, a sentence each. */
  readonly caveats: readonly string[];
  /** Why this very request is refused, though its operation is served. */
  readonly refuses?: (operation: string, input: Input, sealed: boolean) => string | undefined;
}

type Input = Readonly<Record<string, unknown>>;

const POLICY_FROM_PROGRAM = "Policies decide as the program declares them.";
const KEY_FROM_PROGRAM = "Which key encrypts what is read from the program.";
const NEVER_EXPIRES = "Nothing expires here.";
const NEVER_FIRES = "Nothing fires by itself here; npm start fires a schedule as it is declared.";
const NO_METRICS = "No metrics are collected, so no alarm changes its state.";

/** Services that moto stands in for, by signing name. */
export const MOTO_SERVICES: Readonly<Record<string, MotoService>> = {
  s3: {
    title: "S3",
    serves: [
      ...["CreateBucket", "DeleteBucket", "HeadBucket", "ListBuckets", "GetBucketLocation"],
      ...["PutBucketVersioning", "GetBucketVersioning", "PutBucketTagging", "GetBucketTagging"],
      ...["DeleteBucketTagging", "GetBucketPolicy", "GetBucketEncryption", "GetBucketLifecycleConfiguration"],
      ...["GetPublicAccessBlock", "GetBucketOwnershipControls", "GetBucketLogging"],
      ...["ListObjects", "ListObjectsV2", "ListObjectVersions", "GetObject", "HeadObject", "PutObject"],
      ...["CopyObject", "DeleteObject", "DeleteObjects", "GetObjectTagging", "PutObjectTagging"],
      ...["DeleteObjectTagging", "CreateMultipartUpload", "UploadPart", "UploadPartCopy", "ListParts"],
      ...["ListMultipartUploads", "CompleteMultipartUpload", "AbortMultipartUpload"],
    ],
    declares: {
      PutBucketPolicy: POLICY_FROM_PROGRAM,
      PutBucketEncryption: KEY_FROM_PROGRAM,
      PutBucketLifecycleConfiguration: NEVER_EXPIRES,
      PutBucketOwnershipControls: "Objects have no owners here.",
      PutPublicAccessBlock: "Every request is signed here: nothing is public.",
    },
    caveats: [
      "Nothing is encrypted. The key that would encrypt is asked for, under the caller's role, by its policy.",
      "Lifecycle rules delete nothing. Access lists are taken and have no effect.",
      "Path style and `<bucket>.localhost` both reach a bucket.",
      "Spark's S3A needs `fs.s3a.endpoint.region` beside the endpoint: without it, it signs for another region, and tries again for minutes.",
      'URLs are presigned with SigV4. The AWS CLI of version 1 and boto3 presign with SigV2 by default, which is refused: `aws configure set default.s3.signature_version s3v4`, or `Config(signature_version="s3v4")`.',
    ],
  },
  dynamodb: {
    title: "DynamoDB",
    serves: [
      ...["CreateTable", "DeleteTable", "DescribeTable", "ListTables", "DescribeTimeToLive"],
      ...["DescribeContinuousBackups", "ListTagsOfResource", "TagResource", "UntagResource"],
      ...["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"],
      ...["BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems"],
    ],
    declares: {
      UpdateTimeToLive: NEVER_EXPIRES,
      UpdateContinuousBackups: "There are no backups here.",
    },
    caveats: [
      "Requests are done one after the other: a transaction is isolated, and no capacity is ever exceeded.",
      "Reads are always consistent, also where they were not asked to be.",
      "Items stay after their time to live.",
    ],
  },
  sns: {
    title: "SNS",
    serves: [
      ...["CreateTopic", "DeleteTopic", "ListTopics", "GetTopicAttributes", "Subscribe", "Unsubscribe"],
      ...["ListSubscriptions", "ListSubscriptionsByTopic", "GetSubscriptionAttributes"],
      ...["SetSubscriptionAttributes", "ListTagsForResource", "Publish", "PublishBatch"],
    ],
    declares: { SetTopicAttributes: POLICY_FROM_PROGRAM },
    forgets: ["CreateTopic", "Subscribe"],
    caveats: [
      "Messages reach queues. Mail is not sent: a declared subscription of an address is taken for confirmed.",
      "What a topic may deliver is checked against the resource policies when the sandbox starts.",
    ],
    refuses: (operation, input, sealed) => {
      if (operation.startsWith("Publish") && input.TopicArn === undefined && input.TargetArn === undefined) {
        return "only topics deliver here, no phones: publish to a topic.";
      }
      return operation === "Subscribe" && sealed && input.Protocol !== "sqs"
        ? `nothing is delivered by ${String(input.Protocol)} here: subscribe a queue.`
        : undefined;
    },
  },
  sqs: {
    title: "SQS",
    serves: [
      ...["CreateQueue", "DeleteQueue", "ListQueues", "GetQueueUrl", "GetQueueAttributes"],
      ...["SetQueueAttributes", "ListQueueTags", "TagQueue", "UntagQueue", "ListDeadLetterSourceQueues"],
      ...["SendMessage", "SendMessageBatch", "ReceiveMessage", "DeleteMessage", "DeleteMessageBatch"],
      ...["ChangeMessageVisibility", "ChangeMessageVisibilityBatch", "PurgeQueue"],
    ],
    declares: {},
    caveats: [
      "A message that was received too often goes to the dead-letter queue.",
      "The AWS CLI of version 1 reads `AWS_ENDPOINT_URL` for every service but this one: give it `--endpoint-url`.",
    ],
    refuses: (operation, input, sealed) => {
      const fixed = ["Policy", "KmsMasterKeyId", "RedriveAllowPolicy"].find((name) =>
        attributeNames(input).includes(name),
      );
      const sets = operation === "SetQueueAttributes" || operation === "CreateQueue";
      return sealed && sets && fixed !== undefined
        ? `${fixed} would have no effect: declare it in the program and start the sandbox again.`
        : undefined;
    },
  },
  kms: {
    title: "KMS",
    serves: [
      ...["Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
      ...["GenerateRandom", "DescribeKey", "ListKeys", "ListAliases", "GetKeyPolicy"],
      ...["GetKeyRotationStatus", "ListResourceTags"],
    ],
    declares: {
      CreateKey: KEY_FROM_PROGRAM,
      CreateAlias: KEY_FROM_PROGRAM,
      EnableKeyRotation: "Keys are not rotated here.",
    },
    caveats: ["A key has the id the program was told when it was recorded. It is never rotated."],
  },
  logs: {
    title: "CloudWatch Logs",
    serves: [
      ...["CreateLogGroup", "DeleteLogGroup", "DescribeLogGroups", "ListTagsForResource"],
      ...["CreateLogStream", "DeleteLogStream", "DescribeLogStreams"],
      ...["PutLogEvents", "GetLogEvents", "FilterLogEvents"],
    ],
    declares: { PutRetentionPolicy: NEVER_EXPIRES },
    caveats: [
      "Functions and jobs deliver their lines here under their own roles. State machines deliver none.",
      "Log Insights, metric filters and subscription filters are refused.",
    ],
  },
  events: {
    title: "EventBridge",
    serves: ["DescribeRule", "ListRules", "ListTargetsByRule", "DescribeEventBus", "ListEventBuses"],
    declares: { PutRule: NEVER_FIRES, PutTargets: NEVER_FIRES },
    caveats: [
      "No service emits events, and none is matched with a rule: PutEvents is refused. Rules can be read.",
    ],
  },
  scheduler: {
    title: "EventBridge Scheduler",
    serves: [
      ...["GetSchedule", "ListSchedules", "GetScheduleGroup", "ListScheduleGroups", "ListTagsForResource"],
    ],
    declares: { CreateSchedule: NEVER_FIRES, CreateScheduleGroup: NEVER_FIRES },
    caveats: [
      "A schedule fires when `npm start` fires it: with its declared target, input, role, retries and dead-letter queue.",
    ],
  },
  states: {
    title: "Step Functions",
    serves: [
      ...["CreateStateMachine", "UpdateStateMachine", "DeleteStateMachine", "DescribeStateMachine"],
      ...["ListStateMachines", "PublishStateMachineVersion", "ListStateMachineVersions"],
      ...["DeleteStateMachineVersion", "CreateStateMachineAlias", "UpdateStateMachineAlias"],
      ...["DescribeStateMachineAlias", "ListStateMachineAliases", "DeleteStateMachineAlias"],
      ...["StartExecution", "StopExecution", "DescribeExecution", "ListExecutions", "GetExecutionHistory"],
      ...["DescribeStateMachineForExecution", "SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"],
    ],
    declares: {},
    forgets: ["CreateStateMachine", "CreateStateMachineAlias"],
    caveats: [
      "Executions run in moto's interpreter, mended as the list below says; every call of a state is signed with the machine's role and decided by its policies.",
      "TestState and StartSyncExecution are refused, but SDKs send them to a host of their own, `sync-127.0.0.1`, which is not there: they fail to connect. They come here, and get that refusal, with `Config(inject_host_prefix=False)` in boto3, `disableHostPrefix: true` in JavaScript, `AWS_DISABLE_HOST_PREFIX_INJECTION=true` in the AWS CLI and boto3.",
      "Redrive, Express workflows, map runs and activities are refused, as is an alias with weighted versions.",
      "Only the machine's present definition can be started: a version that was changed since is refused.",
      "Pauses between polls and retries are scaled, their order and number are as declared. Time limits are not scaled.",
    ],
    refuses: (operation, { type }) =>
      operation === "CreateStateMachine" && type === "EXPRESS"
        ? "Express workflows run at least once, and leave no history: declare a standard one."
        : undefined,
  },
  iam: {
    title: "IAM",
    serves: [
      ...["GetRole", "ListRoles", "ListRoleTags", "GetRolePolicy", "ListRolePolicies"],
      ...["ListAttachedRolePolicies"],
    ],
    declares: { CreateRole: POLICY_FROM_PROGRAM, PutRolePolicy: POLICY_FROM_PROGRAM },
    caveats: [
      "Every call of a role is decided by its declared policies, boundary, the resource's policy and the key's policy; the operator may do everything.",
      "Roles can be read. A change is refused, for it would change no decision: change the program.",
    ],
  },
  monitoring: {
    title: "CloudWatch",
    serves: ["GetDashboard", "ListDashboards"],
    declares: { PutDashboard: "A dashboard is drawn by AWS's console.", PutMetricAlarm: NO_METRICS },
    caveats: [
      "There are no metrics and no states of alarms: to ask for them is refused. Dashboards can be read.",
    ],
  },
};

/**
 * Why a request must not be left to moto.
 *
 * @param state `sealed`: the program's resources have been made; `keepsState`: there is a data folder.
 * @returns what would do instead; undefined when moto answers truthfully.
 */
export function whyNotMoto(
  service: string,
  operation: string,
  input: Input,
  { sealed, keepsState }: { readonly sealed: boolean; readonly keepsState: boolean },
): string | undefined {
  if (!Object.hasOwn(MOTO_SERVICES, service)) {
    return "no part of the sandbox stands in for that service.";
  }
  const { serves, declares, forgets = [], refuses } = MOTO_SERVICES[service];
  if (Object.hasOwn(declares, operation)) {
    const fix = "Declare it in the program and start the sandbox again.";
    return sealed ? `it would change nothing. ${declares[operation]} ${fix}` : undefined;
  }
  if (!serves.includes(operation)) {
    return "it would not be answered as on AWS. docs/sandbox.md lists what is.";
  }
  if (sealed && keepsState && forgets.includes(operation)) {
    return "--data would not keep it. Declare it in the program, or start the sandbox without --data.";
  }
  return refuses?.(operation, input, sealed);
}

/** Of SetQueueAttributes and CreateQueue, in JSON and in the older form. */
function attributeNames(input: Input): readonly unknown[] {
  const inForm = Object.entries(input).flatMap(([name, value]) =>
    /^Attribute\.\d+\.Name$/.test(name) ? [value] : [],
  );
  return [...inForm, ...Object.keys(input.Attributes ?? {})];
}
