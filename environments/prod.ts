import type { Environment } from "./schema";

/** Protected and retained: a deploy can't lose data, a failure can't go unseen. */
export const prod: Environment = {
  name: "prod",
  allowedAccountIds: [],
  protection: {
    protectResources: true,
    allowDataDeletion: false,
    deletionProtection: true,
    pointInTimeRecovery: true,
    keyDeletionWindowDays: 30,
  },
  // A year is the least that the controls ask for.
  logs: { retentionDays: 400, level: "INFO" },
  network: { natGateways: "None", flowLogs: true },
  lake: {
    noncurrentVersionDays: 90,
    landingDays: 400,
    curatedDays: 1200,
    quarantineDays: 400,
    accessLogDays: 400,
  },
  warehouse: {
    baseCapacityRpu: 32,
    maxCapacityRpu: 128,
    // RedshiftServerless.1: traffic stays in the VPC. Needs three zones and an S3 gateway endpoint.
    enhancedVpcRouting: true,
    maxQuerySeconds: 14_400,
    // A cap that stops queries would stop the daily load: an alarm tells of it, and nothing stops.
    usageLimit: { rpuHours: 1500, period: "monthly", breachAction: "emit-metric" },
  },
  transform: { maxWorkers: 20 },
  schedule: { enabled: true },
  notifications: { emails: [], required: true },
};
