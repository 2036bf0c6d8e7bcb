import assert from "node:assert/strict";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { CompiledContract } from "../../../contracts/compiled-contract";
import type {
  PinnedFile,
  RunManifest,
  ValidateSchemaEvent,
  ValidateSchemaResult,
} from "../../../handlers/events";
import { validateSchema } from "../../../handlers/validate-schema/validate-schema";
import { InMemoryS3 } from "../fakes/in-memory-s3";
import { RecordedLog } from "../fakes/recorded-log";
import { run, sampleContract } from "../fakes/sample-contract";

const prefix = "landing/marketing/2008-11-21/run-1/";
const event: ValidateSchemaEvent = {
  ...run,
  manifest: { bucket: "raw", key: `${prefix}manifest.json` },
  quarantine: { bucket: "quarantine", key: "marketing/2008-11-21/run-1/" },
};
const header = "contact_id,job,balance\n";

interface Batch {
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly lookup?: string;
  readonly contract?: CompiledContract;
  readonly manifest?: Partial<RunManifest>;
}

function landed({ files, lookup, contract = sampleContract, manifest }: Batch): InMemoryS3 {
  const s3 = new InMemoryS3({ chunkBytes: 5 });
  s3.put(run.contract.bucket, run.contract.key, JSON.stringify(contract));
  const pin = (name: string, body: string | Buffer): PinnedFile => {
    const { versionId, etag } = s3.put("raw", `${prefix}${name}`, body);
    const bytes = body.length;
    return {
      bucket: "raw",
      key: `${prefix}${name}`,
      versionId,
      etag,
      sha256: "0".repeat(64),
      bytes,
      source: `s3://raw/source/${name}`,
    };
  };
  const pinned: RunManifest = {
    formatVersion: 1,
    pipeline: run.pipeline,
    logicalDate: run.logicalDate,
    runId: run.runId,
    files: Object.entries(files).map(([name, body]) => pin(`data/${name}`, body)),
    lookups: [
      {
        name: "job_categories",
        ...pin("lookups/job_categories.csv", lookup ?? "job,category\nadmin.,office\n"),
      },
    ],
    ...manifest,
  };
  s3.put(event.manifest.bucket, event.manifest.key, JSON.stringify(pinned));
  return s3;
}

function validate(s3: InMemoryS3): Promise<ValidateSchemaResult> {
  return validateSchema(event, { s3: s3.client, log: new RecordedLog() });
}

