import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { createRole } from "./iam/role";
import { trustService } from "./iam/trust-policy";
import type { Names } from "./naming";

export interface ScheduleArgs {
  readonly names: Names;
  /** Physical name, and that of its role: `stepline-dev-marketing-schedule`. */
  readonly scheduleName: string;
  readonly group: { readonly groupName: string; readonly deadLetterQueueArn: string };
  /** What is started: an alias, so that a deploy decides which version runs. */
  readonly target: { readonly aliasArn: string; readonly stateMachineArn: string };
  /** `cron(0 0 * * ? *)` */
  readonly expression: string;
  /** IANA: `Europe/Dublin`. Scheduler follows its daylight saving. */
  readonly timeZone: string;
  readonly enabled: boolean;
  /** How late a start may still be tried, 60 to 86,400. Default: an hour. */
  readonly maxAgeSeconds?: number;
  /** 0 to 185. Default: 20. */
  readonly maxRetries?: number;
}

/** What the workflow is started with: the time it was meant to start, which the logical date is made of. */
export const SCHEDULE_INPUT = {
  scheduledTime: "<aws.scheduler.scheduled-time>",
  trigger: "schedule",
} as const;

/** Starts a workflow by the clock. What can't be started within the limits goes to the group's dead-letter queue. */
export class Schedule extends pulumi.ComponentResource {
  public readonly scheduleName: string;

  constructor(name: string, args: ScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:schedule:Schedule", name, {}, opts);
    this.scheduleName = args.scheduleName;
    const { role, policy } = createRole(
      name,
      {
        names: args.names,
        roleName: args.scheduleName,
        description: `Starts ${args.target.stateMachineArn}`,
        // Scheduler names the group, never the schedule, as its source.
        trusts: [
          trustService("scheduler.amazonaws.com", {
            accountId: args.names.placement.accountId,
            arns: [args.names.scheduleGroup(args.group.groupName)],
          }),
        ],
        permissions: [
          // Step Functions authorises the machine without alias.
          { sid: "StartRun", actions: ["states:StartExecution"], resources: [args.target.stateMachineArn] },
          {
            sid: "KeepWhatFailed",
            actions: ["sqs:SendMessage"],
            resources: [args.group.deadLetterQueueArn],
          },
        ],
      },
      { parent: this },
    );
    new aws.scheduler.Schedule(
      `${name}-schedule`,
      {
        name: args.scheduleName,
        groupName: args.group.groupName,
        state: args.enabled ? "ENABLED" : "DISABLED",
        scheduleExpression: args.expression,
        scheduleExpressionTimezone: args.timeZone,
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: args.target.aliasArn,
          roleArn: role.arn,
          input: JSON.stringify(SCHEDULE_INPUT),
          retryPolicy: {
            maximumEventAgeInSeconds: args.maxAgeSeconds ?? 3600,
            maximumRetryAttempts: args.maxRetries ?? 20,
          },
          deadLetterConfig: { arn: args.group.deadLetterQueueArn },
        },
      },
      { parent: this, dependsOn: [policy] },
    );
    this.registerOutputs({ scheduleName: this.scheduleName });
  }
}

/** Whether a cron expression fires every day: only then can a day without success be told from a day off. */
export function runsDaily(expression: string): boolean {
  const [, , dayOfMonth, month, dayOfWeek, year] = expression.slice("cron(".length, -1).split(" ");
  const any = (field: string | undefined): boolean => field === "*" || field === "?";
  return any(dayOfMonth) && any(dayOfWeek) && month === "*" && year === "*";
}
