import type { Permission, Unproved } from "./permission";

/** Writing to log groups that exist: creating one is the deploy's work, so that retention and key are set. */
export function writeLogs(logGroupArns: readonly string[]): Permission {
  return {
    sid: "WriteLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: logGroupArns.map((arn) => `${arn}:*`),
  };
}

/** Sending segments to X-Ray. */
export const SEND_TRACES: Permission = {
  sid: "SendTraces",
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  resources: ["*"],
  reason: "X-Ray has no resource types for these actions.",
  unproved: forAll(
    ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    "Lambda and Step Functions send segments themselves; the sandbox has no X-Ray.",
  ),
};

/** What Step Functions asks X-Ray besides (Step Functions developer guide, "X-Ray tracing"). */
export const SAMPLE_TRACES: Permission = {
  sid: "SampleTraces",
  actions: ["xray:GetSamplingRules", "xray:GetSamplingTargets"],
  resources: ["*"],
  reason: "X-Ray has no resource types for these actions.",
  unproved: forAll(
    ["xray:GetSamplingRules", "xray:GetSamplingTargets"],
    "Step Functions asks what to sample itself; the sandbox has no X-Ray.",
  ),
};

/** What Step Functions needs to deliver a machine's log (Step Functions developer guide, "Logging using CloudWatch Logs"). */
export const DELIVER_LOGS: Permission = {
  sid: "DeliverLogs",
  actions: [
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
  ],
  resources: ["*"],
  reason: "Log delivery has no resource types.",
};

/** One reason for several parts of a statement. */
export function forAll(parts: readonly string[], reason: string): Unproved {
  return Object.fromEntries(parts.map((part) => [part, reason]));
}
