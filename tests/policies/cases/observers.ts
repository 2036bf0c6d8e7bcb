import { UNKNOWN } from "../../../policies/resource";
import { type Cases, KEY_ARN, resource } from "./case";

const alarm = (properties: Record<string, unknown>) =>
  resource("aws:cloudwatch/metricAlarm:MetricAlarm", properties);
const logs = (properties: Record<string, unknown>) =>
  resource("aws:cloudwatch/logGroup:LogGroup", properties);
const BUS = resource("aws:cloudwatch/eventBus:EventBus", { name: "orders" });
const busPolicy = (eventBusName: string) =>
  resource("aws:cloudwatch/eventBusPolicy:EventBusPolicy", { eventBusName });

export const OBSERVER_CASES: Cases = {
  "CloudWatch.15-alarm-has-action": {
    passes: {
      "a topic": [alarm({ alarmActions: ["t"] })],
      "a topic not known yet": [alarm({ alarmActions: [UNKNOWN] })],
    },
    fails: { none: [alarm({})], "an empty list": [alarm({ alarmActions: [] })] },
  },
  "CloudWatch.16-logs-kept-for-a-year": {
    passes: { "a year": [logs({ retentionInDays: 365 })], "for ever is another rule's": [logs({})] },
    fails: { "half a year": [logs({ retentionInDays: 180 })] },
  },
  "CloudWatch-logs-do-expire": {
    passes: { "a week": [logs({ retentionInDays: 7 })] },
    fails: { "for ever": [logs({})], "for ever, as a number": [logs({ retentionInDays: 0 })] },
  },
  "CloudWatch.17-alarm-is-on": {
    passes: { "CloudWatch's default": [alarm({})] },
    fails: { off: [alarm({ actionsEnabled: false })] },
  },
  "CloudWatch-logs-encrypted-with-own-key": {
    passes: { "a key": [logs({ kmsKeyId: KEY_ARN })] },
    fails: { none: [logs({})] },
  },
  "EventBridge.3-bus-has-policy": {
    passes: { "its policy": [BUS, busPolicy("orders")] },
    fails: { none: [BUS], "another bus's": [BUS, busPolicy("other-orders")] },
  },
};
