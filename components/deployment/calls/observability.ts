import type { ServiceCalls } from "./service-calls";

type Target = "LogGroups" | "EveryLogGroup" | "Alarms" | "Dashboards";

/** Where the services that log put a prefix of theirs before the name. */
const LOG_PREFIXES = ["/aws/lambda/", "/aws/vendedlogs/states/", "/aws-glue/jobs/", "/aws/vpc/"];

/** Log groups, alarms and dashboards. */
export const OBSERVABILITY_CALLS: ServiceCalls<Target> = {
  name: "observability",
  targets: (names) => ({
    LogGroups: {
      resources: LOG_PREFIXES.map((prefix) => names.logGroup(`${prefix}${names.resource("*")}`)),
    },
    EveryLogGroup: {
      resources: ["*"],
      reason: "CloudWatch Logs finds a group by listing: no narrower resource.",
    },
    Alarms: { resources: [names.regional("cloudwatch", `alarm:${names.resource("*")}`)] },
    // Dashboards have no region.
    Dashboards: {
      resources: [
        `arn:${names.placement.partition}:cloudwatch::${names.placement.accountId}:dashboard/${names.resource("*")}`,
      ],
    },
  }),
  types: {
    "aws:cloudwatch/logGroup:LogGroup": [
      { on: "EveryLogGroup", read: ["logs:DescribeLogGroups"] },
      {
        on: "LogGroups",
        read: ["logs:ListTagsForResource"],
        create: [
          "logs:CreateLogGroup",
          "logs:PutRetentionPolicy",
          "logs:AssociateKmsKey",
          "logs:TagResource",
        ],
        update: [
          ...["logs:PutRetentionPolicy", "logs:AssociateKmsKey", "logs:DisassociateKmsKey"],
          ...["logs:TagResource", "logs:UntagResource"],
        ],
        delete: ["logs:DeleteLogGroup"],
      },
    ],
    "aws:cloudwatch/metricAlarm:MetricAlarm": [
      {
        on: "Alarms",
        read: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
        create: ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"],
        update: ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"],
        delete: ["cloudwatch:DeleteAlarms"],
      },
    ],
    "aws:cloudwatch/dashboard:Dashboard": [
      {
        on: "Dashboards",
        read: ["cloudwatch:GetDashboard"],
        create: ["cloudwatch:PutDashboard"],
        update: ["cloudwatch:PutDashboard"],
        delete: ["cloudwatch:DeleteDashboards"],
      },
    ],
  },
};
