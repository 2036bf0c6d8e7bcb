import type { Environment } from "./schema";

/** Cheap and disposable: nothing runs by itself, every meter has a cap, and the stack takes its data with it. */
export const dev: Environment = {
  name: "dev",
  allowedAccountIds: [],
  protection: {
    protectResources: false,
    allowDataDeletion: true,
    deletionProtection: false,
    pointInTimeRecovery: false,
    keyDeletionWindowDays: 7,
  },
  logs: { retentionDays: 14, level: "DEBUG" },
  network: { natGateways: "None", flowLogs: false },
  lake: { noncurrentVersionDays: 7, landingDays: 30, curatedDays: 30, quarantineDays: 30, accessLogDays: 30 },
  warehouse: {
    // 4 RPU would be cheaper but is sold only in some regions.
    baseCapacityRpu: 8,
    maxCapacityRpu: 16,
    enhancedVpcRouting: false,
    maxQuerySeconds: 1800,
    usageLimit: { rpuHours: 16, period: "daily", breachAction: "deactivate" },
  },
  transform: { maxWorkers: 4 },
  schedule: { enabled: false },
  notifications: { emails: [], required: false },
};
