import type { Account, AccountResource } from "./account";
import { type Answer, awsError } from "./aws-error";

interface Held {
  /** What the provider puts in front. */
  readonly doing: string;
  readonly call: string;
  readonly status: number;
  /** Who holds it, in the order in which AWS looks. */
  readonly by: readonly Holder[];
}

interface Holder {
  readonly type: string;
  /** Of the holder: what points at the held resource. */
  readonly property: string;
  readonly says: string;
}

const SUBNET = "api error DependencyViolation: The subnet '%' has dependencies and cannot be deleted.";
const GROUP = "api error DependencyViolation: resource % has a dependent object";
const VPC = "api error DependencyViolation: The vpc '%' has dependencies and cannot be deleted.";

/**
 * What must be gone before. `%` stands for the resource's id. Read in published outputs: the answers for roles and policies.
 * Not confirmed: the message for a namespace, and EC2's, which are as its documentation of error codes describes them.
 */
const HELD_BY: Readonly<Partial<Record<string, Held>>> = {
  "aws:iam/role:Role": {
    doing: "deleting IAM Role (%)",
    call: "IAM: DeleteRole",
    status: 409,
    by: [
      {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        property: "role",
        says: "DeleteConflict: Cannot delete entity, must detach all policies first.",
      },
      {
        type: "aws:iam/rolePolicy:RolePolicy",
        property: "role",
        says: "DeleteConflict: Cannot delete entity, must delete policies first.",
      },
    ],
  },
  "aws:iam/policy:Policy": {
    doing: "deleting IAM Policy (%)",
    call: "IAM: DeletePolicy",
    status: 409,
    by: [
      {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        property: "policyArn",
        says: "DeleteConflict: Cannot delete a policy attached to entities.",
      },
    ],
  },
  "aws:redshiftserverless/namespace:Namespace": {
    doing: "deleting AWS Redshift Serverless Namespace (%)",
    call: "Redshift Serverless: DeleteNamespace",
    status: 400,
    by: [
      {
        type: "aws:redshiftserverless/workgroup:Workgroup",
        property: "namespaceName",
        says: "ConflictException: There is a workgroup associated with the namespace.",
      },
    ],
  },
  "aws:ec2/subnet:Subnet": {
    doing: "deleting EC2 Subnet (%)",
    call: "EC2: DeleteSubnet",
    status: 400,
    by: [{ type: "aws:redshiftserverless/workgroup:Workgroup", property: "subnetIds", says: SUBNET }],
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    doing: "deleting Security Group (%)",
    call: "EC2: DeleteSecurityGroup",
    status: 400,
    by: [{ type: "aws:redshiftserverless/workgroup:Workgroup", property: "securityGroupIds", says: GROUP }],
  },
  "aws:ec2/vpc:Vpc": {
    doing: "deleting EC2 VPC (%)",
    call: "EC2: DeleteVpc",
    status: 400,
    by: [
      { type: "aws:ec2/subnet:Subnet", property: "vpcId", says: VPC },
      { type: "aws:ec2/securityGroup:SecurityGroup", property: "vpcId", says: VPC },
      { type: "aws:ec2/internetGateway:InternetGateway", property: "vpcId", says: VPC },
      { type: "aws:ec2/vpcEndpoint:VpcEndpoint", property: "vpcId", says: VPC },
    ],
  },
};

/** Why AWS doesn't delete a resource. */
export function refusalToDelete(resource: AccountResource, account: Account): string | undefined {
  const { type, id, state } = resource;
  if (type === "aws:s3/bucket:Bucket" && state.forceDestroy !== true && account.objectsOf(id).length > 0) {
    return refusal(`deleting S3 Bucket (${id})`, BUCKET_NOT_EMPTY);
  }
  if (type === "aws:dynamodb/table:Table" && state.deletionProtectionEnabled === true) {
    return refusal(`deleting AWS DynamoDB Table (${id})`, PROTECTED_TABLE);
  }
  if (type === "aws:cloudwatch/logGroup:LogGroup" && state.deletionProtectionEnabled === true) {
    return refusal(`deleting CloudWatch Logs Log Group (${id})`, PROTECTED_LOG_GROUP);
  }
  const held = HELD_BY[type];
  const holder = held?.by.find((each) =>
    account.ofType(each.type).some((other) => pointsAt(id, other.state[each.property])),
  );
  return held === undefined || holder === undefined
    ? undefined
    : refusal(held.doing, { ...held, says: holder.says }).replaceAll("%", id);
}

/** The message was read in published outputs. */
const PROTECTED_TABLE: Answer = {
  call: "DynamoDB: DeleteTable",
  status: 400,
  says:
    "api error ValidationException: Resource cannot be deleted as it is currently protected against deletion. " +
    "Disable deletion protection first.",
};

/** Not confirmed. */
const PROTECTED_LOG_GROUP: Answer = {
  call: "CloudWatch Logs: DeleteLogGroup",
  status: 400,
  says: "ValidationException: Log group is protected against deletion. Disable deletion protection first.",
};

/** Read in published outputs; S3 says it so of a bucket that has versions, as Stepline's have. */
const BUCKET_NOT_EMPTY: Answer = {
  call: "S3: DeleteBucket",
  status: 409,
  says:
    "api error BucketNotEmpty: The bucket you tried to delete is not empty. " +
    "You must delete all versions in the bucket.",
};

function refusal(doing: string, answer: Answer): string {
  return `${doing}: ${awsError(answer)}`;
}

function pointsAt(id: string, value: unknown): boolean {
  return value === id || (Array.isArray(value) && value.includes(id));
}
