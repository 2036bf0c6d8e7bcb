import type { Account, AccountResource } from "./account";

/** A name that somebody has already: what AWS answers, in the provider's words. `%` stands for the name. */
const TAKEN: Readonly<Partial<Record<string, string>>> = {
  "aws:s3/bucket:Bucket":
    "creating S3 Bucket (%): operation error S3: CreateBucket, https response error StatusCode: 409, " +
    "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.",
  "aws:iam/role:Role":
    "creating IAM Role (%): operation error IAM: CreateRole, https response error StatusCode: 409, " +
    "EntityAlreadyExists: Role with name % already exists.",
  "aws:iam/policy:Policy":
    "creating IAM Policy (%): operation error IAM: CreatePolicy, https response error StatusCode: 409, " +
    "EntityAlreadyExists: A policy called % already exists. Duplicate names are not allowed.",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
    "creating IAM OIDC Provider: operation error IAM: CreateOpenIDConnectProvider, https response error StatusCode: 409, " +
    "EntityAlreadyExists: Provider with url % already exists.",
  "aws:dynamodb/table:Table":
    "creating DynamoDB Table (%): operation error DynamoDB: CreateTable, https response error StatusCode: 400, " +
    "ResourceInUseException: Table already exists: %",
  "aws:kms/alias:Alias":
    "creating KMS Alias (%): operation error KMS: CreateAlias, https response error StatusCode: 400, " +
    "AlreadyExistsException: An alias with the name % already exists",
  "aws:cloudwatch/logGroup:LogGroup":
    "creating CloudWatch Logs Log Group (%): operation error CloudWatch Logs: CreateLogGroup, https response error " +
    "StatusCode: 400, ResourceAlreadyExistsException: The specified log group already exists",
  "aws:lambda/function:Function":
    "creating Lambda Function (%): operation error Lambda: CreateFunction, https response error StatusCode: 409, " +
    "ResourceConflictException: Function already exist: %",
  "aws:lambda/alias:Alias":
    "creating Lambda Alias (%): operation error Lambda: CreateAlias, https response error StatusCode: 409, " +
    "ResourceConflictException: Alias already exists: %",
  "aws:glue/job:Job":
    "creating Glue Job (%): operation error Glue: CreateJob, https response error StatusCode: 400, " +
    "IdempotentParameterMismatchException: Job with name % already submitted with different configuration.",
  "aws:glue/securityConfiguration:SecurityConfiguration":
    "creating Glue Security Configuration (%): operation error Glue: CreateSecurityConfiguration, https response error " +
    "StatusCode: 400, AlreadyExistsException: Security configuration % already exists.",
  "aws:sfn/stateMachine:StateMachine":
    "creating Step Functions State Machine (%): operation error SFN: CreateStateMachine, https response error " +
    "StatusCode: 400, StateMachineAlreadyExists: State Machine Already Exists: '%'",
  "aws:sfn/alias:Alias":
    "creating Step Functions Alias (%): operation error SFN: CreateStateMachineAlias, https response error " +
    "StatusCode: 400, ConflictException: State Machine Alias already exists: '%'",
  "aws:scheduler/schedule:Schedule":
    "creating Amazon EventBridge Scheduler Schedule (%): operation error Scheduler: CreateSchedule, https response error " +
    "StatusCode: 409, ConflictException: Schedule % already exists.",
  "aws:scheduler/scheduleGroup:ScheduleGroup":
    "creating Amazon EventBridge Scheduler Schedule Group (%): operation error Scheduler: CreateScheduleGroup, https " +
    "response error StatusCode: 409, ConflictException: Schedule group % already exists.",
  "aws:redshiftserverless/namespace:Namespace":
    "creating Redshift Serverless Namespace (%): operation error Redshift Serverless: CreateNamespace, https response " +
    "error StatusCode: 400, ConflictException: The namespace already exists: %",
  "aws:redshiftserverless/workgroup:Workgroup":
    "creating Redshift Serverless Workgroup (%): operation error Redshift Serverless: CreateWorkgroup, https response " +
    "error StatusCode: 400, ConflictException: The workgroup already exists: %",
  "aws:sns/topic:Topic":
    "creating SNS Topic (%): operation error SNS: CreateTopic, https response error StatusCode: 400, " +
    "InvalidParameter: Invalid parameter: Attributes Reason: Topic already exists with different attributes",
  "aws:sqs/queue:Queue":
    "creating SQS Queue (%): operation error SQS: CreateQueue, https response error StatusCode: 400, " +
    "QueueAlreadyExists: A queue already exists with the same name and a different value for attribute",
};

