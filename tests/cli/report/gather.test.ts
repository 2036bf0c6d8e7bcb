import assert from "node:assert/strict";
import { gatherReport } from "../../../cli/report/gather";
import { entered, exited, history } from "./execution/events";
import { executionArn, type FakeExecution, stepFunctions } from "./executions";
import { FakeAws } from "./fake-aws";

const PARENT = executionArn("nightly:42");
const CHILD = executionArn("worker:7");
const GONE = executionArn("worker:8");
const STATES = { resourceType: "states", resource: "startExecution.sync:2" };
const LAMBDA = { resourceType: "lambda", resource: "invoke" };

const parent: FakeExecution = {
  status: "RUNNING",
  definition: {
    StartAt: "Notify",
    States: {
      Notify: { Type: "Task", Resource: "arn:aws:states:::sns:publish", Next: "Start" },
      Start: { Type: "Task", Resource: "arn:aws:states:::states:startExecution.sync:2", End: true },
    },
  },
  events: history(
    ["ExecutionStarted", { input: "{}" }],
    ["TaskStateEntered", entered("Notify"), 0],
    [
      "TaskScheduled",
      { resourceType: "sns", resource: "publish", parameters: '{"Subject":"Hi","Message":"It runs"}' },
    ],
    ["TaskSucceeded", { resourceType: "sns", resource: "publish", output: '{"MessageId":"m"}' }],
    ["TaskStateExited", exited("Notify")],
    ["TaskStateEntered", entered("Start")],
    ["TaskScheduled", { ...STATES, parameters: "{}" }],
    ["TaskSubmitted", { ...STATES, output: JSON.stringify({ ExecutionArn: GONE }) }],
    ["TaskFailed", { ...STATES, error: "StepFunctions.ExecutionLimitExceededException" }],
    ["TaskScheduled", { ...STATES, parameters: "{}" }],
    ["TaskSubmitted", { ...STATES, output: JSON.stringify({ ExecutionArn: CHILD }) }],
  ),
};

const child: FakeExecution = {
  status: "RUNNING",
  definition: { StartAt: "Call", States: { Call: { Type: "Task", Resource: "x", End: true } } },
  events: history(
    ["ExecutionStarted", { input: "{}" }],
    ["TaskStateEntered", entered("Call"), 0],
    ["TaskScheduled", { ...LAMBDA, parameters: '{"FunctionName":"call"}' }],
  ),
};

describe("gatherReport", () => {
  let aws: FakeAws;

  const gather = () =>
    gatherReport(
      {
        endpoint: aws.url,
        region: "eu-west-1",
        credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-to-be-told" },
        maxAttempts: 1,
      },
      PARENT,
      { source: "aws", generatedAt: new Date(0) },
    );

  before(async () => {
    aws = await FakeAws.start(stepFunctions({ [PARENT]: parent, [CHILD]: child }));
  });

  after(async () => {
    await aws.close();
  });

  it("describes an execution of any machine, with the executions it started below the visits that did", async () => {
    const report = await gather();
    assert.deepEqual(
      report.executions.map(({ executionArn: arn, machineName, startedBy }) => [arn, machineName, startedBy]),
      [
        [PARENT, "nightly", undefined],
        [CHILD, "worker", { executionArn: PARENT, visit: 1 }],
      ],
    );
    const [first, second] = report.executions;
    assert.equal(first.visits[1].childExecutionArn, CHILD);
    assert.deepEqual(
      first.visits[1].attempts.map(({ outcome }) => outcome),
      ["failed", "running"],
    );
    assert.deepEqual(
      second.graph.states.map(({ name, outcome }) => [name, outcome]),
      [["Call", "running"]],
    );
  });

  it("leaves out what only pipelines of this program have, and tells what was published", async () => {
    const report = await gather();
    assert.equal(report.title, "42");
    const { pipeline, rows, ledger, warehouse, iam, rules } = report;
    assert.deepEqual([pipeline, rows, ledger, warehouse, iam, rules], Array(5).fill(undefined).concat([[]]));
    assert.deepEqual(
      report.notifications.map(({ subject, message }) => [subject, message]),
      [["Hi", "It runs"]],
    );
    assert.ok(!aws.asked.some((operation) => /DynamoDB|Redshift|SQS/i.test(operation)));
  });

  it("notes what could not be read, and why, and keeps the rest", async () => {
    const { notes } = await gather();
    assert.equal(notes.length, 2, notes.join("\n"));
    assert.match(notes.join("\n"), /Execution \S+:worker:8 could not be read: ExecutionDoesNotExist/);
    assert.match(
      notes.join("\n"),
      /The logs of Call, function call, could not be read: AccessDeniedException: no Logs_20140328.FilterLogEvents/,
    );
  });

  it("tells no credentials", async () => {
    assert.doesNotMatch(JSON.stringify(await gather()), /AKIAEXAMPLE|not-to-be-told/);
  });

  it("fails where the execution itself can't be described", async () => {
    const place = { endpoint: aws.url, region: "eu-west-1", maxAttempts: 1 };
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    await assert.rejects(gatherReport({ ...place, credentials }, GONE, { source: "aws" }), {
      name: "ExecutionDoesNotExist",
    });
  });
});
