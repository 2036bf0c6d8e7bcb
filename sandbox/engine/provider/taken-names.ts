import { type Answer, awsError } from "./aws-error";

interface Taken extends Answer {
  /** What the provider puts in front. */
  readonly doing: string;
}

/**
 * A name that somebody has already: what AWS answers, in the provider's words. `%` stands for the name, `@` for the ARN.
 *
 * Read in outputs of the provider that people published: bucket, role, table, log group, KMS alias, function and state machine.
 * What the provider puts in front (`doing`) is from its sources, of schedules, aliases and the namespace with the brand as it is
 * in published outputs of tables. Not confirmed: the message of AWS for the types that are not named here.
 */
const TAKEN: Readonly<Partial<Record<string, Taken>>> = {
  "aws:s3/bucket:Bucket": {
    doing: "creating S3 Bucket (%)",
    call: "S3: CreateBucket",
    status: 409,
    // The SDK loses S3's message.
    says: "BucketAlreadyOwnedByYou: ",
  },
  "aws:iam/role:Role": {
    doing: "creating IAM Role (%)",
    call: "IAM: CreateRole",
    status: 409,
    says: "EntityAlreadyExists: Role with name % already exists.",
  },
  "aws:iam/policy:Policy": {
    doing: "creating IAM Policy (%)",
    call: "IAM: CreatePolicy",
    status: 409,
    says: "EntityAlreadyExists: A policy called % already exists. Duplicate names are not allowed.",
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    doing: "creating IAM OIDC Provider",
    call: "IAM: CreateOpenIDConnectProvider",
    status: 409,
    says: "EntityAlreadyExists: Provider with url % already exists.",
  },
  "aws:dynamodb/table:Table": {
    doing: "creating AWS DynamoDB Table (%)",
    call: "DynamoDB: CreateTable",
    status: 400,
    says: "ResourceInUseException: Table already exists: %",
  },
  "aws:kms/alias:Alias": {
    doing: "creating KMS Alias (%)",
    call: "KMS: CreateAlias",
    status: 400,
    says: "AlreadyExistsException: An alias with the name @ already exists",
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    doing: "creating CloudWatch Logs Log Group (%)",
    call: "CloudWatch Logs: CreateLogGroup",
    status: 400,
    says: "ResourceAlreadyExistsException: The specified log group already exists",
  },
  "aws:lambda/function:Function": {
    doing: "creating Lambda Function (%)",
    call: "Lambda: CreateFunction",
    status: 409,
    says: "ResourceConflictException: Function already exist: %",
  },
  "aws:lambda/alias:Alias": {
    doing: "creating Lambda alias",
    call: "Lambda: CreateAlias",
    status: 409,
    says: "ResourceConflictException: Alias already exists: @",
  },
  "aws:glue/job:Job": {
    doing: "creating Glue Job (%)",
    call: "Glue: CreateJob",
    status: 400,
    says: "IdempotentParameterMismatchException: Job with name % already submitted with different configuration.",
  },
  "aws:glue/securityConfiguration:SecurityConfiguration": {
    doing: "creating Glue Security Configuration (%)",
    call: "Glue: CreateSecurityConfiguration",
    status: 400,
    says: "AlreadyExistsException: Security configuration % already exists.",
  },
  "aws:sfn/stateMachine:StateMachine": {
    doing: "creating Step Functions State Machine (%)",
    call: "SFN: CreateStateMachine",
    status: 400,
    says: "StateMachineAlreadyExists: State Machine Already Exists: '@'",
  },
  "aws:sfn/alias:Alias": {
    doing: "creating AWS SFN (Step Functions) Alias (%)",
    call: "SFN: CreateStateMachineAlias",
    status: 400,
    says: "ConflictException: State Machine Alias already exists: '@'",
  },
  "aws:scheduler/schedule:Schedule": {
    doing: "creating AWS EventBridge Scheduler Schedule (%)",
    call: "Scheduler: CreateSchedule",
    status: 409,
    says: "ConflictException: Schedule % already exists.",
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": {
    doing: "creating AWS EventBridge Scheduler Schedule Group (%)",
    call: "Scheduler: CreateScheduleGroup",
    status: 409,
    says: "ConflictException: Schedule group % already exists.",
  },
  "aws:redshiftserverless/namespace:Namespace": {
    doing: 'creating AWS Redshift Serverless Namespace ("%")',
    call: "Redshift Serverless: CreateNamespace",
    status: 400,
    says: "ConflictException: The namespace already exists: %",
  },
  "aws:redshiftserverless/workgroup:Workgroup": {
    doing: "creating Redshift Serverless Workgroup (%)",
    call: "Redshift Serverless: CreateWorkgroup",
    status: 400,
    says: "ConflictException: The workgroup already exists: %",
  },
  "aws:sns/topic:Topic": {
    doing: "creating SNS Topic (%)",
    call: "SNS: CreateTopic",
    status: 400,
    says: "InvalidParameter: Invalid parameter: Attributes Reason: Topic already exists with different attributes",
  },
  "aws:sqs/queue:Queue": {
    doing: "creating SQS Queue (%)",
    call: "SQS: CreateQueue",
    status: 400,
    says: "QueueAlreadyExists: A queue already exists with the same name and a different value for attribute",
  },
};

/**
 * Why AWS doesn't make a resource: its name is taken. Types that aren't listed are put in the other's place, as AWS does
 * with policies, settings and alarms.
 */
export function refusalToCreate(
  type: string,
  { name, arn = name, region }: { readonly name: string; readonly arn?: string; readonly region: string },
): string | undefined {
  const taken = TAKEN[type];
  if (taken === undefined) {
    return undefined;
  }
  const filled = (text: string): string => text.replaceAll("%", name).replaceAll("@", arn);
  // There S3 would answer that all is well, so the provider looks first.
  return type === "aws:s3/bucket:Bucket" && region === "us-east-1"
    ? `${filled(taken.doing)}: bucket already exists`
    : `${filled(taken.doing)}: ${awsError({ ...taken, says: filled(taken.says) })}`;
}