describe("validateSchema", () => {
  it("accepts files that fit, and counts their rows", async () => {
    const s3 = landed({ files: { "a.csv": `${header}1,admin.,20\n2,,\n`, "b.csv": `${header}3,,5\n` } });
    assert.deepEqual(await validate(s3), { schemaValid: true, rows: 3, problems: 0, summary: "" });
    assert.ok(!s3.calls.some((call) => call.startsWith("PutObject")));
  });

  it("reads the pinned version, whatever was written over it", async () => {
    const s3 = landed({ files: { "a.csv": `${header}1,admin.,20\n` } });
    s3.put("raw", `${prefix}data/a.csv`, "something else");
    assert.equal((await validate(s3)).schemaValid, true);
  });

  it("writes the report of a refused batch beside its quarantine, and sums it up", async () => {
    const s3 = landed({ files: { "a.csv": "contact_id,balance,occupation\n1,20,admin.\n" } });
    const result = await validate(s3);
    assert.equal(result.schemaValid, false);
    assert.match(result.summary, /^data\/a\.csv: .*"job" is missing/);
    assert.match(
      result.summary,
      /\nExamples of values: s3:\/\/quarantine\/marketing\/2008-11-21\/run-1\/schema-report\.json$/,
    );
    const report = { bucket: "quarantine", key: "marketing/2008-11-21/run-1/schema-report.json" };
    assert.deepEqual(result.report, report);
    const written = s3.json(report.bucket, report.key) as {
      problems: unknown[];
      rows: number;
      logicalDate: string;
    };
    assert.equal(written.problems.length, result.problems);
    assert.equal(written.rows, 1);
    assert.equal(written.logicalDate, "2008-11-21");
  });

  it("counts the problems of all files and lookups", async () => {
    const s3 = landed({
      files: { "a.csv": "", "b.csv": `${header}1,admin.\n` },
      lookup: "job,category\nadmin.,office\nadmin.,desk\n",
    });
    const result = await validate(s3);
    assert.equal(result.problems, 3);
    assert.match(result.summary, /data\/a\.csv/);
    assert.match(result.summary, /data\/b\.csv/);
    assert.match(result.summary, /lookups\/job_categories\.csv/);
  });

  it("keeps the summary within 2,000 characters, however much is wrong", async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`file-${n}.csv`, ""]));
    const result = await validate(landed({ files }));
    assert.equal(result.problems, 200);
    assert.ok(result.summary.length <= 2000);
    const [count, report] = result.summary.split("\n").slice(-2);
    assert.match(count, /^\.\.\. and \d+ more problems$/);
    assert.match(report, /schema-report\.json$/);
  });

  it("refuses a batch without rows where the contract wants rows", async () => {
    const batches: Batch["files"][] = [{ "a.csv": header, "b.csv": header }, {}];
    for (const files of batches) {
      const result = await validate(landed({ files }));
      assert.equal(result.schemaValid, false);
      assert.equal(result.rows, 0);
      assert.match(result.summary, /no rows/);
    }
  });

  it("accepts a batch without rows where the contract allows it", async () => {
    const contract: CompiledContract = {
      ...sampleContract,
      source: { ...sampleContract.source, emptyBatch: "succeed" },
    };
    assert.equal((await validate(landed({ files: { "a.csv": header }, contract }))).schemaValid, true);
  });

  it("accepts a file without rows beside one with rows: the contract speaks of the batch", async () => {
    const result = await validate(landed({ files: { "a.csv": header, "b.csv": `${header}1,,\n` } }));
    assert.deepEqual(result, { schemaValid: true, rows: 1, problems: 0, summary: "" });
  });

  it("refuses the manifest of another run", async () => {
    const s3 = landed({ files: {}, manifest: { runId: "run-2" } });
    await assert.rejects(validate(s3), {
      name: "InvalidEvent",
      message: /has runId "run-2", the run has "run-1"/,
    });
  });

  it("refuses a manifest that lacks a lookup, or is none", async () => {
    await assert.rejects(validate(landed({ files: {}, manifest: { lookups: [] } })), {
      name: "InvalidEvent",
      message: /pins no lookup "job_categories"/,
    });
    const s3 = landed({ files: {} });
    s3.put(event.manifest.bucket, event.manifest.key, "[]");
    await assert.rejects(validate(s3), { name: "InvalidEvent", message: /manifest\.json has formatVersion/ });
  });

  it("keeps values of rows out of result and log; the report has them", async () => {
    const s3 = landed({
      files: { "a.csv": `${header}Ann Person,x,1\nBo Person,x,2\n`, "b.csv": "Cy Person,y,3\n" },
      lookup: "job,category\nDi Person,a\nDi Person,b\n",
    });
    const log = new RecordedLog();
    const result = await validateSchema(event, { s3: s3.client, log });
    assert.equal(result.problems, 3);
    assert.doesNotMatch(JSON.stringify([result, log.lines]), /Person/);
    const { problems } = s3.json("quarantine", "marketing/2008-11-21/run-1/schema-report.json") as {
      problems: { example: string }[];
    };
    assert.deepEqual(
      problems.map(({ example }) => example),
      ["Ann Person", "Cy Person", "Di Person"],
    );
  });

  it("says so when a pinned file is gone, or not readable", async () => {
    const s3 = landed({ files: { "a.csv": `${header}1,,\n` } });
    s3.objects.delete(`raw/${prefix}data/a.csv`);
    await assert.rejects(validate(s3), {
      name: "SourceMissing",
      message:
        /data\/a\.csv is no longer there, or not readable \(S3 answers 403 to both\): run the date again/,
    });
  });

  it("says so when a pinned file is another", async () => {
    const s3 = landed({ files: { "a.csv": `${header}1,,\n` } });
    const versions = s3.objects.get(`raw/${prefix}data/a.csv`)!;
    versions[0] = { ...versions[0], etag: '"other"' };
    await assert.rejects(validate(s3), {
      name: "SourceMissing",
      message: /data\/a\.csv is no longer there as the run pinned it/,
    });
  });

  it("says so when the run manifest is gone, or not readable", async () => {
    const s3 = landed({ files: {} });
    s3.objects.delete(`raw/${event.manifest.key}`);
    await assert.rejects(validate(s3), {
      name: "InvalidEvent",
      message: /run-1\/manifest\.json is missing or not readable \(S3 answers 403 to both\)/,
    });
  });

  it("does not take a broken read for a bad file", async () => {
    const s3 = landed({ files: { "a.csv": `${header}1,,\n` } });
    s3.before = (command, input) => {
      if (command instanceof GetObjectCommand && String(input.Key).includes("/data/")) {
        throw new Error("socket hang up");
      }
    };
    await assert.rejects(validate(s3), /socket hang up/);
  });
});
