import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { denyPlaintext, resourcePolicy } from "./iam/resource-policy";
import type { Names } from "./naming";

export interface NotificationsArgs {
  readonly names: Names;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Each must confirm its subscription within two days, or gets nothing. */
  readonly emails: readonly string[];
}

/**
 * The topic that runs and alarms report to. People get it by mail; a queue keeps a copy of every notice for fourteen days,
 * whether or not a mail arrived or an address was ever confirmed.
 */
export class Notifications extends pulumi.ComponentResource {
  public readonly topicName: string;
  public readonly topicArn: string;
  public readonly copyQueueName: string;
  public readonly deadLetterQueueName: string;

  constructor(name: string, args: NotificationsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:notifications:Notifications", name, {}, opts);
    const { names } = args;
    this.topicName = names.resource("notifications");
    this.topicArn = names.topic(this.topicName);
    this.copyQueueName = names.resource("notifications-copy");
    this.deadLetterQueueName = names.resource("notifications-dlq");
    const topic = createTopic(name, this.topicName, args, this);
    const deadLetters = createQueue(`${name}-dlq`, this.deadLetterQueueName, args, this);
    // Without a redrive policy: reading a copy, however often, must not move it away.
    const copy = createQueue(`${name}-copy`, this.copyQueueName, args, this);
    new aws.sns.TopicSubscription(
      `${name}-copy-subscription`,
      {
        topic: topic.arn,
        protocol: "sqs",
        endpoint: names.queue(this.copyQueueName),
        redrivePolicy: JSON.stringify({ deadLetterTargetArn: names.queue(this.deadLetterQueueName) }),
      },
      // Before the queues admit the topic, what is published is lost.
      { parent: this, dependsOn: [copy.queue, copy.policy, deadLetters.queue, deadLetters.policy] },
    );
    for (const email of args.emails) {
      new aws.sns.TopicSubscription(
        `${name}-email-${email}`,
        { topic: topic.arn, protocol: "email", endpoint: email },
        { parent: this },
      );
    }
    this.registerOutputs({
      topicName: this.topicName,
      topicArn: this.topicArn,
      copyQueueName: this.copyQueueName,
      deadLetterQueueName: this.deadLetterQueueName,
    });
  }
}

const RETENTION_SECONDS = 14 * 24 * 3600;

function createTopic(
  name: string,
  topicName: string,
  args: NotificationsArgs,
  parent: pulumi.Resource,
): aws.sns.Topic {
  const { names } = args;
  const topic = new aws.sns.Topic(
    `${name}-topic`,
    { name: topicName, displayName: names.resource(), kmsMasterKeyId: args.kmsKeyArn },
    { parent },
  );
  const itself = [names.topic(topicName)];
  new aws.sns.TopicPolicy(
    `${name}-topic-policy`,
    {
      arn: topic.arn,
      policy: resourcePolicy([
        denyPlaintext(["sns:Publish"], itself),
        {
          sid: "AlarmsPublish",
          principal: { service: ["cloudwatch.amazonaws.com"] },
          actions: ["sns:Publish"],
          resources: itself,
          conditions: {
            StringEquals: { "aws:SourceAccount": names.placement.accountId },
            ArnLike: { "aws:SourceArn": names.regional("cloudwatch", `alarm:${names.resource("*")}`) },
          },
        },
        {
          // EventBridge: "You can't use Condition blocks in Amazon SNS topic policies"; with one, notices are lost silently.
          sid: "RulesPublish",
          principal: { service: ["events.amazonaws.com"] },
          actions: ["sns:Publish"],
          resources: itself,
        },
      ]),
    },
    { parent },
  );
  return topic;
}

/** An encrypted queue that only the stack's topic may write to. */
function createQueue(
  name: string,
  queueName: string,
  args: NotificationsArgs,
  parent: pulumi.Resource,
): { readonly queue: aws.sqs.Queue; readonly policy: aws.sqs.QueuePolicy } {
  const { names } = args;
  const queue = new aws.sqs.Queue(
    `${name}-queue`,
    {
      name: queueName,
      kmsMasterKeyId: args.kmsKeyArn,
      messageRetentionSeconds: RETENTION_SECONDS,
      receiveWaitTimeSeconds: 20,
    },
    { parent },
  );
  const itself = [names.queue(queueName)];
  const policy = new aws.sqs.QueuePolicy(
    `${name}-queue-policy`,
    {
      queueUrl: queue.url,
      policy: resourcePolicy([
        denyPlaintext(["sqs:SendMessage", "sqs:ReceiveMessage"], itself),
        {
          sid: "TopicDelivers",
          principal: { service: ["sns.amazonaws.com"] },
          actions: ["sqs:SendMessage"],
          resources: itself,
          conditions: { ArnEquals: { "aws:SourceArn": names.topic(names.resource("notifications")) } },
        },
      ]),
    },
    { parent },
  );
  return { queue, policy };
}
