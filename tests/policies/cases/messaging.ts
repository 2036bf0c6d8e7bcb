import { UNKNOWN } from "../../../policies/resource";
import { type Cases, KEY_ARN, policy, resource, TLS_ONLY } from "./case";

const TOPIC_ARN = "arn:aws:sns:eu-west-1:111122223333:runs";
const QUEUE_ARN = "arn:aws:sqs:eu-west-1:111122223333:runs";
const QUEUE_URL = "https://sqs.eu-west-1.amazonaws.com/111122223333/runs";
const topic = (properties: Record<string, unknown>) =>
  resource("aws:sns/topic:Topic", { name: "runs", arn: TOPIC_ARN, ...properties });
const queue = (properties: Record<string, unknown>) =>
  resource("aws:sqs/queue:Queue", { name: "runs", arn: QUEUE_ARN, url: QUEUE_URL, ...properties });
const topicPolicy = (statement: Record<string, unknown>, arn: unknown = TOPIC_ARN) =>
  resource(
    "aws:sns/topicPolicy:TopicPolicy",
    { arn, policy: policy(statement) },
    { dependencies: [topic({}).urn] },
  );
const queuePolicy = (statement: Record<string, unknown>, queueUrl: unknown = QUEUE_URL) =>
  resource("aws:sqs/queuePolicy:QueuePolicy", { queueUrl, policy: policy(statement) });

const EVERYBODY = { Principal: "*", Action: "SNS:Publish", Resource: TOPIC_ARN };
const ONE_ACCOUNT = { ...EVERYBODY, Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } };
const bySource = (arn: string) => ({ ...EVERYBODY, Condition: { ArnLike: { "aws:SourceArn": arn } } });
const deny = (Action: unknown) => ({ Effect: "Deny", Principal: { AWS: "*" }, Action, Condition: TLS_ONLY });
const BOTH = ["sqs:SendMessage", "sqs:ReceiveMessage"];
const redrive = JSON.stringify({ deadLetterTargetArn: QUEUE_ARN, maxReceiveCount: 3 });
const schedule = (arn: unknown, dependencies: readonly string[] = []) =>
  resource("aws:scheduler/schedule:Schedule", { target: { deadLetterConfig: { arn } } }, { dependencies });

export const MESSAGING_CASES: Cases = {
  "SNS.4-not-public": {
    passes: {
      "one account": [topicPolicy(ONE_ACCOUNT)],
      "a bucket's name": [topicPolicy(bySource("arn:aws:s3:::stepline-raw"))],
      "the things of an account": [topicPolicy(bySource("arn:aws:sqs:eu-west-1:111122223333:*"))],
      "a service": [topicPolicy({ ...EVERYBODY, Principal: { Service: "events.amazonaws.com" } })],
    },
    fails: {
      everybody: [topicPolicy(EVERYBODY)],
      "sources of all accounts": [topicPolicy(bySource("arn:aws:s3:*:*:*"))],
      "every bucket: its ARN has no account": [topicPolicy(bySource("arn:aws:s3:::*"))],
      "every bucket whose name begins so": [topicPolicy(bySource("arn:aws:s3:::stepline-*"))],
      "no more than a service": [topicPolicy(bySource("arn:aws:s3"))],
    },
  },
  "SNS.1-encrypted-with-own-key": {
    passes: {
      "a key": [topic({ kmsMasterKeyId: KEY_ARN })],
      "a key's alias": [topic({ kmsMasterKeyId: "alias/stepline-prod" })],
      "a key not known yet": [topic({ kmsMasterKeyId: UNKNOWN })],
    },
    fails: {
      none: [topic({})],
      "AWS's": [topic({ kmsMasterKeyId: "alias/aws/sns" })],
      "AWS's, by ARN": [topic({ kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:alias/aws/sns" })],
    },
  },
  "SNS-only-with-tls": {
    passes: {
      "declared apart": [topic({}), topicPolicy(deny("sns:Publish"))],
      "its ARN not known yet": [topic({ arn: UNKNOWN }), topicPolicy(deny("sns:Publish"), UNKNOWN)],
      "on the topic": [topic({ policy: policy(deny("sns:*")) })],
    },
    fails: {
      "no policy": [topic({})],
      "another topic's": [topic({}), topicPolicy(deny("sns:Publish"), `${TOPIC_ARN}-2`)],
      "another action": [topic({}), topicPolicy(deny("sns:Subscribe"))],
    },
  },
  "SNS.3-is-tagged": { passes: { own: [topic({ tags: { A: "b" } })] }, fails: { none: [topic({})] } },
  "SQS.1-is-encrypted": {
    passes: {
      "a key": [queue({ kmsMasterKeyId: KEY_ARN })],
      "by SQS": [queue({ sqsManagedSseEnabled: true })],
    },
    fails: { "switched off": [queue({ sqsManagedSseEnabled: false })], "not said": [queue({})] },
  },
  "SQS.3-not-public": {
    passes: { "one account": [queuePolicy({ ...ONE_ACCOUNT, Action: "sqs:SendMessage" })] },
    fails: {
      everybody: [queuePolicy({ ...EVERYBODY, Action: "sqs:SendMessage" })],
      "on the queue itself": [queue({ policy: policy({ ...EVERYBODY, Action: "sqs:*" }) })],
    },
  },
  "SQS-only-with-tls": {
    passes: { "sending and receiving": [queue({}), queuePolicy(deny(BOTH))] },
    fails: { "sending alone": [queue({}), queuePolicy(deny("sqs:SendMessage"))], "no policy": [queue({})] },
  },
  "SQS-has-dead-letter-queue": {
    passes: {
      "it has one": [queue({ redrivePolicy: "{}" })],
      "it is a queue's": [
        queue({}),
        resource("aws:sqs/queue:Queue", { name: "first", redrivePolicy: redrive }),
      ],
      "it is a schedule's": [queue({}), schedule(QUEUE_ARN)],
      "it is a schedule's, not known yet": [queue({ arn: UNKNOWN }), schedule(UNKNOWN, [queue({}).urn])],
    },
    fails: { none: [queue({})], "another queue's": [queue({}), schedule(`${QUEUE_ARN}-dlq`)] },
  },
};
