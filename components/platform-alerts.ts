import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Alarm, createAlarms, WHENEVER_ABOVE_ZERO } from "./alarms";
import type { Names } from "./naming";

export interface PlatformAlertsArgs {
  readonly names: Names;
  readonly topicArn: string;
  /** Queues in which any message is a fault. */
  readonly deadLetterQueueNames: readonly string[];
  readonly scheduleGroupName: string;
  /** The warehouse's limit, where reaching it stops nothing: then it has to be told. Default: none is watched. */
  readonly usageLimit?: {
    readonly id: pulumi.Input<string>;
    readonly workgroupName: string;
    readonly rpuHours: number;
  };
}

/**
 * What is watched once a stack, for every pipeline in it: a rule that reports each run that failed, timed out or was aborted
 * (a workflow can't report its own end by time-out or abort), dead-letter queues, schedules that could not start anything, and
 * what the warehouse costs.
 */
export class PlatformAlerts extends pulumi.ComponentResource {
  public readonly alarmNames: readonly string[];

  constructor(name: string, args: PlatformAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:observability:PlatformAlerts", name, {}, opts);
    createStatusRule(name, args, this);
    const { names, topicArn } = args;
    this.alarmNames = createAlarms(
      name,
      { names, nameParts: [], topicArn, alarms: platformAlarms(args) },
      this,
    );
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

const PERIOD_SECONDS = 300;

function platformAlarms(args: PlatformAlertsArgs): Readonly<Record<string, Alarm>> {
  const prefix = `${args.names.resource()}-`;
  const queues = args.deadLetterQueueNames.map((queueName): readonly [string, Alarm] => [
    `${queueName.slice(prefix.length)}-depth`,
    {
      ...WHENEVER_ABOVE_ZERO,
      alarmDescription: `${queueName} holds messages: something could not be delivered. Read them, then purge the queue.`,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queueName },
      statistic: "Maximum",
      period: PERIOD_SECONDS,
    },
  ]);
  return {
    ...Object.fromEntries(queues),
    "schedule-drops": {
      ...WHENEVER_ABOVE_ZERO,
      alarmDescription: `EventBridge Scheduler gave up starting a run: see the dead-letter queue for which.`,
      namespace: "AWS/Scheduler",
      metricName: "InvocationDroppedCount",
      dimensions: { ScheduleGroup: args.scheduleGroupName },
      statistic: "Sum",
      period: PERIOD_SECONDS,
    },
    ...(args.usageLimit === undefined ? {} : { "warehouse-usage": usageLimitReached(args.usageLimit) }),
  };
}

/** Metric and dimensions: Redshift management guide, "Monitoring Amazon Redshift Serverless with Amazon CloudWatch". */
function usageLimitReached(limit: NonNullable<PlatformAlertsArgs["usageLimit"]>): Alarm {
  return {
    alarmDescription: `${limit.workgroupName} used the ${limit.rpuHours} RPU-hours of its usage limit. It goes on, and costs more.`,
    namespace: "AWS/Redshift-Serverless",
    metricName: "UsageLimitConsumed",
    dimensions: {
      UsageLimitId: limit.id,
      UsageType: "SERVERLESS_COMPUTE",
      Workgroup: limit.workgroupName,
    },
    statistic: "Maximum",
    period: PERIOD_SECONDS,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: limit.rpuHours,
    treatMissingData: "notBreaching",
  };
}
