import assert from "node:assert/strict";
import type { Context } from "aws-lambda";
import { InvalidEvent } from "../../handlers/errors";
import type { RunIdentity } from "../../handlers/events";
import { observedHandler, type RunLog } from "../../handlers/observed-handler";
import { run } from "./fakes/sample-contract";
import { linesOf } from "./fakes/written-lines";

const context = {
  functionName: "stepline-dev-marketing-extract",
  awsRequestId: "request-1",
  getRemainingTimeInMillis: () => 12_345,
} as Context;

function handlerOf(work: (event: RunIdentity, log: RunLog) => Promise<{ files: number; bytes: number }>) {
  return observedHandler({
    name: "extract",
    parse: (event) => {
      if ((event as RunIdentity).runId === "bad") throw new InvalidEvent("event.runId is bad.");
      return event as RunIdentity;
    },
    run: work,
    measure: ({ files, bytes }) => ({ ExtractedFiles: files, ExtractedBytes: bytes }),
  });
}

describe("observedHandler", () => {
  it("puts pipeline, logical date and run id on every line", async () => {
    const handler = handlerOf(async (_, log) => {
      log.info("Landed a file", { bytes: 3 });
      return { files: 1, bytes: 3 };
    });
    const lines = (await linesOf(() => handler(run, context))).filter(({ level }) => level !== undefined);
    assert.deepEqual(
      lines.map(({ message }) => message),
      ["Landed a file", "Done"],
    );
    for (const line of lines) {
      const { pipeline, logicalDate, runId } = run;
      assert.equal(line.service, "extract");
      assert.equal(line.function_request_id, "request-1");
      assert.equal(line.runId, runId);
      assert.equal(line.logicalDate, logicalDate);
      assert.equal(line.pipeline, pipeline);
    }
  });

  it("is the function by its own name in Lambda, so that stacks of one account are told apart", async () => {
    process.env.AWS_LAMBDA_FUNCTION_NAME = "stepline-prod-marketing-extract";
    try {
      const handler = handlerOf(async () => ({ files: 1, bytes: 3 }));
      const [metric] = (await linesOf(() => handler(run, context))).filter((line) => "_aws" in line);
      assert.equal(metric.service, "stepline-prod-marketing-extract");
    } finally {
      delete process.env.AWS_LAMBDA_FUNCTION_NAME;
    }
  });

  it("publishes the counts as embedded metrics of the namespace Stepline", async () => {
    const handler = handlerOf(async () => ({ files: 2, bytes: 30 }));
    const [metric] = (await linesOf(() => handler(run, context))).filter((line) => "_aws" in line);
    const { CloudWatchMetrics } = metric._aws as {
      CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: object[] }[];
    };
    assert.equal(CloudWatchMetrics[0].Namespace, "Stepline");
    assert.deepEqual(CloudWatchMetrics[0].Dimensions, [["service", "pipeline"]]);
    assert.deepEqual(CloudWatchMetrics[0].Metrics, [
      { Name: "ExtractedFiles", Unit: "Count" },
      { Name: "ExtractedBytes", Unit: "Bytes" },
    ]);
    assert.equal(metric.pipeline, "marketing");
    assert.equal(metric.ExtractedFiles, 2);
  });

  it("throws what the work throws, after logging it, and publishes nothing", async () => {
    const handler = handlerOf(async () => {
      throw new InvalidEvent("no");
    });
    const lines = await linesOf(() =>
      assert.rejects(handler(run, context), { name: "InvalidEvent", message: "no" }),
    );
    assert.deepEqual(
      lines.map(({ level, message }) => [level, message]),
      [["ERROR", "Failed"]],
    );
    assert.equal((lines[0].error as { name: string }).name, "InvalidEvent");
  });

  it("carries no keys of one run over to the next", async () => {
    const handler = handlerOf(async () => ({ files: 0, bytes: 0 }));
    await linesOf(() => handler(run, context));
    const [line] = await linesOf(() => assert.rejects(handler({ ...run, runId: "bad" }, context)));
    assert.equal(line.runId, undefined);
  });
});
