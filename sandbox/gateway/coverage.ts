import type { Limit, LocalCoverage } from "../coverage";

export const STS_COVERAGE: LocalCoverage = {
  service: "sts",
  title: "STS",
  by: "local",
  operations: {
    AssumeRole: "the role's trust policy decides",
    GetCallerIdentity: "who signed",
  },
  caveats: ["Sessions of roles do not expire. Session policies and tags are refused."],
};

/** Limits of AWS that a daily pipeline may meet. */
export const LIMITS: readonly Limit[] = [
  { what: "Step Functions: 25,000 events of an execution, 262,144 bytes of input", checked: true },
  { what: "Step Functions: names of executions, TimeoutSeconds, heartbeats", checked: true },
  { what: "Lambda: time limit, memory, 10 s to start, 6 MB of request and response", checked: true },
  { what: "Lambda: reserved concurrency of a function", checked: true },
  { what: "Lambda: concurrency of the account, size of `/tmp`", checked: false },
  { what: "Glue: time limit, concurrent runs of a job", checked: true },
  { what: "Glue: memory of a worker", checked: false },
  {
    what: "Data API: 200 KB of a statement, 40 of a batch, 500 active, tokens for 8 hours, results for 24",
    checked: true,
  },
  { what: "Data API: 100 MB of a result", checked: false },
  { what: "DynamoDB: 400 KB of an item, 100 actions of a transaction", checked: true },
  { what: "DynamoDB: throughput", checked: false },
  { what: "CloudWatch Logs: size of a batch and of an event", checked: true },
  { what: "Request rates and quotas of every account and service", checked: false },
];
