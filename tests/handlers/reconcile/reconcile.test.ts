import assert from "node:assert/strict";
import type { ReconcileEvent, ReconcileResult, RowCounts } from "../../../handlers/events";
import { brokenEquations, reconcile } from "../../../handlers/reconcile/reconcile";
import { InMemoryS3, s3Error } from "../fakes/in-memory-s3";
import { InstantPace } from "../fakes/instant-pace";
import { RecordedLog } from "../fakes/recorded-log";
import { run, sampleContract } from "../fakes/sample-contract";
import { ScriptedRedshift, serviceError } from "../fakes/scripted-redshift";

const summaryFile = {
  bucket: "curated",
  key: "marketing/2008-11-21/run-1/attempt-0/_summary.json",
};
const event: ReconcileEvent = {
  ...run,
  loadAttempt: 0,
  redriveCount: 0,
  summary: summaryFile,
  sourceRows: 825,
};
const summary = {
  formatVersion: 1,
  pipeline: run.pipeline,
  logicalDate: run.logicalDate,
  runId: run.runId,
  attempt: "0",
  source: 825,
  curated: 820,
  quarantined: 3,
  duplicates: 2,
  quarantinedByRule: { "job.required": 3 },
  warningsByRule: {},
};

const metadata = ["staged", "inserted", "updated"].map((name) => ({ name }));

function resultOf(staged: number, inserted: number, updated: number): unknown {
  return {
    ColumnMetadata: metadata,
    Records: [[{ longValue: staged }, { longValue: inserted }, { stringValue: String(updated) }]],
  };
}

function scripted(answers: Record<string, unknown[]> = {}): ScriptedRedshift {
  return new ScriptedRedshift({
    ExecuteStatement: [{ Id: "statement-1" }],
    DescribeStatement: [{ Status: "FINISHED" }],
    GetStatementResult: [resultOf(820, 800, 20)],
    ...answers,
  });
}

function check(
  redshift: ScriptedRedshift,
  given: { summary?: unknown; event?: Partial<ReconcileEvent>; pace?: InstantPace; s3?: InMemoryS3 } = {},
): Promise<ReconcileResult> {
  const s3 = given.s3 ?? new InMemoryS3();
  s3.put(run.contract.bucket, run.contract.key, JSON.stringify(sampleContract));
  s3.put(summaryFile.bucket, summaryFile.key, JSON.stringify(given.summary ?? summary));
  return reconcile(
    { ...event, ...given.event },
    {
      s3: s3.client,
      redshift: redshift.client,
      log: new RecordedLog(),
      pace: given.pace ?? new InstantPace(),
      remainingMilliseconds: () => 60_000,
      workgroupName: "stepline-dev",
      database: "analytics",
    },
  );
}

