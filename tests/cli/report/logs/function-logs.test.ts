import assert from "node:assert/strict";
import type { ReportClients } from "../../../../cli/report/clients";
import type { Attempt } from "../../../../cli/report/execution/attempts";
import { FunctionLogs, invokedFunction } from "../../../../cli/report/logs/function-logs";
import type { StreamLine } from "../../../../cli/report/logs/log-group";

const START = Date.UTC(2008, 10, 22);
const at = (ms: number): Date => new Date(START + ms);
const FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:extract:live";

const attempt: Attempt = {
  scheduledAt: at(0),
  endedAt: at(2000),
  outcome: "succeeded",
  service: "lambda",
  resource: "invoke",
  parameters: { json: JSON.stringify({ FunctionName: FUNCTION }), truncated: false },
};

const json = (stream: string, ms: number, value: object): StreamLine => ({
  stream,
  timestamp: START + ms,
  message: JSON.stringify({ timestamp: at(ms).toISOString(), ...value }),
});

/** A log group and how the function says it is called. */
function logsOf(lines: readonly StreamLine[], LogGroup?: string) {
  const asked: Record<string, unknown>[] = [];
  const events = lines.map(({ stream: logStreamName, ...line }) => ({ logStreamName, ...line }));
  const logs = {
    send: async ({ input }: { input: Record<string, unknown> }) => {
      asked.push(input);
      return { events };
    },
  };
  const lambda = {
    send: async () => {
      if (LogGroup === undefined) {
        throw new Error("AccessDeniedException");
      }
      return { LoggingConfig: { LogGroup } };
    },
  };
  return { asked, reader: new FunctionLogs({ logs, lambda } as unknown as ReportClients) };
}

const messages = async (lines: readonly StreamLine[], of: Attempt, ...runs: string[]) =>
  (await logsOf(lines).reader.read(FUNCTION, of, runs)).map(({ message }) => message);

describe("the logs of an invocation", () => {
  const lines = [
    json("a", 100, { function_request_id: "r1", message: "mine", runId: "run-1" }),
    json("b", 150, { function_request_id: "r2", message: "another run's", runId: "run-2" }),
    json("a", 160, { _aws: {}, ExtractedFiles: 1 }),
    json("b", 170, { _aws: {}, ExtractedFiles: 2 }),
  ];

  it("are those of the request that its answer names", async () => {
    const output = { json: JSON.stringify({ SdkResponseMetadata: { RequestId: "r2" } }), truncated: false };
    assert.deepEqual(await messages(lines, { ...attempt, output }), [
      "another run's",
      "metrics: timestamp 2008-11-22T00:00:00.170Z, ExtractedFiles 2",
    ]);
  });

  it("are those of the request that names the run, with what its stream held meanwhile", async () => {
    assert.deepEqual(await messages(lines, attempt, "run-1"), [
      "mine",
      "metrics: timestamp 2008-11-22T00:00:00.160Z, ExtractedFiles 1",
    ]);
  });

  it("are of no request that began after its end or before its start", async () => {
    const others = [
      json("a", -60_000, { function_request_id: "r0", message: "before" }),
      json("a", 100, { function_request_id: "r1", message: "mine" }),
      json("a", 2500, { function_request_id: "r3", message: "the retry's" }),
    ];
    assert.deepEqual(await messages(others, attempt), ["mine"]);
  });

  it("are read from the group the function logs to, around the time of the call", async () => {
    const { asked, reader } = logsOf(lines, "/custom/group");
    const [line] = await reader.read(FUNCTION, attempt, ["run-1"]);
    assert.equal(line.source, "/custom/group");
    assert.equal(asked[0].logGroupName, "/custom/group");
    assert.ok(Number(asked[0].startTime) <= START && Number(asked[0].endTime) > START + 2000);
  });

  it("are read from the group of its name where its configuration may not be read", async () => {
    const { asked, reader } = logsOf(lines);
    await reader.read(FUNCTION, attempt, []);
    await reader.read("extract:live", attempt, []);
    assert.deepEqual(
      asked.map(({ logGroupName }) => logGroupName),
      ["/aws/lambda/extract", "/aws/lambda/extract"],
    );
  });
});

describe("invokedFunction", () => {
  it("knows the function of the optimised integration, of the SDK's, and of a Resource", () => {
    assert.equal(invokedFunction(attempt), FUNCTION);
    assert.equal(invokedFunction({ ...attempt, service: "aws-sdk:lambda" }), FUNCTION);
    assert.equal(invokedFunction({ ...attempt, resource: FUNCTION, parameters: undefined }), FUNCTION);
  });

  it("knows none of another task", () => {
    assert.equal(invokedFunction({ ...attempt, service: "glue", resource: "startJobRun.sync" }), undefined);
  });
});
