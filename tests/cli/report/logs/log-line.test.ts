import assert from "node:assert/strict";
import { logLine, requestIdOf } from "../../../../cli/report/logs/log-line";

const ID = "94c873b0-8ff7-4b24-a03f-96faad4fdd3c";
const read = (message: string) => logLine("/aws/lambda/f", { timestamp: 0, message });

describe("logLine", () => {
  it("shows a Powertools line by its own time, level and message, and what else it says of the work", () => {
    const line = JSON.stringify({
      level: "INFO",
      message: "Checked a file",
      timestamp: "2026-11-22T20:17:50.065Z",
      service: "stepline-dev-marketing-validate-schema",
      cold_start: true,
      function_request_id: ID,
      pipeline: "marketing",
      rows: 825,
      result: { ok: true },
    });
    assert.deepEqual(read(line), {
      at: "2026-11-22T20:17:50.065Z",
      source: "/aws/lambda/f",
      level: "INFO",
      message: 'Checked a file rows 825, result {"ok":true}',
    });
  });

  it("shows an error's name and message", () => {
    const error = { name: "SourceMissing", message: "No file", stack: "SourceMissing: No file\n at x" };
    const line = JSON.stringify({ level: "ERROR", message: "Failed", error });
    assert.equal(read(line).message, "Failed error SourceMissing: No file");
    const uncaught = { errorType: "SourceMissing", errorMessage: "No file", stackTrace: ["x"] };
    const platform = JSON.stringify({ level: "ERROR", requestId: ID, message: uncaught });
    assert.equal(read(platform).message, "SourceMissing: No file");
  });

  it("says in a line what Lambda reports of an invocation, and which metrics were published", () => {
    const metrics = { durationMs: 229.433, billedDurationMs: 230, memorySizeMB: 512, maxMemoryUsedMB: 64 };
    const report = {
      time: "2026-11-22T20:17:49.579Z",
      type: "platform.report",
      record: { requestId: ID, metrics: { ...metrics, initDurationMs: 428.2 }, status: "success" },
    };
    assert.deepEqual(read(JSON.stringify(report)), {
      at: "2026-11-22T20:17:49.579Z",
      source: "/aws/lambda/f",
      message: "platform.report: success, took 229 ms, billed 230 ms, start 428 ms, memory 64 of 512 MB",
    });
    const published = { _aws: { Timestamp: 1 }, service: "f", pipeline: "p", ExtractedFiles: 1 };
    assert.equal(read(JSON.stringify(published)).message, "metrics: ExtractedFiles 1");
  });

  it("takes the level out of Spark's lines and of Node.js's text lines", () => {
    assert.deepEqual(read("26/11/22 20:18:10 WARN MetricsConfig: Cannot locate"), {
      at: "1970-01-01T00:00:00.000Z",
      source: "/aws/lambda/f",
      level: "WARN",
      message: "MetricsConfig: Cannot locate",
    });
    const { level, message } = read(`2026-11-22T20:17:49.579Z\t${ID}\tERROR\tno\tgood\n`);
    assert.deepEqual([level, message], ["ERROR", "no\tgood"]);
  });

  it("shows any other text, and JSON that says nothing known, as it is", () => {
    assert.equal(
      read("transform: read 825 rows from 1 file\n").message,
      "transform: read 825 rows from 1 file",
    );
    assert.equal(read("[1,2]").message, "[1,2]");
    assert.equal(read("{}").message, "{}");
  });
});

describe("requestIdOf", () => {
  for (const [format, line] of Object.entries({
    "a platform record": `{"type":"platform.start","record":{"requestId":"${ID}"}}`,
    "a Powertools line": `{"message":"x","function_request_id":"${ID}"}`,
    "a JSON line of the runtime": `{"message":"x","requestId":"${ID}"}`,
    "START of the text format": `START RequestId: ${ID} Version: 1`,
    "a text line of Node.js": `2026-11-22T20:17:49.579Z\t${ID}\tINFO\tx`,
  })) {
    it(`knows the request of ${format}`, () => {
      assert.equal(requestIdOf(line), ID);
    });
  }

  it("gives none to a line without", () => {
    assert.equal(requestIdOf('{"_aws":{}}'), undefined);
    assert.equal(requestIdOf("Container of request 94c873b0"), undefined);
  });
});
