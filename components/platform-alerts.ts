import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Names } from "./naming";

export interface PlatformAlertsArgs {
  readonly names: Names;
  readonly topicArn: string;
  /** Queues in which any message is a fault. */
  readonly deadLetterQueueNames: readonly string[];
  readonly scheduleGroupName: string;
}

/**
 * What is watched once a stack, for every pipeline in it: a rule that reports each run that failed, timed out or was aborted
 * (a workflow can't report its own end by time-out or abort), dead-letter queues, and schedules that could not start anything.
 */
export class PlatformAlerts extends pulumi.ComponentResource {
  public readonly alarmNames: readonly string[];

  constructor(name: string, args: PlatformAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:observability:PlatformAlerts", name, {}, opts);
    createStatusRule(name, args, this);
    const alarms = platformAlarms(args);
    for (const [suffix, alarm] of Object.entries(alarms)) {
      new aws.cloudwatch.MetricAlarm(
        `${name}-${suffix}`,
        {
          name: args.names.resource(suffix),
          statistic: "Sum",
          period: 300,
          evaluationPeriods: 1,
          comparisonOperator: "GreaterThanThreshold",
          threshold: 0,
          treatMissingData: "notBreaching",
          alarmActions: [args.topicArn],
          okActions: [args.topicArn],
          ...alarm,
        },
        { parent: this },
      );
    }
    this.alarmNames = Object.keys(alarms).map((suffix) => args.names.resource(suffix));
    this.registerOutputs({ alarmNames: this.alarmNames });
  }
}

function createStatusRule(name: string, args: PlatformAlertsArgs, parent: pulumi.Resource): void {
  const { names } = args;
  const rule = new aws.cloudwatch.EventRule(
    `${name}-run-status`,
    {
      name: names.resource("run-status"),
      description: "A run failed, timed out or was aborted",
      eventPattern: JSON.stringify({
        source: ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        detail: {
          status: ["FAILED", "TIMED_OUT", "ABORTED"],
          // The parents: a child's failure fails its parent.
          stateMachineArn: [{ wildcard: names.stateMachine(names.resource("*", "ingest")) }],
        },
      }),
    },
    { parent },
  );
  new aws.cloudwatch.EventTarget(
    `${name}-run-status-target`,
    {
      rule: rule.name,
      targetId: "notifications",
      arn: args.topicArn,
      inputTransformer: {
        inputPaths: {
          status: "$.detail.status",
          run: "$.detail.name",
          machine: "$.detail.stateMachineArn",
          execution: "$.detail.executionArn",
          time: "$.time",
        },
        inputTemplate: '"<status> at <time>: run <run> of <machine>. Execution: <execution>"',
      },
    },
    { parent },
  );
}

type Alarm = Pick<
  aws.cloudwatch.MetricAlarmArgs,
  "alarmDescription" | "namespace" | "metricName" | "dimensions" | "statistic"
>;

function platformAlarms(args: PlatformAlertsArgs): Readonly<Record<string, Alarm>> {
  const prefix = `${args.names.resource()}-`;
  const queues = args.deadLetterQueueNames.map((queueName): readonly [string, Alarm] => [
    `${queueName.slice(prefix.length)}-depth`,
    {
      alarmDescription: `${queueName} holds messages: something could not be delivered. Read them, then purge the queue.`,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queueName },
      statistic: "Maximum",
    },
  ]);
  return {
    ...Object.fromEntries(queues),
    "schedule-drops": {
      alarmDescription: `EventBridge Scheduler gave up starting a run: see the dead-letter queue for which.`,
      namespace: "AWS/Scheduler",
      metricName: "InvocationDroppedCount",
      dimensions: { ScheduleGroup: args.scheduleGroupName },
    },
  };
}
