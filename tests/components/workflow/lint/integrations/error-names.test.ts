import assert from "node:assert/strict";
import * as retries from "../../../../../components/workflow/retries";
import { chain, findingsIn, places, task } from "../data-flow/linted";

const retrying = (integration: string, args: unknown, ...ErrorEquals: string[]): unknown =>
  chain({ A: task(integration, args, { Retry: [{ ErrorEquals }] }) });
const GLUE = ["glue:startJobRun.sync", { JobName: "j" }] as const;
const FUNCTION = ["lambda:invoke", { FunctionName: "f" }] as const;

describe("unknown-error-name", () => {
  it("tells the prefixes of the two DynamoDB integrations apart", () => {
    const key = { TableName: "runs", Key: {} };
    const [finding] = findingsIn(
      retrying("aws-sdk:dynamodb:getItem", key, "DynamoDB.ProvisionedThroughputExceededException"),
    );
    assert.deepEqual(
      [finding.rule, finding.state, finding.field],
      ["unknown-error-name", "A", "Retry[0].ErrorEquals[0]"],
    );
    assert.equal(finding.fix, "Write DynamoDb.ProvisionedThroughputExceededException.");
    assert.deepEqual(
      places(retrying("dynamodb:getItem", key, "DynamoDB.ProvisionedThroughputExceededException")),
      [],
    );
  });

  it("names the error that was meant", () => {
    const [finding] = findingsIn(retrying(...GLUE, "Glue.ConcurrentRunExceededException"));
    assert.match(finding.fix, /Glue\.ConcurrentRunsExceededException/);
  });

  it("wants the suffix that Step Functions adds", () => {
    const copy = ["aws-sdk:s3:getObject", { Bucket: "b", Key: "k" }] as const;
    const more = { Output: "{% $states.result.ETag %}" };
    const get = (error: string): unknown =>
      chain({ A: task(...copy, { ...more, Retry: [{ ErrorEquals: [error] }] }) });
    assert.deepEqual(places(get("S3.NoSuchKeyException")), []);
    assert.deepEqual(places(get("S3.NoSuchKey")), ["unknown-error-name A Retry[0].ErrorEquals[0]"]);
  });

  it("knows the errors of the States Language", () => {
    assert.deepEqual(places(retrying(...GLUE, "States.Timeout", "States.TaskFailed")), []);
    assert.deepEqual(places(retrying(...GLUE, "States.TimeOut")), [
      "unknown-error-name A Retry[0].ErrorEquals[0]",
    ]);
  });

  it("leaves a function's own errors open, but not those of Lambda", () => {
    assert.deepEqual(
      places(retrying(...FUNCTION, "SourceMissing", "Sandbox.Timedout", "Lambda.Unknown", "my.Error")),
      [],
    );
    assert.deepEqual(
      places(
        retrying(
          ...FUNCTION,
          "Lambda.ServiceExeption",
          "lambda.ServiceException",
          "Glue.ThrottlingException",
        ),
      ),
      [0, 1, 2].map((index) => `unknown-error-name A Retry[0].ErrorEquals[${index}]`),
    );
  });

  it("refuses a plain name of a service's call, in a Catch as well, unless the options know it", () => {
    const catching = chain({
      A: task(...GLUE, { Catch: [{ ErrorEquals: ["JobFailed"], Next: "B" }] }),
      B: { Type: "Succeed" },
    });
    assert.deepEqual(places(catching), ["unknown-error-name A Catch[0].ErrorEquals[0]"]);
    assert.deepEqual(places(catching, { businessErrors: ["JobFailed"] }), []);
  });

  it("leaves open what whoever holds a task token reports", () => {
    const args = { QueueUrl: "q", MessageBody: "{% $states.context.Task.Token %}" };
    assert.deepEqual(places(retrying("sqs:sendMessage.waitForTaskToken", args, "Rejected")), []);
  });

  it("passes every retrier of ours with its integration", () => {
    const uses = [
      [FUNCTION, retries.LAMBDA_RETRIES],
      [["dynamodb:updateItem", { TableName: "t", Key: {} }], retries.DYNAMODB_RETRIES],
      [["aws-sdk:dynamodb:transactGetItems", { TransactItems: [] }], retries.DYNAMODB_SDK_RETRIES],
      [["sns:publish", { Message: "m" }], retries.SNS_RETRIES],
      [["states:startExecution.sync:2", { StateMachineArn: "a" }], retries.START_EXECUTION_RETRIES],
      [["aws-sdk:sfn:describeExecution", { ExecutionArn: "a" }], retries.DESCRIBE_EXECUTION_RETRIES],
      [GLUE, retries.GLUE_RETRIES],
      [["aws-sdk:redshiftdata:cancelStatement", { Id: "i" }], retries.REDSHIFT_DATA_RETRIES],
      [["aws-sdk:s3:deleteObject", { Bucket: "b", Key: "k" }], retries.S3_RETRIES],
    ] as const;
    for (const [[integration, args], Retry] of uses) {
      const found = places(chain({ A: task(integration, args, { Retry }) }));
      assert.deepEqual(
        found.filter((place) => place.startsWith("unknown-error-name")),
        [],
        integration,
      );
    }
  });
});
