import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { S3Client } from "@aws-sdk/client-s3";
import type { Context } from "aws-lambda";
import { InMemoryS3 } from "../fakes/in-memory-s3";
import { run, sampleContract } from "../fakes/sample-contract";
import { ScriptedRedshift } from "../fakes/scripted-redshift";
import { linesOf, type Line } from "../fakes/written-lines";

const summary = { bucket: "curated", key: "marketing/2008-11-21/run-1/attempt-0/_summary.json" };
const event = { ...run, loadAttempt: 0, redriveCount: 0, summary, sourceRows: 8 };
const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
const environment = { WORKGROUP_NAME: "stepline-dev", DATABASE_NAME: "analytics", AWS_REGION: "eu-west-1" };

function transformed(): InMemoryS3 {
  const s3 = new InMemoryS3();
  s3.put(run.contract.bucket, run.contract.key, JSON.stringify(sampleContract));
  const { pipeline, logicalDate, runId } = run;
  const counts = { source: 8, curated: 5, quarantined: 2, duplicates: 1 };
  const rules = { quarantinedByRule: { "job.required": 2 }, warningsByRule: {} };
  const written = { formatVersion: 1, pipeline, logicalDate, runId, attempt: "0", ...counts, ...rules };
  s3.put(summary.bucket, summary.key, JSON.stringify(written));
  return s3;
}

function loaded(inserted: number): ScriptedRedshift {
  const counts = { staged: 5, inserted, updated: 1 };
  return new ScriptedRedshift({
    ExecuteStatement: [{ Id: "statement-1" }],
    DescribeStatement: [{ Status: "FINISHED" }],
    GetStatementResult: [
      {
        ColumnMetadata: Object.keys(counts).map((name) => ({ name })),
        Records: [Object.values(counts).map((longValue) => ({ longValue }))],
      },
    ],
  });
}

type Deployed = typeof import("../../../handlers/reconcile/handler");

/** The module reads its environment when it is loaded. */
const load = createRequire(__filename);

interface Sending {
  send?(command: object): Promise<unknown>;
}

/** Calls the function as it is deployed, with clients that answer from these fakes. */
async function invoke(s3: InMemoryS3, redshift: ScriptedRedshift): Promise<Line[]> {
  const { handler } = load("../../../handlers/reconcile/handler") as Deployed;
  const fakes = [
    { sdk: S3Client.prototype as Sending, fake: s3.client as Sending },
    { sdk: RedshiftDataClient.prototype as Sending, fake: redshift.client as Sending },
  ];
  for (const { sdk, fake } of fakes) sdk.send = (command) => fake.send!(command);
  try {
    return await linesOf(() => handler(event, context).catch(() => undefined));
  } finally {
    // Leaves the SDK's own, of the class that both extend.
    for (const { sdk } of fakes) delete sdk.send;
  }
}

describe("the reconcile function", () => {
  const added = Object.keys(environment).filter((name) => process.env[name] === undefined);
  before(() => {
    for (const name of added) process.env[name] = environment[name as keyof typeof environment];
  });
  after(() => {
    for (const name of added) Reflect.deleteProperty(process.env, name);
  });

  it("publishes LoadSucceeded with the counts of a load that adds up, by service and pipeline", async () => {
    const [metric] = (await invoke(transformed(), loaded(4))).filter((line) => "_aws" in line);
    const { CloudWatchMetrics } = metric._aws as { CloudWatchMetrics: Record<string, unknown>[] };
    assert.equal(CloudWatchMetrics.length, 1);
    assert.equal(CloudWatchMetrics[0].Namespace, "Stepline");
    assert.deepEqual(CloudWatchMetrics[0].Dimensions, [["service", "pipeline"]]);
    assert.deepEqual(metric, {
      _aws: metric._aws,
      service: "reconcile",
      pipeline: "marketing",
      LoadSucceeded: 1,
      SourceRows: 8,
      CuratedRows: 5,
      QuarantinedRows: 2,
      DuplicateRows: 1,
      InsertedRows: 4,
      UpdatedRows: 1,
    });
  });

  it("publishes no metric of a load that does not add up", async () => {
    const lines = await invoke(transformed(), loaded(3));
    assert.deepEqual(
      lines.filter((line) => "_aws" in line),
      [],
    );
    const failed = lines.find(({ level }) => level === "ERROR");
    assert.equal((failed?.error as { name: string }).name, "ReconciliationFailed");
  });
});
