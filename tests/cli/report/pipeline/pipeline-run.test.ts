import assert from "node:assert/strict";
import type { ReadExecution } from "../../../../cli/report/execution/read-executions";
import { DATABASE_NAME } from "../../../../cli/report/pipeline/warehouse";
import { pipelineRunOf } from "../../../../cli/report/pipeline/pipeline-run";
import { DATABASE_NAME as DECLARED_DATABASE } from "../../../../components/warehouse";

const contract = { bucket: "artifacts", key: "contracts/c/1.json" };

function execution(machineName: string, pipeline: string, logicalDate?: string): ReadExecution {
  const Payload = { pipeline, logicalDate: "{% $logicalDate %}", contract };
  return {
    executionArn: `arn:aws-cn:states:cn-north-1:111122223333:execution:${machineName}:e`,
    machineName,
    description: {} as ReadExecution["description"],
    definition: { States: { Wait: { Type: "Wait" }, Extract: { Type: "Task", Arguments: { Payload } } } },
    visits: [
      {
        ...{
          state: "Plan",
          type: "Pass",
          enteredAt: new Date(0),
          attempts: [],
          caught: false,
          failed: false,
        },
        assigned: logicalDate === undefined ? {} : { logicalDate: JSON.stringify(logicalDate) },
      },
    ],
  };
}

describe("pipelineRunOf", () => {
  it("tells stack, pipeline, date and contract from the machine's name, definition and variables", () => {
    const run = pipelineRunOf([execution("stepline-my-dev-call-centre-ingest", "call-centre", "2008-11-21")]);
    assert.ok(run);
    assert.deepEqual(
      [run.names.placement.stack, run.pipeline, run.logicalDate, run.contract],
      ["my-dev", "call-centre", "2008-11-21", contract],
    );
    assert.equal(run.names.resource("runs"), "stepline-my-dev-runs");
    const { partition, region, accountId } = run.names.placement;
    assert.deepEqual([partition, region, accountId], ["aws-cn", "cn-north-1", "111122223333"]);
  });

  it("knows the child, too", () => {
    assert.equal(
      pipelineRunOf([execution("stepline-dev-marketing-transform-load", "marketing")])?.pipeline,
      "marketing",
    );
  });

  it("has no date where the run did not plan one, or refused its input", () => {
    for (const date of [undefined, "invalid", "2008-11-21' OR 1=1"]) {
      assert.equal(
        pipelineRunOf([execution("stepline-dev-marketing-ingest", "marketing", date)])?.logicalDate,
        undefined,
      );
    }
  });

  it("takes no other machine for a pipeline's, whatever its name", () => {
    assert.equal(pipelineRunOf([execution("billing-ingest", "marketing")]), undefined);
    assert.equal(pipelineRunOf([execution("stepline-dev-sales-ingest", "marketing")]), undefined);
    const foreign = {
      ...execution("stepline-dev-marketing-ingest", "marketing"),
      definition: { States: {} },
    };
    assert.equal(pipelineRunOf([foreign]), undefined);
    assert.equal(pipelineRunOf([{ ...foreign, definition: undefined }]), undefined);
  });
});

describe("the warehouse a report reads", () => {
  it("is the database that the program declares", () => {
    assert.equal(DATABASE_NAME, DECLARED_DATABASE);
  });
});