describe("reconcile", () => {
  it("gives the counts when every row is accounted for", async () => {
    const redshift = scripted();
    assert.deepEqual(await check(redshift), {
      counts: {
        source: 825,
        curated: 820,
        quarantined: 3,
        duplicates: 2,
        staged: 820,
        inserted: 800,
        updated: 20,
      },
      quarantinedByRule: { "job.required": 3 },
    });
    assert.deepEqual(
      redshift.calls.map(({ operation }) => operation),
      ["ExecuteStatement", "DescribeStatement", "GetStatementResult"],
    );
    const { Sql, ...input } = redshift.calls[0].input;
    assert.match(String(Sql), /'run-1'/);
    assert.deepEqual(input, {
      WorkgroupName: "stepline-dev",
      Database: "analytics",
      StatementName: "marketing/2008-11-21/run-1/reconcile-0",
    });
  });

  it("names every equation that does not hold, with its numbers", async () => {
    const unequal = { summary: { ...summary, curated: 819 }, event: { sourceRows: 826 } };
    await assert.rejects(check(scripted({ GetStatementResult: [resultOf(820, 800, 19)] }), unequal), {
      name: "ReconciliationFailed",
      message:
        /source 825 = rows validated 826; source 825 = curated 819 \+ quarantined 3 \+ duplicates 2; curated 819 = staged 820; staged 820 = inserted 800 \+ updated 19\./,
    });
  });

  it("fails when the warehouse has no record of the load", async () => {
    const nothing = scripted({ GetStatementResult: [{ ColumnMetadata: metadata, Records: [] }] });
    await assert.rejects(check(nothing), { name: "ReconciliationFailed", message: /no row of run run-1/ });
  });

  it("fails when a count is missing from the result", async () => {
    const partial = scripted({
      GetStatementResult: [{ ColumnMetadata: metadata.slice(0, 1), Records: [[{ longValue: 820 }]] }],
    });
    await assert.rejects(check(partial), {
      name: "ReconciliationFailed",
      message: /inserted NaN \+ updated NaN/,
    });
  });

  it("waits for the statement with long polls", async () => {
    const pace = new InstantPace();
    const redshift = scripted({
      DescribeStatement: [
        { Status: "SUBMITTED" },
        { Status: "PICKED" },
        { Status: "STARTED" },
        { Status: "FINISHED" },
      ],
    });
    await check(redshift, { pace });
    const polls = redshift.calls.filter(({ operation }) => operation === "DescribeStatement");
    assert.deepEqual(polls[0].input, { Id: "statement-1", WaitTimeSeconds: 20 });
    assert.equal(polls.length, 4);
    assert.deepEqual(pace.slept, [100, 200, 400]);
  });

  it("stops waiting before the function's time is over", async () => {
    const pace = new InstantPace();
    const redshift = scripted({ DescribeStatement: [{ Status: "STARTED" }] });
    await assert.rejects(check(redshift, { pace }), {
      name: "WarehouseBusy",
      message: /statement-1 has not ended in the function's time/,
    });
    const waited = pace.slept.reduce((sum, milliseconds) => sum + milliseconds, 0);
    assert.ok(waited > 50_000 && waited <= 54_000);
  });

  for (const Status of ["FAILED", "ABORTED"]) {
    it(`lets the workflow try again when the statement ends ${Status}`, async () => {
      const redshift = scripted({ DescribeStatement: [{ Status, Error: "connection lost" }] });
      await assert.rejects(check(redshift), {
        name: "WarehouseBusy",
        message: new RegExp(`statement-1 ended ${Status}: connection lost`),
      });
    });
  }

  it("lets the workflow try again when any call is throttled", async () => {
    for (const operation of ["ExecuteStatement", "DescribeStatement", "GetStatementResult"]) {
      const redshift = scripted({ [operation]: [serviceError("ThrottlingException")] });
      await assert.rejects(check(redshift), { name: "WarehouseBusy" });
    }
  });

  it("refuses results that are no row of whole numbers", async () => {
    const row = [{ longValue: 1 }, { longValue: 1 }, { isNull: true }];
    for (const Records of [[row], [row.slice(0, 2), row.slice(0, 2)]]) {
      const redshift = scripted({ GetStatementResult: [{ ColumnMetadata: metadata, Records }] });
      await assert.rejects(check(redshift), /The count statement statement-1 has /);
    }
  });

  it("names the summary that is missing, or not readable, before it asks the warehouse", async () => {
    for (const [mayList, fault] of [
      [false, /_summary\.json is missing or not readable \(S3 answers 403 to both\): look at the Glue job/],
      [true, /_summary\.json does not exist: look at the Glue job/],
    ] as const) {
      const s3 = new InMemoryS3({ mayList });
      s3.before = () => s3.objects.delete(`${summaryFile.bucket}/${summaryFile.key}`);
      const redshift = scripted();
      await assert.rejects(check(redshift, { s3 }), { name: "TransformOutputInvalid", message: fault });
      assert.equal(redshift.calls.length, 0);
    }
  });

  it("does not take another 403 for a missing summary", async () => {
    const s3 = new InMemoryS3();
    s3.before = () => {
      throw s3Error("RequestTimeTooSkewed", 403);
    };
    await assert.rejects(check(scripted(), { s3 }), { name: "RequestTimeTooSkewed" });
  });

  it("refuses the summary of another run, or one without counts", async () => {
    await assert.rejects(check(scripted(), { summary: { ...summary, logicalDate: "2008-11-20" } }), {
      name: "TransformOutputInvalid",
      message: /has logicalDate "2008-11-20", the run has "2008-11-21"/,
    });
    await assert.rejects(check(scripted(), { summary: { ...summary, curated: "820" } }), {
      name: "TransformOutputInvalid",
      message: /has curated "820", which is no row count/,
    });
  });
});

describe("brokenEquations", () => {
  const balanced: RowCounts = {
    source: 10,
    curated: 7,
    quarantined: 2,
    duplicates: 1,
    staged: 7,
    inserted: 4,
    updated: 3,
  };

  it("finds a row lost or gained in any single count", () => {
    assert.deepEqual(brokenEquations(balanced, 10), []);
    for (const name of Object.keys(balanced) as (keyof RowCounts)[]) {
      for (const change of [-1, 1]) {
        const counts = { ...balanced, [name]: balanced[name] + change };
        assert.notDeepEqual(brokenEquations(counts, 10), [], `${name} ${change}`);
      }
    }
    assert.equal(brokenEquations(balanced, 11).length, 1);
  });
});
