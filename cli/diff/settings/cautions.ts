import { settingWords } from "./units";

interface Change {
  readonly before: unknown;
  readonly after: unknown;
  /** Both in words. */
  readonly was: string;
  readonly is: string;
}

interface Rule {
  readonly path: string;
  readonly when: (change: Change) => boolean;
  readonly says: (change: Change) => string;
}

const turnedOff = ({ before, after }: Change): boolean => before === true && after !== true;
const turnedOn = ({ before, after }: Change): boolean => before !== true && after === true;
const less = ({ before, after }: Change): boolean =>
  typeof before === "number" && typeof after === "number" && after < before;
const more = ({ before, after }: Change): boolean =>
  typeof before === "number" && typeof after === "number" && after > before;
const emptied = ({ before, after }: Change): boolean => countOf(before) > 0 && countOf(after) === 0;

/** From doing nothing to stopping. */
const BREACH_ACTIONS = ["log", "emit-metric", "deactivate"];
/** From telling most to telling least. */
const LOG_LEVELS = ["DEBUG", "INFO", "WARN"];

function expires(path: string, what: string): Rule {
  return {
    path: `lake.${path}`,
    when: less,
    says: ({ was, is }) =>
      `${what} expire after ${is}, no longer ${was}: S3 deletes what is older, soon after the deployment, for good.`,
  };
}

