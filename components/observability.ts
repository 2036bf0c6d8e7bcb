import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { pipelineDashboard } from "./dashboard";
import type { Names } from "./naming";

export interface ObservabilityArgs {
  readonly names: Names;
  /** Of the pipeline: `marketing`. */
  readonly pipeline: string;
  readonly topicArn: string;
  /** The workflow that a run is. */
  readonly machineArn: string;
  readonly childMachineArn: string;
  readonly functionNames: readonly string[];
  readonly jobName: string;
  /** Watch for a day without success. Only where the schedule runs: elsewhere it would always be so. */
  readonly expectDailySuccess: boolean;
}

/** What to look at, and what calls: a dashboard and the alarms of one pipeline. */
export class Observability extends pulumi.ComponentResource {
  public readonly dashboardName: string;
  public readonly alarmNames: readonly string[];

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:observability:Observability", name, {}, opts);
    this.dashboardName = args.names.resource(args.pipeline);
    new aws.cloudwatch.Dashboard(
      `${name}-dashboard`,
      { dashboardName: this.dashboardName, dashboardBody: JSON.stringify(pipelineDashboard(args)) },
      { parent: this },
    );
    const alarms = pipelineAlarms(args);
    for (const [suffix, alarm] of Object.entries(alarms)) {
      new aws.cloudwatch.MetricAlarm(
        `${name}-${suffix}`,
        {
          name: args.names.resource(args.pipeline, suffix),
          alarmActions: [args.topicArn],
          okActions: [args.topicArn],
          ...alarm,
        },
        { parent: this },
      );
    }
    this.alarmNames = Object.keys(alarms).map((suffix) => args.names.resource(args.pipeline, suffix));
    this.registerOutputs({ dashboardName: this.dashboardName, alarmNames: this.alarmNames });
  }
}

type Alarm = Omit<aws.cloudwatch.MetricAlarmArgs, "name" | "alarmActions" | "okActions">;

function pipelineAlarms(args: ObservabilityArgs): Readonly<Record<string, Alarm>> {
  return {
    "run-not-succeeded": anyOf(
      `A run of ${args.pipeline} failed, timed out or was aborted, or Step Functions throttled it.`,
      ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted", "ExecutionThrottled"].map(
        (metricName) => ({
          namespace: "AWS/States",
          metricName,
          dimensions: { StateMachineArn: args.machineArn },
        }),
      ),
    ),
    "function-errors": anyOf(
      `A function of ${args.pipeline} ended in an error. The workflow may have retried it.`,
      args.functionNames.map((functionName) => ({
        namespace: "AWS/Lambda",
        metricName: "Errors",
        dimensions: { FunctionName: functionName },
      })),
    ),
    ...(args.expectDailySuccess ? { "no-success-in-26-hours": noSuccess(args) } : {}),
  };
}

/** Alarms in the five minutes in which any of the metrics counts something. */
function anyOf(
  alarmDescription: string,
  metrics: readonly Pick<
    aws.types.input.cloudwatch.MetricAlarmMetricQueryMetric,
    "namespace" | "metricName" | "dimensions"
  >[],
): Alarm {
  const sum = metrics.map((_metric, index) => `FILL(m${index + 1}, 0)`).join(" + ");
  return {
    alarmDescription,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
    metricQueries: [
      { id: "total", expression: sum, label: alarmDescription, returnData: true },
      ...metrics.map((metric, index) => ({
        id: `m${index + 1}`,
        metric: { ...metric, period: 300, stat: "Sum" },
        returnData: false,
      })),
    ],
  };
}

/** A day and two hours of slack. Every hour without data counts: what never started reports nothing at all. */
const HOURS_WITHOUT_SUCCESS = 26;

function noSuccess(args: ObservabilityArgs): Alarm {
  return {
    alarmDescription: `No run of ${args.pipeline} succeeded in ${HOURS_WITHOUT_SUCCESS} hours, for whatever reason.`,
    namespace: "AWS/States",
    metricName: "ExecutionsSucceeded",
    dimensions: { StateMachineArn: args.machineArn },
    statistic: "Sum",
    // With periods of an hour, CloudWatch looks back up to seven days; with shorter ones, only one.
    period: 3600,
    evaluationPeriods: HOURS_WITHOUT_SUCCESS,
    datapointsToAlarm: HOURS_WITHOUT_SUCCESS,
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    treatMissingData: "breaching",
  };
}
