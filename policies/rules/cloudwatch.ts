import { numberOf, ofType, read, refersTo } from "../resource";
import { given, must, ownKey, resourceRule, type Rule, stackRule } from "../rule";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const YEAR = 365;

export const cloudwatchRules: readonly Rule[] = [
  resourceRule({
    name: "CloudWatch.15-alarm-has-action",
    controls: ["CloudWatch.15"],
    checks: "Every alarm tells somebody.",
    enforcement: "mandatory",
    types: [ALARM],
    check: (alarm) => must(alarm, "alarmActions", given, "Set alarmActions to the ARN of a topic"),
  }),
  resourceRule({
    name: "CloudWatch.16-logs-kept-for-a-year",
    controls: ["CloudWatch.16", "CKV_AWS_338"],
    checks: "Every log group keeps its logs for a year at least.",
    enforcement: "mandatory",
    types: [LOG_GROUP],
    check: (group) =>
      must(
        group,
        "retentionInDays",
        // None, and 0, keep them for ever: that is another rule's.
        (days) => !given(days) || numberOf(days) === 0 || numberOf(days) >= YEAR,
        `Set retentionInDays to ${YEAR} or more`,
      ),
  }),
  resourceRule({
    name: "CloudWatch-logs-do-expire",
    controls: ["CKV_AWS_66"],
    checks: "Every log group has a retention: none keeps and bills logs for ever.",
    enforcement: "mandatory",
    types: [LOG_GROUP],
    check: (group) =>
      must(group, "retentionInDays", (days) => numberOf(days) > 0, "Set retentionInDays to a number of days"),
  }),
  resourceRule({
    name: "CloudWatch.17-alarm-is-on",
    controls: ["CloudWatch.17", "CKV_AWS_319"],
    checks: "Every alarm's actions are enabled.",
    enforcement: "mandatory",
    types: [ALARM],
    check: (alarm) =>
      must(
        alarm,
        "actionsEnabled",
        (enabled) => enabled !== false,
        "Set actionsEnabled to true, or remove it",
      ),
  }),
  resourceRule({
    name: "CloudWatch-logs-encrypted-with-own-key",
    controls: ["CKV_AWS_158"],
    checks: "Every log group is encrypted with a key of the account's own.",
    enforcement: "mandatory",
    types: [LOG_GROUP],
    check: (group) => must(group, "kmsKeyId", ownKey, "Set kmsKeyId to a key's ARN"),
  }),
  stackRule({
    name: "EventBridge.3-bus-has-policy",
    controls: ["EventBridge.3"],
    checks: "Every event bus of the stack's own has a policy that says who may send.",
    enforcement: "mandatory",
    check: (resources) =>
      ofType(resources, ["aws:cloudwatch/eventBus:EventBus"])
        .filter(
          (bus) =>
            !ofType(resources, ["aws:cloudwatch/eventBusPolicy:EventBusPolicy"]).some(
              (policy) => read(policy, "eventBusName") !== undefined && refersTo(policy, "eventBusName", bus),
            ),
        )
        .map((bus) => ({ resource: bus, problem: "it has no policy. Declare an EventBusPolicy for it." })),
  }),
];
