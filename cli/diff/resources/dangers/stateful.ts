import type { ResourceChange } from "../resource-change";

/**
 * Types of resources that hold data, or an address that others depend on, with what is lost when one is deleted; the
 * dearest first. What is not here can be
 * made again from the program without loss.
 */
const STATEFUL: Readonly<Partial<Record<string, string>>> = {
  "aws:redshiftserverless/namespace:Namespace":
    "Its databases are lost: every table and row that was loaded, users, grants and the administrator's secret.",
  "aws:rds/cluster:Cluster": "Its databases are lost, unless a final snapshot is taken.",
  "aws:rds/instance:Instance": "Its databases are lost, unless a final snapshot is taken.",
  "aws:s3/bucket:Bucket":
    "Its objects and all their versions are lost, and its name is free for any other AWS account.",
  "aws:dynamodb/table:Table":
    "Its items are lost: what was recorded of every run, and with it the protection against running a date twice.",
  "aws:kms/key:Key":
    "What it encrypted can't be read any more, in every bucket, table, queue and log group that uses it, once its waiting time is over.",
  "aws:efs/fileSystem:FileSystem": "Its files are lost.",
  "aws:secretsmanager/secret:Secret":
    "Its value and earlier versions are lost, and its name is taken until the recovery window is over.",
  "aws:cognito/userPool:UserPool": "Its users and their passwords are lost.",
  "aws:redshiftserverless/workgroup:Workgroup":
    "Its data stays in the namespace, but nobody can query it until there is a new one, and its address and ARN are other ones: clients and policies that name them must follow.",
  "awsx:ec2:Vpc":
    "Its VPC and subnets go: the warehouse, which is in them, must move to other ones first, or the deletion fails.",
  "aws:ec2/vpc:Vpc":
    "What is in it, the warehouse's addresses among them, must be made anew in another network.",
  "aws:ec2/subnet:Subnet": "The warehouse's addresses in it must be made anew in another one.",
  "aws:sfn/stateMachine:StateMachine":
    "The history of its executions is lost, those that run are stopped, and failed ones can't be redriven.",
  "aws:sqs/queue:Queue": "The messages that wait in it are lost.",
  "aws:sns/topic:Topic":
    "Its subscriptions go with it: everybody who gets mail must confirm again, and is told of nothing until then.",
  "aws:sns/topicSubscription:TopicSubscription":
    "Its confirmation is lost: a person must confirm the new one by mail, and is told of nothing until then.",
  "aws:cloudwatch/logGroup:LogGroup": "Its logs are lost.",
};

/** What is lost without the resource, in a sentence; nothing where it can be made again. */
export function lossOf(type: string): string | undefined {
  return STATEFUL[type];
}

/** The dearest first; otherwise in the order given. */
export function byWorth(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  const types = Object.keys(STATEFUL);
  return [...changes].sort((one, other) => types.indexOf(one.type) - types.indexOf(other.type));
}
