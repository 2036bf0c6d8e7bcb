import type { IamStatementReport, RunReport } from "../../../../cli/report/run-report";

/** What is the same in all samples: the rest of a good day. */
export const COMMON: Omit<RunReport, "executions"> = {
  title: "marketing 2008-11-21",
  source: "sandbox",
  pipeline: "marketing",
  logicalDate: "2008-11-21",
  stack: "dev",
  generatedAt: "2026-11-22T06:00:20.000Z",
  rows: {
    source: 542,
    curated: 527,
    duplicates: 3,
    quarantined: 12,
    inserted: 520,
    updated: 7,
    quarantineReasons: { age_in_range: 7, job_known: 4, duration_positive: 3 },
  },
  rules: [
    {
      name: "age_in_range",
      demands: "age is between 17 and 110",
      scope: "row",
      column: "age",
      observed: 7,
      held: false,
    },
    {
      name: "job_known",
      demands: "job is one of 12 values",
      scope: "row",
      column: "job",
      observed: 4,
      held: false,
    },
    {
      name: "duration_positive",
      demands: "duration is 0 or more",
      scope: "row",
      column: "duration",
      observed: 3,
      held: false,
    },
    {
      name: "quarantine_share",
      demands: "at most 5 % of the rows are quarantined",
      scope: "set",
      observed: 2.21,
      held: true,
    },
    {
      name: "key_unique",
      demands: "contact_id is unique",
      scope: "set",
      column: "contact_id",
      observed: 0,
      held: true,
    },
  ],
  notifications: [
    {
      subject: "marketing 2008-11-21: loaded 527 rows",
      message:
        "Pipeline: marketing\nLogical date: 2008-11-21\nRows: 542 read, 527 loaded, 12 quarantined, 3 duplicates\n\nNothing is to be done.",
      sentAt: "2026-11-22T06:00:11.400Z",
    },
  ],
  ledger: {
    pipeline: "marketing",
    logicalDate: "2008-11-21",
    status: "SUCCEEDED",
    attempt: "1",
    runId: "2008-11-21-run",
  },
  warehouse: {
    table: "marketing.campaign_contacts",
    columns: [
      "contact_id",
      "contact_date",
      "age",
      "job",
      "marital",
      "education",
      "balance",
      "duration_s",
      "outcome",
    ],
    rows: [
      [1, "2008-11-21", 58, "management", "married", "tertiary", 2143, 261, "no"],
      [2, "2008-11-21", 44, "technician", "single", "secondary", 29, 151, "no"],
      [3, "2008-11-21", 33, "entrepreneur", "married", "secondary", 2, 76, "yes"],
    ],
    total: 527,
  },
  iam: { allowed: 214, denied: 0, statements: iamStatements() },
  timings: { "evaluate program": 1800, "start sandbox": 2900, run: 11_500, "read results": 640 },
  notes: [],
};

export function iamStatements(): readonly IamStatementReport[] {
  const statement = (
    role: string,
    sid: string,
    action: string,
    uses: number,
    more: Partial<IamStatementReport> = {},
  ) => ({
    role,
    policy: `${role}-policy`,
    sid,
    actions: [action],
    resources: [`arn:aws:s3:::stepline-dev-raw-123456789012/${sid.toLowerCase()}/*`],
    status: uses > 0 ? ("used" as const) : ("unused" as const),
    uses,
    ...more,
  });
  return [
    statement("stepline-dev-marketing-ingest", "InvokeExtract", "lambda:InvokeFunction", 1),
    statement("stepline-dev-marketing-ingest", "StartTransformLoad", "states:StartExecution", 1),
    statement("stepline-dev-marketing-ingest", "QuarantineBatch", "s3:PutObject", 0, {
      reason: "only a file of the wrong schema is moved",
    }),
    statement("stepline-dev-marketing-ingest", "ManagedRule", "events:PutRule", 0, {
      status: "aws",
      reason: "AWS makes the rule",
    }),
    statement("stepline-dev-marketing-extract", "ReadSource", "s3:GetObject", 2),
    statement("stepline-dev-marketing-extract", "WriteLanding", "s3:PutObject", 2),
  ];
}