/** Weaker protection, less that is kept, nobody told, costs without a cap: what a reviewer should ask about. */
const RULES: readonly Rule[] = [
  {
    path: "name",
    when: () => true,
    says: ({ was, is }) =>
      `The stack is deployed as ${is}, no longer as ${was}: every other setting follows.`,
  },
  {
    path: "allowedAccountIds",
    when: emptied,
    says: () =>
      "The stack may be deployed to any account: nothing stops a deployment with the wrong credentials.",
  },
  {
    path: "permissionsBoundary",
    when: ({ before, after }) => before !== undefined && after === undefined,
    says: () => "Nothing bounds what the stack's roles may be given.",
  },
  {
    path: "protection.protectResources",
    when: turnedOff,
    says: () =>
      "Pulumi no longer refuses to delete or replace what holds data: one of the two keys to deleting data is gone.",
  },
  {
    path: "protection.allowDataDeletion",
    when: turnedOn,
    says: () =>
      "What holds data is deleted with the stack, and buckets with all that is in them: one of the two keys to deleting data is gone.",
  },
  {
    path: "protection.deletionProtection",
    when: turnedOff,
    says: () => "AWS no longer refuses to delete the table of runs.",
  },
  {
    path: "protection.pointInTimeRecovery",
    when: turnedOff,
    says: () =>
      "The table of runs can't be brought back to an earlier moment, and the backups of the last 35 days are gone.",
  },
  {
    path: "protection.keyDeletionWindowDays",
    when: less,
    says: ({ was, is }) =>
      `A deleted key, and with it all data, can be brought back for ${is}, no longer ${was}.`,
  },
  {
    path: "logs.retentionDays",
    when: less,
    says: ({ was, is }) =>
      `CloudWatch keeps logs for ${is}, no longer ${was}: older ones are deleted after the deployment.`,
  },
  {
    path: "logs.level",
    when: ({ before, after }) => LOG_LEVELS.indexOf(String(after)) > LOG_LEVELS.indexOf(String(before)),
    says: ({ was, is }) =>
      `Functions and jobs log from ${is} on, no longer from ${was}: less is there to explain a failure.`,
  },
  {
    path: "network.natGateways",
    when: ({ before, after }) => before === "None" && after !== undefined && after !== "None",
    says: () => "What runs in the network can reach the internet, and NAT gateways cost by the hour.",
  },
  {
    path: "network.flowLogs",
    when: turnedOff,
    says: () => "Nobody can tell any more who spoke to the warehouse.",
  },
  {
    path: "network.existing.vpcId",
    when: () => true,
    says: () => "The warehouse moves to another network: who reaches it must be able to reach that.",
  },
  expires("noncurrentVersionDays", "Earlier versions of objects"),
  expires("landingDays", "Landed files"),
  expires("curatedDays", "Curated files"),
  expires("quarantineDays", "Rows in quarantine"),
  expires("accessLogDays", "Access logs of the buckets"),
  {
    path: "warehouse.baseCapacityRpu",
    when: more,
    says: ({ was, is }) => `Each second with a query costs at least ${is}, no longer ${was}.`,
  },
  {
    path: "warehouse.maxCapacityRpu",
    when: more,
    says: ({ was, is }) => `A second with queries may cost ${is}, no longer ${was} at most.`,
  },
  {
    path: "warehouse.enhancedVpcRouting",
    when: turnedOff,
    says: () => "The warehouse's traffic with S3 leaves the VPC.",
  },
  {
    path: "warehouse.maxQuerySeconds",
    when: more,
    says: ({ was, is }) => `A query that hangs costs for up to ${is}, no longer ${was}.`,
  },
  {
    path: "warehouse.maxQuerySeconds",
    when: less,
    says: ({ was, is }) => `Queries are cancelled after ${is}, no longer ${was}: loads among them.`,
  },
  {
    path: "warehouse.usageLimit.rpuHours",
    when: more,
    says: ({ was, is }) => `The warehouse may use ${is}, no longer ${was}, before its limit counts.`,
  },
  {
    path: "warehouse.usageLimit.period",
    when: () => true,
    says: ({ was, is }) =>
      `The limit counts ${is}, no longer ${was}: its RPU hours come to another sum a month.`,
  },
  {
    path: "warehouse.usageLimit.breachAction",
    when: ({ before, after }) =>
      BREACH_ACTIONS.indexOf(String(after)) < BREACH_ACTIONS.indexOf(String(before)),
    says: ({ was, is }) =>
      `What happens at the limit is ${is}, no longer ${was}: ${is === "log" ? "nobody is told" : "nothing stops"}.`,
  },
  {
    path: "warehouse.usageLimit.breachAction",
    when: ({ after }) => after === "deactivate",
    says: () => "At the limit queries stop until its period ends, the daily load among them.",
  },
  {
    path: "transform.maxWorkers",
    when: more,
    says: ({ was, is }) => `A job may use ${is}, no longer ${was}: each costs by the second.`,
  },
  {
    path: "schedule.enabled",
    when: turnedOff,
    says: () => "No pipeline runs by itself any more.",
  },
  {
    path: "schedule.enabled",
    when: turnedOn,
    says: () => "Pipelines run by themselves from the deployment on, and cost with every run.",
  },
  {
    path: "schedule.timeZone",
    when: () => true,
    says: () => "Every pipeline starts at another moment of the day, and by other daylight saving.",
  },
  {
    path: "notifications.emails",
    when: emptied,
    says: () => "Nobody is told of failures.",
  },
  {
    path: "notifications.emails",
    when: ({ before, after }) => removed(before, after).length > 0,
    says: ({ before, after }) => `No longer told of failures: ${removed(before, after).join(", ")}.`,
  },
  {
    path: "notifications.required",
    when: turnedOff,
    says: () => "The stack can be deployed with nobody to be told of failures.",
  },
];

/** What a reviewer should ask about the change of a setting, in a sentence; nothing where it protects more or is harmless. */
export function cautionOf(path: string, before: unknown, after: unknown): string | undefined {
  const change = { before, after, was: settingWords(path, before), is: settingWords(path, after) };
  return RULES.find((rule) => rule.path === path && rule.when(change))?.says(change);
}

function countOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function removed(before: unknown, after: unknown): readonly string[] {
  const [was, is] = [before, after].map((list) => (Array.isArray(list) ? (list as readonly string[]) : []));
  return was.filter((address) => !is.includes(address));
}
