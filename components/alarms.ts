import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Names } from "./naming";

/** What an alarm watches; name and recipient are the same for all. */
export type Alarm = Omit<aws.cloudwatch.MetricAlarmArgs, "name" | "alarmActions" | "okActions">;

export interface AlarmsArgs {
  readonly names: Names;
  /** Of the physical names, between the stack's and the alarm's own: `marketing`. */
  readonly nameParts: readonly string[];
  /** Told when an alarm begins and when it ends. */
  readonly topicArn: string;
  /** By last part of the name. */
  readonly alarms: Readonly<Record<string, Alarm>>;
}

/** One `<name>-<suffix>` each, children of `parent`. Returns their physical names. */
export function createAlarms(name: string, args: AlarmsArgs, parent: pulumi.Resource): readonly string[] {
  return Object.entries(args.alarms).map(([suffix, alarm]) => {
    const alarmName = args.names.alarm(...args.nameParts, suffix);
    new aws.cloudwatch.MetricAlarm(
      `${name}-${suffix}`,
      { ...alarm, name: alarmName, alarmActions: [args.topicArn], okActions: [args.topicArn] },
      { parent },
    );
    return alarmName;
  });
}

/** In five minutes, and no data is no fault. */
export const WHENEVER_ABOVE_ZERO = {
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
} as const;
