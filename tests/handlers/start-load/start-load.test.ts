import assert from "node:assert/strict";
import type { StartLoadEvent, StartLoadResult } from "../../../handlers/events";
import { loadToken, startLoad } from "../../../handlers/start-load/start-load";
import { InMemoryS3 } from "../fakes/in-memory-s3";
import { RecordedLog } from "../fakes/recorded-log";
import { run, sampleContract } from "../fakes/sample-contract";
import { ScriptedRedshift, serviceError } from "../fakes/scripted-redshift";

const copyManifest = {
  bucket: "curated",
  key: "marketing/2008-11-21/run-1/attempt-0/_copy_manifest.json",
};
const event: StartLoadEvent = { ...run, loadAttempt: 0, redriveCount: 0, copyManifest };
const loadRoleArn = "arn:aws:iam::111122223333:role/stepline-dev-load";
const entry = {
  url: "s3://curated/marketing/a.parquet",
  mandatory: true,
  meta: { content_length: 10 },
};

function curated(manifest: unknown = { entries: [entry] }): InMemoryS3 {
  const s3 = new InMemoryS3();
  s3.put(run.contract.bucket, run.contract.key, JSON.stringify(sampleContract));
  const text = typeof manifest === "string" ? manifest : JSON.stringify(manifest);
  s3.put(copyManifest.bucket, copyManifest.key, text);
  return s3;
}

function start(
  redshift: ScriptedRedshift,
  s3 = curated(),
  of: StartLoadEvent = event,
): Promise<StartLoadResult> {
  return startLoad(of, {
    s3: s3.client,
    redshift: redshift.client,
    log: new RecordedLog(),
    workgroupName: "stepline-dev",
    database: "analytics",
    loadRoleArn,
  });
}

function accepting(): ScriptedRedshift {
  return new ScriptedRedshift({ BatchExecuteStatement: [{ Id: "statement-1" }] });
}

describe("startLoad", () => {
  it("starts one batch on the workgroup and gives back its id and token", async () => {
    const redshift = accepting();
    const result = await start(redshift);
    assert.equal(result.statementId, "statement-1");
    assert.match(result.clientToken, /^[0-9a-f]{64}$/);
    assert.equal(redshift.calls.length, 1);
    const { Sqls, ...input } = redshift.calls[0].input;
    assert.deepEqual(input, {
      WorkgroupName: "stepline-dev",
      Database: "analytics",
      ClientToken: result.clientToken,
      StatementName: "marketing/2008-11-21/run-1/load-0",
    });
    const sql = (Sqls as string[]).join(";\n");
    assert.ok(sql.includes(`s3://${copyManifest.bucket}/${copyManifest.key}`));
    assert.ok(sql.includes(loadRoleArn));
    assert.ok(!/\btruncate\b/i.test(sql));
  });

  it("uses the same token when it is repeated", async () => {
    assert.equal((await start(accepting())).clientToken, (await start(accepting())).clientToken);
  });

  it("has a token of its own for each run, attempt, redrive and batch", () => {
    const tokens = [
      loadToken(event, "manifest"),
      loadToken({ ...event, runId: "run-2" }, "manifest"),
      loadToken({ ...event, logicalDate: "2008-11-22" }, "manifest"),
      loadToken({ ...event, pipeline: "sales" }, "manifest"),
      loadToken({ ...event, loadAttempt: 1 }, "manifest"),
      loadToken({ ...event, redriveCount: 1 }, "manifest"),
      loadToken({ ...event, loadAttempt: 1, redriveCount: 1 }, "manifest"),
      loadToken(event, "manifest of another transform"),
    ];
    assert.equal(new Set(tokens).size, tokens.length);
  });

  for (const name of [
    "ActiveStatementsExceededException",
    "ActiveSessionsExceededException",
    "ThrottlingException",
    "InternalServerException",
    "DatabaseConnectionException",
    "BatchExecuteStatementException",
    "TimeoutError",
  ]) {
    it(`calls ${name} a busy warehouse`, async () => {
      const redshift = new ScriptedRedshift({ BatchExecuteStatement: [serviceError(name)] });
      await assert.rejects(start(redshift), {
        name: "WarehouseBusy",
        message: new RegExp(`stepline-dev takes no statement now: ${name}`),
      });
    });
  }

  it("calls a broken connection a busy warehouse", async () => {
    const broken = serviceError("Error", { code: "ECONNRESET" });
    const redshift = new ScriptedRedshift({ BatchExecuteStatement: [broken] });
    await assert.rejects(start(redshift), { name: "WarehouseBusy" });
  });

  it("lets other errors keep their names", async () => {
    for (const name of ["ValidationException", "AccessDeniedException", "ResourceNotFoundException"]) {
      const redshift = new ScriptedRedshift({ BatchExecuteStatement: [serviceError(name)] });
      await assert.rejects(start(redshift), { name });
    }
  });

  it("starts nothing without a COPY manifest", async () => {
    const s3 = curated();
    s3.objects.delete(`${copyManifest.bucket}/${copyManifest.key}`);
    const redshift = accepting();
    await assert.rejects(start(redshift, s3), {
      name: "TransformOutputInvalid",
      message:
        /COPY manifest s3:\/\/curated\/marketing\/2008-11-21\/run-1\/attempt-0\/_copy_manifest\.json is missing or not readable \(S3 answers 403 to both\)/,
    });
    assert.equal(redshift.calls.length, 0);
  });

  const broken: [unknown, RegExp][] = [
    ["half a fi", /has no list "entries"/],
    [null, /has no list "entries"/],
    [{ entries: {} }, /has no list "entries"/],
    [{ entries: [] }, /names no file/],
    [{ entries: [entry, { ...entry, mandatory: false }] }, /has entry 1 without/],
    [{ entries: [{ ...entry, meta: {} }] }, /has entry 0 without/],
    [{ entries: [{ ...entry, url: "https://x" }] }, /has entry 0 without/],
    [{ entries: [null] }, /has entry 0 without/],
  ];
  for (const [manifest, message] of broken) {
    it(`starts nothing with the COPY manifest ${JSON.stringify(manifest)}`, async () => {
      const redshift = accepting();
      await assert.rejects(start(redshift, curated(manifest)), { name: "TransformOutputInvalid", message });
      assert.equal(redshift.calls.length, 0);
    });
  }
});
