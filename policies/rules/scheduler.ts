import { given, must, ownKey, resourceRule, type ResourceRule } from "../rule";

const SCHEDULE = "aws:scheduler/schedule:Schedule";

export const schedulerRules: readonly ResourceRule[] = [
  resourceRule({
    name: "Scheduler-encrypted-with-own-key",
    controls: ["CKV_AWS_297"],
    checks: "Every schedule's input is encrypted with a key of the account's own.",
    enforcement: "advisory",
    types: [SCHEDULE],
    check: (schedule) => must(schedule, "kmsKeyArn", ownKey, "Set kmsKeyArn to a key's ARN"),
  }),
  resourceRule({
    name: "Scheduler-keeps-what-it-could-not-start",
    controls: ["own"],
    checks: "Every schedule has a dead-letter queue.",
    enforcement: "mandatory",
    types: [SCHEDULE],
    check: (schedule) =>
      must(
        schedule,
        "target.deadLetterConfig.arn",
        given,
        "Set target.deadLetterConfig.arn to the ARN of a standard queue",
      ),
  }),
  resourceRule({
    name: "Scheduler-tries-again-for-a-while",
    controls: ["own"],
    checks:
      "Every schedule says how often it tries again, and for how long: AWS's own answer is 185 times in a day.",
    enforcement: "mandatory",
    types: [SCHEDULE],
    check: (schedule) => [
      ...must(
        schedule,
        "target.retryPolicy.maximumRetryAttempts",
        (attempts) => typeof attempts === "number" && attempts > 0,
        "Set target.retryPolicy.maximumRetryAttempts to 1 or more",
      ),
      ...must(
        schedule,
        "target.retryPolicy.maximumEventAgeInSeconds",
        given,
        "Set target.retryPolicy.maximumEventAgeInSeconds",
      ),
    ],
  }),
  resourceRule({
    name: "Scheduler-group-is-own",
    controls: ["own"],
    checks: "Every schedule is in a group of the stack's own: metrics and trust are by group.",
    enforcement: "mandatory",
    types: [SCHEDULE],
    check: (schedule) =>
      must(
        schedule,
        "groupName",
        (group) => given(group) && group !== "default",
        "Set groupName to a ScheduleGroup of the stack",
      ),
  }),
];
