import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { denyPlaintext, resourcePolicy } from "./iam/resource-policy";
import type { Names } from "./naming";

export interface ScheduleGroupArgs {
  readonly names: Names;
  readonly kmsKeyArn: pulumi.Input<string>;
}

/** The schedules of a stack, apart from others of the account (Scheduler's metrics are by group), and the queue of what they could not start. */
export class ScheduleGroup extends pulumi.ComponentResource {
  public readonly groupName: string;
  public readonly deadLetterQueueName: string;
  public readonly deadLetterQueueArn: string;

  constructor(name: string, args: ScheduleGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:schedule:ScheduleGroup", name, {}, opts);
    const { names } = args;
    this.groupName = names.resource();
    this.deadLetterQueueName = names.resource("schedule-dlq");
    this.deadLetterQueueArn = names.queue(this.deadLetterQueueName);
    new aws.scheduler.ScheduleGroup(`${name}-group`, { name: this.groupName }, { parent: this });
    const queue = new aws.sqs.Queue(
      `${name}-dlq`,
      {
        name: this.deadLetterQueueName,
        kmsMasterKeyId: args.kmsKeyArn,
        messageRetentionSeconds: 14 * 24 * 3600,
      },
      { parent: this },
    );
    new aws.sqs.QueuePolicy(
      `${name}-dlq-policy`,
      {
        queueUrl: queue.url,
        // Who may send is decided by the schedules' own roles.
        policy: resourcePolicy([
          denyPlaintext(["sqs:SendMessage", "sqs:ReceiveMessage"], [this.deadLetterQueueArn]),
        ]),
      },
      { parent: this },
    );
    this.registerOutputs({
      groupName: this.groupName,
      deadLetterQueueName: this.deadLetterQueueName,
      deadLetterQueueArn: this.deadLetterQueueArn,
    });
  }
}
