import assert from "node:assert/strict";
import type { AttemptReport, ExecutionReport, RunReport, VisitReport } from "../../cli/report/run-report";
import { summary } from "../../cli/run/summary";

const ARN = "arn:aws:states:eu-west-1:111122223333:execution:stepline-dev-marketing";
const PARENT = `${ARN}-ingest:0b5cf1d4-8a1e-4f6c-9d3e-2f1f0a7c9e11`;
const CHILD = `${ARN}-transform-load:0b5cf1d4-8a1e-4f6c-9d3e-2f1f0a7c9e11-0`;

const at = (seconds: number): string => new Date(Date.UTC(2008, 10, 22) + seconds * 1000).toISOString();

const called: AttemptReport = { scheduledAt: at(0), outcome: "succeeded" };
const refused: AttemptReport = { scheduledAt: at(0), outcome: "failed", error: "SourceUnavailable" };

function visit(
  state: string,
  from: number,
  to: number | undefined,
  more: Partial<VisitReport> = {},
): VisitReport {
  return {
    state,
    type: "Task",
    enteredAt: at(from),
    exitedAt: to === undefined ? undefined : at(to),
    outcome: "succeeded",
    assigned: {},
    attempts: [called],
    logs: [],
    ...more,
  };
}

function execution(
  executionArn: string,
  visits: readonly VisitReport[],
  more: Partial<ExecutionReport> = {},
): ExecutionReport {
  return {
    executionArn,
    machineName: executionArn.split(":")[6],
    status: "SUCCEEDED",
    startedAt: at(0),
    graph: { startAt: "", states: [] },
    visits,
    ...more,
  };
}

const statement = { policy: "inline", actions: ["s3:GetObject"], resources: ["*"], uses: 0 };

const succeeded: RunReport = {
  title: "marketing 2008-11-21",
  source: "sandbox",
  generatedAt: at(140),
  executions: [
    execution(PARENT, [
      visit("Extract", 0, 2.25, { attempts: [refused, called] }),
      visit("TransformAndLoad", 3, 131, { childExecutionArn: CHILD }),
      visit("Succeeded", 131, 131, { type: "Succeed", attempts: [] }),
    ]),
    execution(CHILD, [visit("Transform", 3, 130), visit("Reconcile", 130, 131)]),
  ],
  rows: {
    source: 825,
    curated: 823,
    quarantined: 2,
    duplicates: 0,
    inserted: 820,
    updated: 3,
    quarantineReasons: { "age.range": 2 },
  },
  rules: [],
  warehouse: {
    table: "marketing.campaign_contacts",
    columns: [
      "contact_id",
      "contact_date",
      "an_unreasonably_long_column_name",
      "another_column_that_is_long",
    ],
    rows: [
      [24061, "2008-11-21", "x".repeat(30), ""],
      [24062, "2008-11-21", "y", "z"],
    ],
    total: 823,
  },
  ledger: { status: "SUCCEEDED", attempt: "1", executionArn: PARENT },
  notifications: [
    {
      subject: "stepline-dev marketing 2008-11-21 SUCCEEDED",
      message: `The run of 2008-11-21 is loaded.\n\n${"source 825 ".repeat(12)}\nExecution: ${PARENT}`,
    },
  ],
  iam: {
    allowed: 128,
    denied: 0,
    statements: [
      { ...statement, role: "stepline-dev-marketing-ingest", sid: "StartChild", status: "used", uses: 1 },
      { ...statement, role: "stepline-dev-marketing-ingest", sid: "CopyQuarantined", status: "unused" },
      { ...statement, role: "stepline-dev-marketing-ingest", sid: "StopChild", status: "unused" },
      {
        ...statement,
        role: "stepline-dev-marketing-extract",
        sid: "Trace",
        status: "aws",
        reason: "only AWS itself asks for it",
      },
    ],
  },
  timings: { program: 2100, sandbox: 3300, run: 131_000, "in all": 136_400 },
  notes: [],
};

const failed: RunReport = {
  ...succeeded,
  executions: [
    execution(
      PARENT,
      [
        visit("Extract", 0, 1, { attempts: [{ ...refused, error: "SourceMissing" }] }),
        visit("PipelineFailed", 1, undefined, { type: "Fail", attempts: [] }),
      ],
      {
        status: "FAILED",
        error: "SourceMissing",
        cause: `There is nothing at s3://stepline-dev-raw-111122223333-eu-west-1/${"contact_date=2008-05-04/".repeat(4)}`,
      },
    ),
  ],
  rows: undefined,
  warehouse: { table: "marketing.campaign_contacts", columns: ["contact_id"], rows: [], total: 0 },
  ledger: undefined,
  notifications: [],
  iam: {
    allowed: 12,
    denied: 3,
    statements: [
      {
        role: "stepline-dev-marketing-transform-load",
        policy: "",
        sid: "",
        actions: ["glue:GetJobRun"],
        resources: ["arn:aws:glue:eu-west-1:111122223333:job/stepline-dev-marketing-transform"],
        status: "denied",
        uses: 3,
        reason: "no statement allows it",
      },
    ],
  },
  timings: { "in all": 900 },
};

