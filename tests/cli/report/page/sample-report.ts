import type { ExecutionReport, RunReport } from "../../../../cli/report/run-report";
import { COMMON, iamStatements } from "./sample-common";
import { INGEST, TRANSFORM_LOAD } from "./sample-machines";
import { executionArn, executionOf, type Step } from "./sketch";

const START = "2026-11-22T06:00:00.000Z";

const log = (message: string, level = "INFO", source = "stepline-dev-marketing-extract") => ({
  message,
  level,
  source,
});

const CLAIM: readonly Step[] = [
  {
    state: "PlanRun",
    ms: 4,
    input: { logicalDate: "2008-11-21" },
    assigned: { logicalDate: '"2008-11-21"', force: "false" },
  },
  { state: "InputIsValid", ms: 3 },
  { state: "AcquireRun", ms: 38, attempts: [{ ms: 31 }] },
];

const WORK: readonly Step[] = [
  {
    state: "Extract",
    ms: 910,
    input: { logicalDate: "2008-11-21" },
    output: { key: "landing/marketing/2008-11-21/contacts.csv", rows: 542, bytes: 61_204 },
    attempts: [{ ms: 900 }],
    logs: [
      log("read s3://stepline-dev-raw/source/marketing/contact_date=2008-11-21/contacts.csv"),
      log("542 rows, 61204 bytes"),
    ],
  },
  {
    state: "ValidateSchema",
    ms: 420,
    attempts: [{ ms: 411 }],
    output: { valid: true },
    logs: [log("schema matches the contract")],
  },
  { state: "SchemaValid", ms: 2 },
];

const END: readonly Step[] = [
  { state: "RecordSuccess", ms: 33, attempts: [{ ms: 30 }] },
  { state: "NotifySuccess", ms: 24, attempts: [{ ms: 21 }] },
  { state: "Succeeded", ms: 1, output: { status: "SUCCEEDED", rows: 527 } },
];

const FAILURE_END: readonly Step[] = [
  { state: "RecordFailure", ms: 33, attempts: [{ ms: 30 }] },
  { state: "NotifyFailure", ms: 24, attempts: [{ ms: 21 }] },
  { state: "PipelineFailed", ms: 1, outcome: "failed" },
];

const poll = (times: number): readonly Step[] =>
  Array.from({ length: times }, (): Step[] => [
    { state: "WaitForLoad", ms: 250 },
    { state: "DescribeLoad", ms: 22, attempts: [{ ms: 20 }], output: { Status: "STARTED" } },
    { state: "LoadFinished", ms: 2 },
  ]).flat();

const TRANSFORM: Step = {
  state: "Transform",
  ms: 8_300,
  attempts: [{ ms: 8_280 }],
  output: { JobRunState: "SUCCEEDED", ExecutionTime: 8 },
  logs: [
    log("source 542 rows", "INFO", "stepline-dev-marketing-transform"),
    log("12 rows quarantined", "WARN", "stepline-dev-marketing-transform"),
  ],
};

const LOAD: readonly Step[] = [
  { state: "PlanBatch", ms: 3, input: { runId: "2008-11-21-run" } },
  TRANSFORM,
  { state: "StartLoad", ms: 310, attempts: [{ ms: 300 }] },
  ...poll(2),
  { state: "Reconcile", ms: 180, attempts: [{ ms: 171 }], output: { balanced: true } },
  { state: "Loaded", ms: 1, output: { rows: 527 } },
];

/** A parent's run around the child that these steps are. */
function pair(
  parent: readonly Step[],
  child: readonly Step[],
  ends: Pick<ExecutionReport, "status" | "error" | "cause">,
) {
  const startedAt = new Date(
    Date.parse(START) +
      60 +
      parent
        .slice(
          0,
          parent.findIndex(({ state }) => state === "TransformAndLoad"),
        )
        .reduce((sum, { ms }) => sum + ms + 2, 0),
  ).toISOString();
  const visit = parent.findIndex(({ state }) => state === "TransformAndLoad");
  return [
    executionOf({
      name: "marketing-ingest",
      startAt: "PlanRun",
      states: INGEST,
      startedAt: START,
      steps: parent,
      ...ends,
    }),
    executionOf({
      name: "marketing-transform-load",
      startAt: "PlanBatch",
      states: TRANSFORM_LOAD,
      startedAt,
      steps: child,
      startedBy: { executionArn: executionArn("marketing-ingest"), visit },
      ...ends,
    }),
  ];
}

