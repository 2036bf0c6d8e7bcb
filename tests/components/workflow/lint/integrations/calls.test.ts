import assert from "node:assert/strict";
import { findingText } from "../../../../../components/workflow/lint/finding";
import { chain, findingsIn, places, task } from "../data-flow/linted";

const glueRun = { JobName: "transform" };

describe("unknown-resource", () => {
  const fixOf = (resource: unknown): string | undefined =>
    findingsIn(chain({ A: { ...task("", {}), Resource: resource } })).find(
      ({ rule }) => rule === "unknown-resource",
    )?.fix;

  it("passes what there is", () => {
    for (const [integration, args] of [
      ["glue:startJobRun.sync", glueRun],
      ["states:startExecution.sync:2", { StateMachineArn: "arn" }],
      ["lambda:invoke", { FunctionName: "f" }],
      ["aws-sdk:redshiftdata:describeStatement", { Id: "b3e2a3cb-9a5c-4a3c-8f0e-0d9f0a5a8b8f" }],
      ["aws-sdk:quicksight:describeDataSet", { anything: 1 }],
      [
        "http:invoke",
        { ApiEndpoint: "https://example.com", Method: "GET", Authentication: { ConnectionArn: "arn" } },
      ],
    ] as const) {
      assert.deepEqual(places(chain({ A: task(integration, args) })), [], integration);
    }
    for (const resource of [
      "arn:aws:lambda:eu-west-1:111122223333:function:extract:live",
      "arn:aws-cn:states:cn-north-1:111122223333:activity:approve",
    ]) {
      assert.equal(fixOf(resource), undefined);
    }
  });

  it("names the service that was meant", () => {
    assert.match(fixOf("arn:aws:states:::aws-sdk:redshiftData:executeStatement")!, /aws-sdk:redshiftdata\./);
    assert.match(fixOf("arn:aws:states:::aws-sdk:redshift-data:executeStatement")!, /aws-sdk:redshiftdata\./);
    assert.match(fixOf("arn:aws:states:::aws-sdk:stepfunctions:startExecution")!, /aws-sdk:sfn\./);
    assert.match(fixOf("arn:aws:states:::aws-sdk:logs:putLogEvents")!, /aws-sdk:cloudwatchlogs\./);
    assert.match(fixOf("arn:aws:states:::aws-sdk:dynamdb:getItem")!, /aws-sdk:dynamodb\./);
    assert.match(fixOf("arn:aws:states:::lamda:invoke")!, /Did you mean lambda\?/);
  });

  it("names the action that was meant", () => {
    assert.match(fixOf("arn:aws:states:::aws-sdk:glue:StartJobRun")!, /Did you mean startJobRun\?/);
    assert.match(
      fixOf("arn:aws:states:::aws-sdk:quicksight:describeDataset")!,
      /Did you mean describeDataSet\?/,
    );
    assert.match(fixOf("arn:aws:states:::glue:startJobRuns")!, /Did you mean glue:startJobRun\?/);
    assert.match(fixOf("arn:aws:states:::aws-sdk:lambda:invokeAsync")!, /invoke/);
  });

  it("leads to the SDK where there is no integration of its own", () => {
    assert.match(
      fixOf("arn:aws:states:::redshiftdata:executeStatement")!,
      /arn:aws:states:::aws-sdk:redshiftdata:executeStatement\./,
    );
    assert.match(fixOf("arn:aws:states:::dynamodb:query")!, /arn:aws:states:::aws-sdk:dynamodb:query\./);
  });

  it("refuses what is no resource at all", () => {
    for (const resource of [
      "glue:startJobRun",
      7,
      "{% $resource %}",
      "arn:aws:states:::glue",
      "arn:aws:s3:::bucket",
    ]) {
      assert.match(fixOf(resource)!, /arn:aws:states:::service:action/, String(resource));
    }
  });

  it("names workflow, state, field and fix", () => {
    const [finding] = findingsIn(chain({ Start: task("aws-sdk:glue:startJobRuns", {}) }));
    assert.equal(
      findingText(finding),
      'Workflow "w", state "Start", Resource: glue has no action startJobRuns. ' +
        "Did you mean startJobRun? Then write that. [unknown-resource]",
    );
  });
});

