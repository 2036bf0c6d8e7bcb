import assert from "node:assert/strict";
import { SFNClient } from "@aws-sdk/client-sfn";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  ExecuteStatementCommand,
  DescribeStatementCommand,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import { type FollowedExecution, followExecution } from "../../cli/run/follow-execution";
import { gatherOutcome, type Places } from "../../cli/run/outcome";
import type { RunOutcome } from "../../cli/run/summary";
import { recordProgram } from "../../sandbox/program/record";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import { invokeSchedule } from "../../sandbox/scheduler/invoke";
import { contactDays } from "../../sandbox/seed/contacts";
import { lookupFiles } from "../../sandbox/seed/deliver";

/** Spark starts for three of these; a busy machine needs a while for each. */
const RUN_TIMEOUT_MS = 180_000;

interface Run extends Omit<RunOutcome, "timings"> {
  readonly execution: FollowedExecution;
}

describe("the daily pipeline in the sandbox", function () {
  this.timeout(RUN_TIMEOUT_MS);
  let sandbox: Sandbox;
  let s3: S3Client;
  let raw: string;
  let quarantine: string;

  before(async () => {
    const program = await recordProgram({ stack: "dev" });
    sandbox = await startSandbox({ program, sink: () => undefined, timeScale: 0.02 });
    s3 = new S3Client({ ...sandbox.client, forcePathStyle: true });
    ({ raw, quarantine } = program.outputs.buckets as { raw: string; quarantine: string });
    for (const { key, body } of lookupFiles("lookups/marketing/")) {
      await s3.send(new PutObjectCommand({ Bucket: raw, Key: key, Body: body }));
    }
  });

  after(async () => {
    s3.destroy();
    await sandbox.close();
  });

  /** A delivered day as producers write it, or changed. */
  async function deliver(date: string, change: (text: string) => string = (text) => text): Promise<number> {
    const day = contactDays().find((one) => one.date === date);
    assert.ok(day, `the sample data has no ${date}`);
    const Key = `source/marketing/contact_date=${date}/contacts.csv`;
    await s3.send(new PutObjectCommand({ Bucket: raw, Key, Body: change(day.text) }));
    return day.rows;
  }

  /** Fires the schedule for a date and waits for the end of what it started. */
  async function run(logicalDate: string): Promise<Run> {
    const { program, client, credentials } = sandbox;
    const scheduledTime = new Date(Date.parse(`${logicalDate}T00:00:00Z`) + 24 * 3_600_000);
    const scheduleName = "stepline-dev-marketing-schedule";
    const arn = await invokeSchedule({ program, issuer: credentials, client, scheduleName, scheduledTime });
    const sfn = new SFNClient(client);
    const execution = await followExecution(sfn, arn, () => undefined);
    sfn.destroy();
    const places: Places = {
      pipeline: "marketing",
      logicalDate,
      runsTable: "stepline-dev-runs",
      notificationCopyQueue: "stepline-dev-notifications-copy",
      workgroup: "stepline-dev",
      database: "analytics",
      table: "marketing.campaign_contacts",
      key: ["contact_id"],
      columns: ["contact_id", "contact_date"],
      dateColumn: "contact_date",
    };
    const outcome = { ...(await gatherOutcome(client, places, sandbox.authorizer)), execution };
    return outcome;
  }

  async function sql(...statements: readonly string[]): Promise<void> {
    const redshift = new RedshiftDataClient(sandbox.client);
    for (const Sql of statements) {
      const request = { WorkgroupName: "stepline-dev", Database: "analytics", Sql };
      const { Id } = await redshift.send(new ExecuteStatementCommand(request));
      const { Status, Error: reason } = await redshift.send(
        new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }),
      );
      assert.equal(Status, "FINISHED", `${Sql}: ${reason}`);
    }
    redshift.destroy();
  }

  function states({ execution }: Run): readonly string[] {
    return execution.visits.map(({ state }) => state);
  }

  function noticesFor({ notifications }: Run, logicalDate: string): readonly string[] {
    return notifications.filter(({ subject }) => subject.includes(logicalDate)).map(({ subject }) => subject);
  }

  it("loads a day: every row is in the warehouse, recorded, and told once", async () => {
    const rows = await deliver("2008-05-05");
    const outcome = await run("2008-05-05");
    const { execution, ledger } = outcome;
    assert.equal(execution.description.status, "SUCCEEDED", execution.description.cause);
    assert.equal(outcome.warehouse.total, rows);
    assert.equal(ledger?.status, "SUCCEEDED");
    assert.deepEqual(outcome.rows, {
      source: rows,
      curated: rows,
      quarantined: 0,
      duplicates: 0,
      staged: rows,
      inserted: rows,
      updated: 0,
      loaded: rows,
    });
    assert.deepEqual(noticesFor(outcome, "2008-05-05"), ["stepline-dev marketing 2008-05-05 SUCCEEDED"]);
  });

  it("leaves a date alone that is done: nothing is run again, and it is told as a duplicate", async () => {
    const outcome = await run("2008-05-05");
    assert.equal(outcome.execution.description.status, "SUCCEEDED");
    assert.match(outcome.execution.description.output ?? "", /"DUPLICATE"/);
    assert.ok(!states(outcome).includes("Extract"));
    assert.deepEqual(noticesFor(outcome, "2008-05-05").slice(-1), [
      "stepline-dev marketing 2008-05-05 DUPLICATE",
    ]);
    assert.equal(outcome.ledger?.status, "SUCCEEDED");
  });

  it("fails on a day without data, and says which place was empty", async () => {
    const outcome = await run("2008-05-04");
    assert.equal(outcome.execution.description.status, "FAILED");
    assert.equal(outcome.execution.description.error, "SourceMissing");
    assert.match(outcome.execution.description.cause ?? "", /contact_date=2008-05-04/);
    assert.deepEqual([outcome.ledger?.status, outcome.ledger?.failedState], ["FAILED", "Extract"]);
    assert.deepEqual(noticesFor(outcome, "2008-05-04"), ["stepline-dev marketing 2008-05-04 FAILED"]);
    assert.deepEqual(outcome.execution.visits.find(({ state }) => state === "Extract")?.errors, [
      "SourceMissing",
    ]);
  });

  it("refuses a batch with another schema before any computing, and keeps what explains it", async () => {
    await deliver("2008-05-06", (text) => text.replace("balance", "acct_balance"));
    const outcome = await run("2008-05-06");
    assert.equal(outcome.execution.description.error, "SchemaInvalid");
    assert.match(outcome.execution.description.cause ?? "", /balance/);
    assert.ok(states(outcome).includes("QuarantineBatch"));
    assert.ok(!states(outcome).includes("TransformAndLoad"));
    assert.deepEqual([outcome.ledger?.status, outcome.ledger?.error], ["FAILED", "SchemaInvalid"]);
    assert.equal(outcome.warehouse.total, 0);
    assert.deepEqual(noticesFor(outcome, "2008-05-06"), ["stepline-dev marketing 2008-05-06 FAILED"]);
    const kept = await s3.send(
      new ListObjectsV2Command({ Bucket: quarantine, Prefix: "marketing/2008-05-06/" }),
    );
    const names = (kept.Contents ?? []).map(({ Key }) => Key?.split("/").at(-1)).sort();
    assert.deepEqual(names, ["manifest.json", "schema-report.json"]);
  });

  it("fails when too many rows are bad, loads none of them, and keeps each with its reason", async () => {
    const rows = await deliver("2008-05-07", (text) => text.replaceAll(",married,", ",wed,"));
    const outcome = await run("2008-05-07");
    assert.equal(outcome.execution.description.error, "TransformFailed");
    assert.match(outcome.execution.description.cause ?? "", /QuarantineThresholdExceeded: \d+ of \d+ rows/);
    assert.match(outcome.execution.description.cause ?? "", new RegExp(` of ${rows} rows`));
    assert.equal(outcome.ledger?.status, "FAILED");
    assert.equal(outcome.warehouse.total, 0);
    assert.deepEqual(noticesFor(outcome, "2008-05-07"), ["stepline-dev marketing 2008-05-07 FAILED"]);
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: quarantine, Prefix: "marketing/2008-05-07/" }),
    );
    const file = Contents.find(({ Key, Size }) => (Key ?? "").includes(".json") && (Size ?? 0) > 0);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: quarantine, Key: file?.Key }));
    const [first] = ((await Body?.transformToString()) ?? "").split("\n");
    assert.match(first, /"rule":"marital/);
  });

  it("changes nothing in the warehouse when the load fails, and says what the warehouse said", async () => {
    await sql("REVOKE INSERT ON stepline.load_ledger FROM ROLE stepline_loader");
    await deliver("2008-05-08");
    const outcome = await run("2008-05-08");
    assert.equal(outcome.execution.description.error, "LoadFailed");
    assert.match(outcome.execution.description.cause ?? "", /permission denied/);
    assert.equal(outcome.ledger?.status, "FAILED");
    assert.equal(outcome.warehouse.total, 0);
    assert.deepEqual(noticesFor(outcome, "2008-05-08"), ["stepline-dev marketing 2008-05-08 FAILED"]);
    await sql("GRANT INSERT ON stepline.load_ledger TO ROLE stepline_loader");
  });

  it("runs a failed date again to success", async () => {
    const rows = await deliver("2008-05-06");
    const outcome = await run("2008-05-06");
    assert.equal(outcome.execution.description.status, "SUCCEEDED", outcome.execution.description.cause);
    assert.deepEqual([outcome.ledger?.status, outcome.ledger?.attempt], ["SUCCEEDED", "2"]);
    assert.equal(outcome.ledger?.error, undefined);
    assert.equal(outcome.warehouse.total, rows);
  });

  it("was never refused a call by the policies the program declares", () => {
    const denied = sandbox.authorizer.verdicts().filter(({ verdict }) => !verdict.allowed);
    assert.deepEqual(
      denied.map(({ verdict }) => `${verdict.principal.arn} ${verdict.action} ${verdict.resource}`),
      [],
    );
  });
});