/**
 * Why AWS doesn't make a resource: its name is taken. Types that aren't listed are put in the other's place, as AWS does
 * with policies, settings and alarms.
 */
export function refusalToCreate(type: string, name: string): string | undefined {
  return TAKEN[type]?.replaceAll("%", name);
}

/** What must be gone before: type of the holder -> property of the other type that points at it. */
const HELD_BY: Readonly<
  Partial<Record<string, { readonly by: Readonly<Record<string, string>>; readonly says: string }>>
> = {
  "aws:iam/role:Role": {
    by: {
      "aws:iam/rolePolicy:RolePolicy": "role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role",
    },
    says:
      "deleting IAM Role (%): operation error IAM: DeleteRole, https response error StatusCode: 409, " +
      "DeleteConflict: Cannot delete entity, must delete policies first.",
  },
  "aws:iam/policy:Policy": {
    by: { "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn" },
    says:
      "deleting IAM Policy (%): operation error IAM: DeletePolicy, https response error StatusCode: 409, " +
      "DeleteConflict: Cannot delete a policy attached to entities.",
  },
  "aws:redshiftserverless/namespace:Namespace": {
    by: { "aws:redshiftserverless/workgroup:Workgroup": "namespaceName" },
    says:
      "deleting Redshift Serverless Namespace (%): operation error Redshift Serverless: DeleteNamespace, https response " +
      "error StatusCode: 400, ConflictException: There is a workgroup associated with the namespace.",
  },
  "aws:ec2/subnet:Subnet": {
    by: { "aws:redshiftserverless/workgroup:Workgroup": "subnetIds" },
    says:
      "deleting EC2 Subnet (%): operation error EC2: DeleteSubnet, https response error StatusCode: 400, " +
      "DependencyViolation: The subnet '%' has dependencies and cannot be deleted.",
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    by: { "aws:redshiftserverless/workgroup:Workgroup": "securityGroupIds" },
    says:
      "deleting Security Group (%): operation error EC2: DeleteSecurityGroup, https response error StatusCode: 400, " +
      "DependencyViolation: resource % has a dependent object",
  },
  "aws:ec2/vpc:Vpc": {
    by: {
      "aws:ec2/subnet:Subnet": "vpcId",
      "aws:ec2/securityGroup:SecurityGroup": "vpcId",
      "aws:ec2/internetGateway:InternetGateway": "vpcId",
      "aws:ec2/vpcEndpoint:VpcEndpoint": "vpcId",
    },
    says:
      "deleting EC2 VPC (%): operation error EC2: DeleteVpc, https response error StatusCode: 400, " +
      "DependencyViolation: The vpc '%' has dependencies and cannot be deleted.",
  },
};

/** Why AWS doesn't delete a resource. */
export function refusalToDelete(resource: AccountResource, account: Account): string | undefined {
  const { type, id, state } = resource;
  if (type === "aws:s3/bucket:Bucket" && state.forceDestroy !== true && account.objectsOf(id).length > 0) {
    return (
      `deleting S3 Bucket (${id}): operation error S3: DeleteBucket, https response error StatusCode: 409, ` +
      "api error BucketNotEmpty: The bucket you tried to delete is not empty"
    );
  }
  if (type === "aws:dynamodb/table:Table" && state.deletionProtectionEnabled === true) {
    return (
      `deleting DynamoDB Table (${id}): operation error DynamoDB: DeleteTable, https response error StatusCode: 400, ` +
      "ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first."
    );
  }
  if (type === "aws:cloudwatch/logGroup:LogGroup" && state.deletionProtectionEnabled === true) {
    return (
      `deleting CloudWatch Logs Log Group (${id}): operation error CloudWatch Logs: DeleteLogGroup, https response error ` +
      "StatusCode: 400, ValidationException: Log group is protected against deletion. Disable deletion protection first."
    );
  }
  const held = HELD_BY[type];
  const holders = Object.entries(held?.by ?? {}).flatMap(([other, property]) =>
    account.ofType(other).filter((holder) => pointsAt(id, holder.state[property])),
  );
  return held === undefined || holders.length === 0 ? undefined : held.says.replaceAll("%", id);
}

function pointsAt(id: string, value: unknown): boolean {
  return value === id || (Array.isArray(value) && value.includes(id));
}
