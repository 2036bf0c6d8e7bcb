import { definePipeline } from "./pipeline-spec";

/** Every phone contact of the bank's campaigns, a file a day, loaded into `marketing.campaign_contacts`. */
export const marketing = definePipeline({
  name: "marketing",
  contract: "contracts/campaign_contacts.odcs.yaml",
  source: { kind: "s3", prefix: "source/marketing/contact_date={logicalDate}/" },
  lookups: "lookups/marketing/",
  schedule: { expression: "cron(0 0 * * ? *)", timeZone: "Europe/Lisbon", logicalDateLagHours: 12 },
  transform: { workerType: "G.1X", maxWorkers: 10, timeoutMinutes: 30 },
  load: { timeoutSeconds: 1800, retries: 2 },
  timeouts: {
    extractSeconds: 300,
    validateSchemaSeconds: 300,
    startLoadSeconds: 60,
    reconcileSeconds: 120,
    lockWaitSeconds: 60,
    lockMaxWaits: 30,
  },
  notification: { emails: [], statuses: ["FAILED", "TRANSFORM_TIMED_OUT"] },
});