describe("impossible-pattern", () => {
  it("refuses .sync of an SDK integration and leads to the one that has it", () => {
    const [finding] = findingsIn(chain({ A: task("aws-sdk:glue:startJobRun.sync", glueRun) }));
    assert.deepEqual([finding.rule, finding.state, finding.field], ["impossible-pattern", "A", "Resource"]);
    assert.match(finding.fix, /write glue:startJobRun\.sync, without aws-sdk/);
  });

  it("refuses a pattern that the integration does not offer", () => {
    for (const [integration, args] of [
      ["dynamodb:getItem.sync", { TableName: "runs", Key: {} }],
      ["glue:startJobRun.sync:2", glueRun],
      [
        "glue:startJobRun.waitForTaskToken",
        { ...glueRun, Arguments: { "--t": "{% $states.context.Task.Token %}" } },
      ],
      ["sns:publish.async", { TopicArn: "arn", Message: "m" }],
    ] as const) {
      assert.deepEqual(
        places(chain({ A: task(integration, args) })),
        ["impossible-pattern A Resource"],
        integration,
      );
    }
  });

  it("refuses to wait for a token that nobody is given", () => {
    const queue = { QueueUrl: "https://queue" };
    const waiting = (MessageBody: unknown): unknown =>
      chain({ A: task("sqs:sendMessage.waitForTaskToken", { ...queue, MessageBody }) });
    assert.deepEqual(places(waiting({ token: "{% $states.context.Task.Token %}" })), []);
    assert.deepEqual(places(waiting("go")), ["impossible-pattern A Arguments"]);
  });

  it("refuses any waiting in an Express workflow", () => {
    const waiting = chain({ A: task("glue:startJobRun.sync", glueRun) });
    assert.deepEqual(places(waiting, { machineType: "EXPRESS" }), ["impossible-pattern A Resource"]);
    assert.deepEqual(places(waiting, { machineType: "STANDARD" }), []);
  });
});

describe("prefer-sync", () => {
  it("finds a job that is started and forgotten, whichever way it is called", () => {
    for (const integration of ["glue:startJobRun", "aws-sdk:glue:startJobRun"]) {
      const [finding] = findingsIn(chain({ A: task(integration, glueRun) }));
      assert.deepEqual([finding.rule, finding.state, finding.field], ["prefer-sync", "A", "Resource"]);
      assert.match(finding.fix, /arn:aws:states:::glue:startJobRun\.sync, or poll it with getJobRun/);
    }
    const [nested] = findingsIn(chain({ A: task("states:startExecution", { StateMachineArn: "arn" }) }));
    assert.match(nested.fix, /startExecution\.sync:2/);
  });

  it("passes a job that is waited for or polled", () => {
    const get = task("aws-sdk:glue:getJobRun", { JobName: "transform", RunId: "r" });
    assert.deepEqual(places(chain({ A: task("glue:startJobRun", glueRun), B: get })), []);
    assert.deepEqual(places(chain({ A: task("glue:startJobRun.sync", glueRun) })), []);
  });

  it("asks for the poll of the same service", () => {
    const other = task("aws-sdk:databrew:describeJobRun", { Name: "n", RunId: "r" });
    assert.deepEqual(places(chain({ A: task("glue:startJobRun", glueRun), B: other })), [
      "prefer-sync A Resource",
    ]);
  });
});

describe("wrong-credentials", () => {
  const acting = (Credentials: unknown): unknown =>
    chain({ A: task("lambda:invoke", { FunctionName: "f" }, { Credentials }) });

  it("passes the ARN of a role, or an expression for one", () => {
    assert.deepEqual(places(acting({ RoleArn: "arn:aws:iam::111122223333:role/loader" })), []);
    assert.deepEqual(places(acting({ RoleArn: "{% $states.input.role %}" })), []);
  });

  it("refuses anything else", () => {
    for (const given of [
      { RoleArn: "loader" },
      { RoleARN: "arn:aws:iam::111122223333:role/loader" },
      "loader",
    ]) {
      assert.deepEqual(places(acting(given)), ["wrong-credentials A Credentials.RoleArn"]);
    }
  });
});
