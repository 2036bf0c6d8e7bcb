import assert from "node:assert/strict";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { DailyRuns, noticesFor, type Run, states } from "./daily-run";

/** Spark starts for three of these; a busy machine needs a while for each. */
const RUN_TIMEOUT_MS = 180_000;

describe("the daily pipeline in the sandbox", function () {
  this.timeout(RUN_TIMEOUT_MS);
  let pipeline: DailyRuns;
  let succeeded: Run;

  before(async () => {
    pipeline = await DailyRuns.start();
  });

  after(async () => {
    await pipeline.close();
  });

  it("loads a day: every row is in the warehouse, recorded, and told once", async () => {
    const rows = await pipeline.deliver("2008-05-05");
    const outcome = await pipeline.run("2008-05-05");
    const { execution, ledger } = outcome;
    assert.equal(execution.description.status, "SUCCEEDED", execution.description.cause);
    assert.equal(outcome.warehouse.total, rows);
    assert.equal(ledger?.status, "SUCCEEDED");
    assert.deepEqual(outcome.rows, {
      source: rows,
      curated: rows,
      quarantined: 0,
      duplicates: 0,
      inserted: rows,
      updated: 0,
      quarantineReasons: {},
    });
    assert.deepEqual(noticesFor(outcome, "2008-05-05"), ["stepline-dev marketing 2008-05-05 SUCCEEDED"]);
    assert.deepEqual(outcome.notes, []);
    succeeded = outcome;
  });

  it("reports both executions as graphs whose edges were taken as often as their states were entered", () => {
    const [parent, child] = succeeded.executions;
    assert.deepEqual([parent.status, child.status], ["SUCCEEDED", "SUCCEEDED"]);
    assert.equal(parent.visits[child.startedBy?.visit ?? -1].state, "TransformAndLoad");
    for (const { graph, visits } of succeeded.executions) {
      for (const { name, entered } of graph.states) {
        const taken = graph.states
          .flatMap(({ edges }) => edges)
          .filter(({ to }) => to === name)
          .reduce((sum, edge) => sum + edge.taken, 0);
        assert.equal(taken, name === graph.startAt ? entered - 1 : entered, name);
        assert.equal(entered, visits.filter(({ state }) => state === name).length, name);
      }
    }
  });

  it("reports what functions and job logged for their states, and of no other run", () => {
    const visits = succeeded.executions.flatMap((execution) => execution.visits);
    const logged = (state: string): string =>
      visits
        .filter((visit) => visit.state === state)
        .flatMap(({ logs }) => logs.map(({ message }) => message))
        .join("\n");
    assert.match(logged("Extract"), /Landed a file/);
    assert.match(logged("Transform"), /transform: marketing 2008-05-05/);
    assert.match(logged("Reconcile"), /Every row is accounted for/);
    assert.equal(logged("AcquireRun"), "");
  });

  it("reports every rule of the contract as held, and no credentials", () => {
    assert.ok(succeeded.rules.some(({ name }) => name === "marital_is_known_status"));
    const broken = succeeded.rules.filter(({ held }) => held !== true).map(({ name }) => name);
    assert.deepEqual(broken, []);
    const text = JSON.stringify(succeeded);
    const { secretAccessKey } = pipeline.sandbox.client.credentials;
    assert.ok(!text.includes(secretAccessKey));
    assert.doesNotMatch(text, /ASIA[A-Z0-9]{16}|SecretAccessKey|SessionToken/i);
  });

  it("leaves a date alone that is done: nothing is run again, and it is told as a duplicate", async () => {
    const outcome = await pipeline.run("2008-05-05");
    assert.equal(outcome.execution.description.status, "SUCCEEDED");
    assert.match(outcome.execution.description.output ?? "", /"DUPLICATE"/);
    assert.ok(!states(outcome.execution).includes("Extract"));
    assert.deepEqual(noticesFor(outcome, "2008-05-05").slice(-1), [
      "stepline-dev marketing 2008-05-05 DUPLICATE",
    ]);
    assert.equal(outcome.ledger?.status, "SUCCEEDED");
  });

  it("fails on a day without data, and says which place was empty", async () => {
    const outcome = await pipeline.run("2008-05-04");
    assert.equal(outcome.execution.description.status, "FAILED");
    assert.equal(outcome.execution.description.error, "SourceMissing");
    assert.match(outcome.execution.description.cause ?? "", /contact_date=2008-05-04/);
    assert.deepEqual([outcome.ledger?.status, outcome.ledger?.failedState], ["FAILED", "Extract"]);
    assert.deepEqual(noticesFor(outcome, "2008-05-04"), ["stepline-dev marketing 2008-05-04 FAILED"]);
    const extract = outcome.execution.visits.find(({ state }) => state === "Extract");
    assert.deepEqual(
      extract?.attempts.map(({ error }) => error),
      ["SourceMissing"],
    );
  });

  it("refuses a batch with another schema before any computing, and keeps what explains it", async () => {
    await pipeline.deliver("2008-05-06", (text) => text.replace("balance", "acct_balance"));
    const outcome = await pipeline.run("2008-05-06");
    assert.equal(outcome.execution.description.error, "SchemaInvalid");
    assert.match(outcome.execution.description.cause ?? "", /balance/);
    assert.ok(states(outcome.execution).includes("QuarantineBatch"));
    assert.deepEqual(
      [outcome.rows, outcome.rules.find(({ name }) => name === "schema")?.held],
      [undefined, false],
    );
    assert.ok(!states(outcome.execution).includes("TransformAndLoad"));
    assert.deepEqual([outcome.ledger?.status, outcome.ledger?.error], ["FAILED", "SchemaInvalid"]);
    assert.equal(outcome.warehouse.total, 0);
    assert.deepEqual(noticesFor(outcome, "2008-05-06"), ["stepline-dev marketing 2008-05-06 FAILED"]);
    const kept = await pipeline.s3.send(
      new ListObjectsV2Command({ Bucket: pipeline.bucket("quarantine"), Prefix: "marketing/2008-05-06/" }),
    );
    const names = (kept.Contents ?? []).map(({ Key }) => Key?.split("/").at(-1)).sort();
    assert.deepEqual(names, ["manifest.json", "schema-report.json"]);
  });

  it("fails when too many rows are bad, loads none of them, and keeps each with its reason", async () => {
    const rows = await pipeline.deliver("2008-05-07", (text) => text.replaceAll(",married,", ",wed,"));
    const outcome = await pipeline.run("2008-05-07");
    assert.equal(outcome.execution.description.error, "TransformFailed");
    assert.match(outcome.execution.description.cause ?? "", /QuarantineThresholdExceeded: \d+ of \d+ rows/);
    assert.match(outcome.execution.description.cause ?? "", new RegExp(` of ${rows} rows`));
    assert.equal(outcome.ledger?.status, "FAILED");
    assert.equal(outcome.warehouse.total, 0);
    assert.deepEqual(noticesFor(outcome, "2008-05-07"), ["stepline-dev marketing 2008-05-07 FAILED"]);
    const { Contents = [] } = await pipeline.s3.send(
      new ListObjectsV2Command({ Bucket: pipeline.bucket("quarantine"), Prefix: "marketing/2008-05-07/" }),
    );
    const file = Contents.find(({ Key, Size }) => (Key ?? "").includes(".json") && (Size ?? 0) > 0);
    const { Body } = await pipeline.s3.send(
      new GetObjectCommand({ Bucket: pipeline.bucket("quarantine"), Key: file?.Key }),
    );
    const [first] = ((await Body?.transformToString()) ?? "").split("\n");
    assert.match(first, /"rule":"marital/);
    assert.deepEqual(outcome.rows?.quarantineReasons, { marital_is_known_status: outcome.rows?.quarantined });
    const broken = outcome.rules.filter(({ held }) => held === false).map(({ name }) => name);
    assert.deepEqual(broken, ["maxQuarantinedPercent", "marital_is_known_status"]);
  });

  it("changes nothing in the warehouse when the load fails, and says what the warehouse said", async () => {
    await pipeline.sql("REVOKE INSERT ON stepline.load_ledger FROM ROLE stepline_loader");
    await pipeline.deliver("2008-05-08");
    const outcome = await pipeline.run("2008-05-08");
    assert.equal(outcome.execution.description.error, "LoadFailed");
    assert.match(outcome.execution.description.cause ?? "", /permission denied/);
    assert.equal(outcome.ledger?.status, "FAILED");
    assert.equal(outcome.warehouse.total, 0);
    assert.deepEqual(noticesFor(outcome, "2008-05-08"), ["stepline-dev marketing 2008-05-08 FAILED"]);
    await pipeline.sql("GRANT INSERT ON stepline.load_ledger TO ROLE stepline_loader");
  });

  it("runs a failed date again to success", async () => {
    const rows = await pipeline.deliver("2008-05-06");
    const outcome = await pipeline.run("2008-05-06");
    assert.equal(outcome.execution.description.status, "SUCCEEDED", outcome.execution.description.cause);
    assert.deepEqual([outcome.ledger?.status, outcome.ledger?.attempt], ["SUCCEEDED", "2"]);
    assert.equal(outcome.ledger?.error, undefined);
    assert.equal(outcome.warehouse.total, rows);
  });

  it("was never refused a call by the policies the program declares", () => {
    assert.deepEqual(pipeline.denied(), []);
  });
});