function transformAndLoad(child: readonly Step[], more: Partial<Step> = {}): Step {
  const ms = child.reduce((sum, step) => sum + step.ms + 2, 120);
  return {
    state: "TransformAndLoad",
    ms,
    attempts: [{ ms: ms - 10 }],
    childExecutionArn: executionArn("marketing-transform-load"),
    output: { rows: 527 },
    ...more,
  };
}

export function succeededReport(polls = 2): RunReport {
  const child = [...LOAD.slice(0, 3), ...poll(polls), ...LOAD.slice(-2)];
  const parent = [...CLAIM, ...WORK, transformAndLoad(child), ...END];
  return { ...COMMON, executions: pair(parent, child, { status: "SUCCEEDED" }) };
}

/** Extract is throttled twice; the Glue job fails once. */
export function retriedReport(): RunReport {
  const error = "Lambda.TooManyRequestsException";
  const extract: Step = {
    ...WORK[0],
    ms: 4_150,
    attempts: [
      { ms: 120, error, cause: "Rate Exceeded." },
      { ms: 90, error, cause: "Rate Exceeded." },
      { ms: 900 },
    ],
    waitMs: 1_500,
  };
  const transform: Step = {
    ...TRANSFORM,
    ms: 14_900,
    attempts: [{ ms: 5_100, error: "Glue.AWSGlueException", cause: "Internal service error" }, { ms: 8_280 }],
    waitMs: 1_500,
  };
  const child = [LOAD[0], transform, ...LOAD.slice(2)];
  const parent = [...CLAIM, extract, ...WORK.slice(1), transformAndLoad(child), ...END];
  return { ...COMMON, executions: pair(parent, child, { status: "SUCCEEDED" }) };
}

/** The Glue job fails: too many rows broke a rule. */
export function failedReport(): RunReport {
  const cause =
    "61 of 542 rows broke a rule, more than the 5 % the contract allows. They are in s3://stepline-dev-quarantine/marketing/2008-11-21/.";
  const failure = { error: "TransformFailed", cause };
  const child: Step[] = [
    LOAD[0],
    {
      ...TRANSFORM,
      outcome: "caught",
      attempts: [{ ms: 8_200, ...failure }],
      logs: [
        ...(TRANSFORM.logs ?? []),
        log(
          "Traceback (most recent call last): </script><script>alert(1)</script>",
          "ERROR",
          "stepline-dev-marketing-transform",
        ),
      ],
    },
    { state: "TransformOutcome", ms: 3 },
    { state: "Failed", ms: 1, outcome: "failed" },
  ];
  const parent = [
    ...CLAIM,
    ...WORK,
    transformAndLoad(child, {
      outcome: "caught",
      attempts: [{ ms: 8_400, error: "States.TaskFailed", cause }],
    }),
    ...FAILURE_END,
  ];
  return {
    ...COMMON,
    rows: {
      source: 542,
      curated: 478,
      duplicates: 3,
      quarantined: 61,
      quarantineReasons: { age_in_range: 58, job_known: 4 },
    },
    rules: COMMON.rules.map((rule) =>
      rule.name === "quarantine_share" ? { ...rule, observed: 11.25, held: false } : rule,
    ),
    notifications: [
      {
        subject: "FAILED marketing 2008-11-21: TransformFailed",
        message: `State: Transform\nError: TransformFailed\nCause: ${cause}`,
      },
    ],
    ledger: { ...COMMON.ledger, status: "FAILED", error: "TransformFailed" },
    warehouse: undefined,
    iam: {
      allowed: 180,
      denied: 1,
      statements: [
        {
          role: "stepline-dev-marketing-transform",
          policy: "",
          sid: "",
          actions: ["s3:DeleteObject"],
          resources: ["arn:aws:s3:::stepline-dev-curated/x"],
          status: "denied",
          uses: 1,
          reason: "no statement allows it",
        },
        ...iamStatements(),
      ],
    },
    notes: ["The logs of WaitForLoad could not be read: AccessDenied."],
    executions: pair(parent, child, { status: "FAILED", ...failure }),
  };
}