/** Text under a title, up to the next one. */
function section(report: string, title: string): string {
  const lines = report.split("\n");
  const from = lines.indexOf(title);
  assert.ok(from >= 0, `no section "${title}" in:\n${report}`);
  assert.equal(lines[from + 1], "-".repeat(title.length));
  const next = lines.findIndex((line, index) => index > from + 1 && /^-+$/.test(line));
  return lines
    .slice(from + 2, next < 0 ? undefined : next - 1)
    .join("\n")
    .trim();
}

describe("the closing report", () => {
  for (const [name, outcome] of Object.entries({ succeeded, failed })) {
    it(`of a run that ${name} has at most 80 columns, and no blank at a line's end`, () => {
      for (const line of summary(outcome).split("\n")) {
        assert.ok(line.length <= 80, line);
        assert.equal(line, line.trimEnd());
      }
    });
  }

  it("shows the child's states below the state that ran it, with attempts, time and errors", () => {
    assert.equal(
      section(summary(succeeded), "States"),
      [
        "state             attempts  took        errors",
        "Extract           2         2.3 s       SourceUnavailable",
        "TransformAndLoad  1         2 min 08 s",
        "  Transform       1         2 min 07 s",
        "  Reconcile       1         1.0 s",
        "Succeeded                   0.0 s",
      ].join("\n"),
    );
  });

  it("shows where the rows went", () => {
    assert.equal(
      section(summary(succeeded), "Rows"),
      [
        "where        rows",
        "source        825",
        "curated       823",
        "quarantined     2",
        "duplicates      0",
        "inserted      820",
        "updated         3",
        "loaded        823",
      ].join("\n"),
    );
  });

  it("shows the first rows of the warehouse, with as many columns as fit whole", () => {
    const [header, ...rows] = section(
      summary(succeeded),
      "Warehouse: marketing.campaign_contacts, 823 rows",
    ).split("\n");
    assert.match(header, /^contact_id {2}contact_date {2}an_unreasonably_long_column_name$/);
    assert.equal(rows.length, 2);
    assert.ok(rows[0].endsWith("x".repeat(30)));
  });

  it("shows the ledger's item whole, long values going on below themselves", () => {
    const text = section(summary(succeeded), "Ledger");
    assert.match(text, /^status +SUCCEEDED\nattempt +1\nexecutionArn +arn:aws:states/);
    assert.ok(text.replace(/\n +/g, "").endsWith(PARENT), text);
  });

  it("shows every notification with its subject, its text indented", () => {
    const text = section(summary(succeeded), "Notifications");
    const [subject, ...message] = text.split("\n");
    assert.equal(subject, "Subject: stepline-dev marketing 2008-11-21 SUCCEEDED");
    assert.ok(message.filter((line) => line !== "").every((line) => line.startsWith("  ")));
    assert.match(text, /The run of 2008-11-21 is loaded\.[\s\S]*source 825/);
  });

  it("groups what was granted and not used by the reason", () => {
    assert.equal(
      section(summary(succeeded), "IAM"),
      [
        "128 calls of roles allowed, 0 denied.",
        "",
        "Granted, not used: no call of this run needed it",
        "  marketing-ingest.CopyQuarantined, marketing-ingest.StopChild",
        "",
        "Granted, not used: only AWS itself asks for it",
        "  marketing-extract.Trace",
      ].join("\n"),
    );
  });

  it("shows how long each phase took, and ends with how the run ended", () => {
    const report = summary(succeeded);
    assert.match(report, /Time\n----\nphase +took\nprogram +2\.1 s\n[\s\S]*in all +2 min 16 s\n/);
    assert.equal(report.split("\n").at(-1), "The run ended SUCCEEDED.");
  });

  it("says of a failed run how far it got, and why it ended", () => {
    const report = summary(failed);
    assert.match(section(report, "States"), /^Extract +1 +1\.0 s +SourceMissing\nPipelineFailed$/m);
    assert.equal(section(report, "Rows"), "none: the run did not get as far");
    assert.equal(section(report, "Warehouse: marketing.campaign_contacts, 0 rows"), "no rows");
    assert.equal(section(report, "Ledger"), "no item");
    assert.equal(section(report, "Notifications"), "none was sent");
    assert.match(
      report,
      /\nThe run ended FAILED\.\nSourceMissing: There is nothing at\ns3:\/\/stepline-dev-raw/,
    );
    assert.ok(report.replaceAll("\n", "").endsWith("contact_date=2008-05-04/".repeat(4)));
  });

  it("names every call that was refused, whole", () => {
    const text = section(summary(failed), "IAM");
    assert.match(
      text,
      /^12 calls of roles allowed, 3 denied\.\nDENIED stepline-dev-marketing-transform-load:/,
    );
    const words = text.replace(/\s+/g, "");
    assert.ok(words.includes("job/stepline-dev-marketing-transform(nostatementallowsit)"), text);
  });

  it("says what could not be read, and leaves out what no account tells", () => {
    const report = summary({
      ...succeeded,
      warehouse: undefined,
      iam: undefined,
      timings: undefined,
      notes: ["The warehouse could not be read: AccessDeniedException: not authorized"],
    });
    assert.equal(section(report, "Warehouse"), "not read");
    assert.match(section(report, "Missing"), /^The warehouse could not be read: AccessDeniedException/);
    assert.doesNotMatch(report, /^(IAM|Time)$/m);
  });
});
