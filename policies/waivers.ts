import type { Waiver } from "./waiver";

const SINCE = "2026-11-22";
const OWNER = "data platform";
const DISPOSABLE = "dev is disposable: its data is made anew from the source, and goes with the stack.";
const KEYS_BY_TAG =
  "A role's policy is written before the stack's key is there to be named. The statement holds only for keys with the stack's Project and Stack tags, and through named services.";
const EVERYWHERE = ["dev", "prod"];

/**
 * Where this program does not keep a rule. Each is looked at again when it expires; a fork puts its own owner and dates here.
 * Mistakes stop the pack, an expired waiver stops the deploy, an unused one is told.
 */
export const WAIVERS: readonly Waiver[] = [
  dev("RedshiftServerless.1-traffic-stays-in-vpc", "aws:redshiftserverless/workgroup:Workgroup", {
    name: "platform-warehouse-workgroup",
    reason:
      "dev holds no data of customers. environments/prod.ts has it on; dev can do with two zones in small regions.",
  }),
  dev("DynamoDB.2-can-be-restored", "aws:dynamodb/table:Table", {
    name: "platform-ledger-table",
    reason: DISPOSABLE,
  }),
  dev("DynamoDB.6-protected-from-deletion", "aws:dynamodb/table:Table", {
    name: "platform-ledger-table",
    reason: DISPOSABLE,
  }),
  dev("KMS.3-deletion-can-be-undone", "aws:kms/key:Key", {
    name: "platform-key-key",
    reason: `${DISPOSABLE} KMS keeps its key for seven days.`,
  }),
  dev("EC2.6-flows-are-logged", "awsx:ec2:Vpc", {
    name: "platform-network-vpc",
    reason: "Nothing in dev's VPC can reach the internet or be reached, and flow logs are billed by volume.",
  }),
  dev("CloudWatch.16-logs-kept-for-a-year", "aws:cloudwatch/logGroup:LogGroup", {
    name: "*",
    reason: "Nobody asks for dev's logs after two weeks: a year of debug logs is only a bill.",
  }),
  {
    rule: "StepFunctions-encrypted-with-own-key",
    environments: EVERYWHERE,
    type: "aws:sfn/stateMachine:StateMachine",
    name: "*",
    owner: OWNER,
    reason:
      "Histories hold names, counts and S3 keys, no rows. AWS encrypts them with its key; one of ours costs a grant for every reader.",
    since: SINCE,
    expires: "2027-11-22",
  },
  {
    rule: "Scheduler-encrypted-with-own-key",
    environments: EVERYWHERE,
    type: "aws:scheduler/schedule:Schedule",
    name: "*",
    owner: OWNER,
    reason: "The input is the scheduled time and the word schedule. AWS encrypts it with its own key.",
    since: SINCE,
    expires: "2027-11-22",
  },
  {
    rule: "Lambda-variables-encrypted-with-own-key",
    environments: EVERYWHERE,
    type: "aws:lambda/function:Function",
    name: "*",
    owner: OWNER,
    reason:
      "Variables hold the names of a database, a workgroup and a role; Lambda-variables-hold-no-secret keeps it so.",
    since: SINCE,
    expires: "2027-11-22",
  },
  {
    rule: "SQS-has-dead-letter-queue",
    environments: EVERYWHERE,
    type: "aws:sqs/queue:Queue",
    name: "platform-notifications-copy-queue",
    owner: OWNER,
    reason: "It keeps a copy of each notice for people to read: nothing consumes it, so nothing can fail to.",
    since: SINCE,
    expires: "2027-11-22",
  },
  bootstrap("KMS.1-managed-policies-name-keys", "aws:iam/policy:Policy", {
    name: "*-boundary-policy",
    reason: KEYS_BY_TAG,
  }),
  bootstrap("KMS.1-managed-policies-name-keys", "aws:iam/policy:Policy", {
    name: "*-deploy-encryption",
    reason: KEYS_BY_TAG,
  }),
  bootstrap("S3.9-access-is-logged", "aws:s3/bucket:Bucket", {
    name: "*-state-bucket",
    reason:
      "Access logs come late and may be incomplete. Who wrote a state is told by CloudTrail's data events, a setting of the account (S3.22, S3.23); versions keep what was there for a year.",
  }),
];

function dev(rule: string, type: string, where: Pick<Waiver, "name" | "reason">): Waiver {
  return { rule, environments: ["dev"], type, owner: OWNER, since: SINCE, expires: "2027-11-22", ...where };
}

/** Of the program in `bootstrap/`, which tags what it makes with an Environment of its own, whatever its stack is called. */
function bootstrap(rule: string, type: string, where: Pick<Waiver, "name" | "reason">): Waiver {
  return { ...dev(rule, type, where), environments: ["bootstrap"] };
}
