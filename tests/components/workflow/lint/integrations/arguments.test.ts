import assert from "node:assert/strict";
import { chain, findingsIn, places, task } from "../data-flow/linted";

const call = (integration: string, args: unknown): unknown => chain({ A: task(integration, args) });
const glue = (args: Readonly<Record<string, unknown>>): unknown =>
  call("glue:startJobRun.sync", { JobName: "transform", ...args });

describe("unknown-argument", () => {
  it("names the argument that was meant", () => {
    const [finding] = findingsIn(call("glue:startJobRun.sync", { JobNam: "transform" }));
    assert.deepEqual(
      [finding.rule, finding.state, finding.field, finding.message],
      ["unknown-argument", "A", "Arguments.JobNam", "glue:startJobRun.sync takes no JobNam there."],
    );
    assert.match(finding.fix, /Did you mean JobName\?/);
  });

  it("wants the API's camelCase names in PascalCase", () => {
    assert.deepEqual(places(call("aws-sdk:sfn:describeExecution", { executionArn: "a" })), [
      "unknown-argument A Arguments.executionArn",
    ]);
    assert.deepEqual(places(call("aws-sdk:sfn:describeExecution", { ExecutionArn: "a" })), []);
  });

  it("looks into objects and lists", () => {
    const items = [{ Update: { TableName: "runs", Key: {}, UpdateExpressions: "SET a = :a" } }];
    assert.deepEqual(places(call("aws-sdk:dynamodb:transactWriteItems", { TransactItems: items })), [
      "unknown-argument A Arguments.TransactItems[0].Update.UpdateExpressions",
    ]);
  });

  it("leaves names open that the caller chooses", () => {
    assert.deepEqual(places(glue({ Arguments: { "--any_name": "text" } })), []);
    assert.deepEqual(places(call("lambda:invoke", { FunctionName: "f", Payload: { anything: [1] } })), []);
  });

  it("leaves the spelling of acronyms open", () => {
    for (const name of ["SSEKMSKeyId", "SsekmsKeyId"]) {
      assert.deepEqual(places(call("aws-sdk:s3:putObject", { Bucket: "b", Key: "k", [name]: "key" })), []);
    }
  });

  it("sees the names of an object that an expression makes", () => {
    assert.deepEqual(places(call("glue:startJobRun.sync", '{% {"JobName": "a", "Timeouts": 5} %}')), [
      "unknown-argument A Arguments",
    ]);
  });
});

describe("missing-argument", () => {
  it("names what the call needs", () => {
    const [finding] = findingsIn(call("aws-sdk:s3:copyObject", { Bucket: "b", Key: "k" }));
    assert.deepEqual([finding.rule, finding.field], ["missing-argument", "Arguments"]);
    assert.equal(finding.message, "aws-sdk:s3:copyObject needs CopySource.");
  });

  it("looks into objects", () => {
    const MessageAttributes = { status: { StringValue: "FAILED" } };
    assert.deepEqual(places(call("sns:publish", { TopicArn: "t", Message: "m", MessageAttributes })), [
      "missing-argument A Arguments.MessageAttributes.status",
    ]);
  });

  it("needs neither what Step Functions fills in nor what is only misspelt", () => {
    assert.deepEqual(places(call("aws-sdk:redshiftdata:batchExecuteStatement", { Sqls: ["select 1"] })), []);
    assert.equal(findingsIn(call("glue:startJobRun.sync", { jobname: "a" })).length, 1);
  });
});

describe("wrong-argument-type", () => {
  it("refuses JSON of another type", () => {
    for (const [args, field] of [
      [{ Timeout: "480" }, "Arguments.Timeout"],
      [{ NumberOfWorkers: [2] }, "Arguments.NumberOfWorkers"],
      [{ Arguments: { "--attempt": 1 } }, 'Arguments.Arguments["--attempt"]'],
      [{ Arguments: "--attempt 1" }, "Arguments.Arguments"],
      [{ JobRunQueuingEnabled: "true" }, "Arguments.JobRunQueuingEnabled"],
      [{ SecurityConfiguration: null }, "Arguments.SecurityConfiguration"],
    ] as const) {
      assert.deepEqual(places(glue(args)), [`wrong-argument-type A ${field}`]);
    }
  });

  it("refuses an expression that gives another type for certain", () => {
    assert.deepEqual(places(glue({ Timeout: '{% $string(480) & "" %}' })), [
      "wrong-argument-type A Arguments.Timeout",
    ]);
    assert.deepEqual(places(glue({ Arguments: { "--attempt": "{% $states.context.State.RetryCount %}" } })), [
      'wrong-argument-type A Arguments.Arguments["--attempt"]',
    ]);
    assert.deepEqual(places(glue({ Timeout: "{% $states.input.minutes %}" })), []);
    assert.deepEqual(places(glue({ Timeout: "{% $states.input.long ? 480 : 60 %}" })), []);
  });

  it("takes JSON where an optimised integration makes text of it", () => {
    assert.deepEqual(places(call("sqs:sendMessage", { QueueUrl: "q", MessageBody: { a: 1 } })), []);
    assert.deepEqual(places(call("aws-sdk:sqs:sendMessage", { QueueUrl: "q", MessageBody: { a: 1 } })), [
      "wrong-argument-type A Arguments.MessageBody",
    ]);
  });
});

describe("wrong-argument-value", () => {
  it("refuses what is not in the enumeration, and names the nearest", () => {
    const [finding] = findingsIn(glue({ WorkerType: "G1X" }));
    assert.deepEqual([finding.rule, finding.field], ["wrong-argument-value", "Arguments.WorkerType"]);
    assert.match(finding.fix, /G\.1X/);
    assert.deepEqual(places(glue({ WorkerType: "G.1X" })), []);
    assert.deepEqual(places(glue({ ExecutionClass: '{% "FLEXI" %}' })), [
      "wrong-argument-value A Arguments.ExecutionClass",
    ]);
  });

  it("refuses a value outside its bounds", () => {
    assert.deepEqual(places(glue({ Timeout: 0 })), ["wrong-argument-value A Arguments.Timeout"]);
    assert.deepEqual(places(glue({ Timeout: 1.5 })), ["wrong-argument-value A Arguments.Timeout"]);
    const name = "x".repeat(81);
    assert.deepEqual(places(call("states:startExecution.sync:2", { StateMachineArn: "a", Name: name })), [
      "wrong-argument-value A Arguments.Name",
    ]);
  });
});

describe("arguments in JSONPath", () => {
  const inJsonPath = (Parameters: unknown): unknown => ({
    StartAt: "A",
    States: {
      A: {
        Type: "Task",
        Resource: "arn:aws:states:::glue:startJobRun.sync",
        Parameters,
        ResultPath: null,
        End: true,
      },
    },
  });

  it("are named without the .$ of a path", () => {
    assert.deepEqual(places(inJsonPath({ "JobName.$": "$.job", Arguments: { "--a.$": "$.a" } })), []);
    assert.deepEqual(places(inJsonPath({ "JobNames.$": "$.job" })), [
      "unknown-argument A Parameters.JobNames",
    ]);
    assert.deepEqual(places(inJsonPath({ "Timeout.$": "$.t" })), ["missing-argument A Parameters"]);
  });
});
