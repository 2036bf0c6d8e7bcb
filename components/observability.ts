import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Alarm, createAlarms, WHENEVER_ABOVE_ZERO } from "./alarms";
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
    const { names, topicArn } = args;
    this.alarmNames = createAlarms(
      name,
      { names, nameParts: [args.pipeline], topicArn, alarms: pipelineAlarms(args) },
      this,
    );
    this.registerOutputs({ dashboardName: this.dashboardName, alarmNames: this.alarmNames });
  }
}

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
    ...WHENEVER_ABOVE_ZERO,
    alarmDescription,
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

/**
 * A day and two hours of slack. Every hour without data counts: what never started reports nothing at all. An execution that
 * finds its date already loaded succeeds as well: only what reconciliation publishes says that something was loaded.
 */
const HOURS_WITHOUT_SUCCESS = 26;

function noSuccess(args: ObservabilityArgs): Alarm {
  return {
    alarmDescription: `No run of ${args.pipeline} loaded a date in ${HOURS_WITHOUT_SUCCESS} hours, for whatever reason.`,
    namespace: "Stepline",
    metricName: "LoadSucceeded",
    dimensions: { service: args.names.resource(args.pipeline, "reconcile"), pipeline: args.pipeline },
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
