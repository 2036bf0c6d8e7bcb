import assert from "node:assert/strict";
import type { ChoiceState, TaskState } from "../../../components/workflow/asl";
import { ingestWorkflow } from "../../../components/workflow/ingest";
import { context, evaluate } from "./evaluate";
import { ingestArgs } from "./fixtures";

const { definition, permissions } = ingestWorkflow(ingestArgs);
const states = definition.States;

function task(name: string): TaskState {
  return states[name] as TaskState;
}

async function plan(input: unknown): Promise<Record<string, unknown>> {
  const state = states.PlanRun;
  assert.equal(state.Type, "Pass");
  return (await evaluate(state.Assign, { states: { input } })) as Record<string, unknown>;
}

async function choose(name: string, variables: Record<string, unknown>): Promise<string> {
  const state = states[name] as ChoiceState;
  for (const rule of state.Choices) {
    const holds = await evaluate(rule.Condition, { states: {}, variables });
    assert.equal(typeof holds, "boolean", `${name}: ${rule.Condition} gave ${String(holds)}`);
    if (holds === true) {
      return rule.Next;
    }
  }
  return state.Default;
}

async function failure(errorOutput: unknown): Promise<unknown> {
  const catchAll = task("Extract").Catch.at(-1);
  const assigned = (await evaluate(catchAll?.Assign, { states: { errorOutput } })) as { failure: unknown };
  return assigned.failure;
}

describe("ingest workflow", () => {
  describe("plans the run", () => {
    it("takes the day that just ended for a midnight in any zone", async () => {
      for (const scheduledTime of ["2008-11-22T00:00:00Z", "2008-11-21T12:30:00Z", "2008-11-22T11:00:00Z"]) {
        assert.equal((await plan({ scheduledTime })).logicalDate, "2008-11-21", scheduledTime);
      }
    });

    it("takes the operator's date, trigger and force as given", async () => {
      assert.deepEqual(await plan({ logicalDate: "2008-11-21", trigger: "backfill", force: true }), {
        logicalDate: "2008-11-21",
        runId: "run-1",
        trigger: "backfill",
        force: true,
        lockWaits: 0,
      });
    });

    it("refuses what is not a date before anything is written", async () => {
      for (const input of [
        {},
        { logicalDate: "21.11.2008" },
        { logicalDate: "2008-11-21'; drop" },
        { logicalDate: 5 },
      ]) {
        const { logicalDate } = await plan(input);
        assert.equal(logicalDate, "invalid", JSON.stringify(input));
        assert.equal(await choose("InputIsValid", { logicalDate }), "NotifyFailure");
      }
    });

    it("evaluates text from the input as data, never as an expression", async () => {
      const { trigger } = await plan({
        logicalDate: "2008-11-21",
        trigger: "{% $states.context.Execution.Id %}",
      });
      assert.equal(trigger, "{% $states.context.Execution.Id %}");
    });
  });

  describe("claims the run", () => {
    const other = "arn:aws:states:eu-west-1:111122223333:execution:m:other";
    const seen = (status: string, executionArn: string, leaseExpiresAt: number) => ({
      seen: {
        status: { S: status },
        executionArn: { S: executionArn },
        leaseExpiresAt: { N: String(leaseExpiresAt) },
      },
      lockWaits: 0,
      force: false,
    });
    const now = Math.floor(Date.parse(context.State.EnteredTime) / 1000);

    it("leaves a run alone that succeeded, or that a live execution is working on", async () => {
      assert.equal(await choose("DuplicateOrBusy", seen("SUCCEEDED", other, now - 10)), "NotifyDuplicate");
      assert.equal(await choose("DuplicateOrBusy", seen("RUNNING", other, now + 10)), "NotifyDuplicate");
    });

    it("waits for the lock when its own date is free", async () => {
      const free = [
        { seen: {}, lockWaits: 0, force: false },
        seen("FAILED", other, now + 10),
        seen("RUNNING", other, now - 10),
        { ...seen("SUCCEEDED", other, now), force: true },
      ];
      for (const variables of free) {
        assert.equal(await choose("DuplicateOrBusy", variables), "WaitForLock", JSON.stringify(variables));
      }
    });

    it("gives up waiting after the configured number of looks", async () => {
      const variables = { seen: {}, lockWaits: ingestArgs.lockMaxWaits, force: false };
      assert.equal(await choose("DuplicateOrBusy", variables), "RecordRefusal");
    });

    it("takes over a finished run only by force", async () => {
      const again = async (force: boolean): Promise<unknown> => {
        const variables = { logicalDate: "2008-11-21", runId: "run-1", trigger: "manual", force };
        const filled = JSON.stringify(
          await evaluate(task("AcquireRun").Arguments, { states: {}, variables }),
        );
        return /":again":\{"S":"(\w+)"\}/.exec(filled)?.[1];
      };
      assert.equal(await again(false), "FAILED");
      assert.equal(await again(true), "SUCCEEDED");
    });

    it("holds its lease longer than an execution may live", async () => {
      const variables = { logicalDate: "2008-11-21", runId: "run-1", trigger: "manual", force: false };
      const filled = JSON.stringify(await evaluate(task("AcquireRun").Arguments, { states: {}, variables }));
      const lease = Number(/":lease":\{"N":"(\d+)"\}/.exec(filled)?.[1]);
      assert.ok(lease > now + definition.TimeoutSeconds);
    });
  });

  describe("goes on only with a valid schema", () => {
    it("takes the child's way for schemaValid true, the quarantine's for false", async () => {
      assert.equal(await choose("SchemaValid", { validation: { schemaValid: true } }), "TransformAndLoad");
      assert.equal(await choose("SchemaValid", { validation: { schemaValid: false } }), "QuarantineBatch");
    });
  });

  describe("explains a failure", () => {
    it("takes the message out of a function's error", async () => {
      const cause = JSON.stringify({
        errorType: "SourceMissing",
        errorMessage: 'no "csv"\nunder x',
        trace: ["at y"],
      });
      assert.deepEqual(await failure({ Error: "SourceMissing", Cause: cause }), {
        error: "SourceMissing",
        cause: "no 'csv'\nunder x",
        state: "Extract",
      });
    });

    it("takes error and cause of the child out of a nested failure", async () => {
      const nested = {
        ExecutionArn: "arn",
        Input: '{"Cause":"not this"}',
        Error: "LoadFailed",
        Cause: "COPY failed",
      };
      assert.deepEqual(await failure({ Error: "States.TaskFailed", Cause: JSON.stringify(nested) }), {
        error: "LoadFailed",
        cause: "COPY failed",
        state: "Extract",
      });
    });

    it("copes with a truncated cause, a plain one and none at all", async () => {
      const truncated = `{"errorMessage": "${"x".repeat(5000)}`;
      assert.deepEqual(await failure({ Error: "E", Cause: truncated }), {
        error: "E",
        cause: truncated.slice(0, 1000),
        state: "Extract",
      });
      assert.deepEqual(await failure({ Error: "E", Cause: "plain" }), {
        error: "E",
        cause: "plain",
        state: "Extract",
      });
      assert.deepEqual(await failure({ Error: "States.Timeout" }), {
        error: "States.Timeout",
        cause: "",
        state: "Extract",
      });
    });
  });

  describe("ends as it went", () => {
    it("reports a success with its row counts", async () => {
      const variables = {
        logicalDate: "2008-11-21",
        counts: { source: 825, curated: 820, quarantined: 5 },
        quarantinedByRule: { "age.type": 5 },
      };
      const sent = (await evaluate(task("NotifySuccess").Arguments, { states: {}, variables })) as Record<
        string,
        string
      >;
      assert.equal(sent.Subject, "stepline-dev marketing 2008-11-21 SUCCEEDED");
      assert.match(
        sent.Message,
        /source +825\ncurated +820\nquarantined +5\n\nQuarantined, by rule:\nage\.type: 5\n/,
      );
    });

    it("records a success as numbers DynamoDB takes", async () => {
      const variables = { logicalDate: "2008-11-21", runId: "run-1", counts: { source: 825, curated: 825 } };
      const filled = JSON.stringify(
        await evaluate(task("RecordSuccess").Arguments, { states: {}, variables }),
      );
      assert.match(filled, /":counts":\{"M":\{"source":\{"N":"825"\},"curated":\{"N":"825"\}\}\}/);
    });

    it("never ends a failure green: after RecordFailure every way leads to Fail", () => {
      const open = ["RecordFailure", "RecordRefusal", "QuarantineBatch"];
      const seen = new Set<string>();
      for (let name = open.pop(); name !== undefined; name = open.pop()) {
        const state = states[name];
        assert.notEqual(state.Type, "Succeed", name);
        if (state.Type === "Task" && !seen.has(name)) {
          seen.add(name);
          open.push(state.Next, ...state.Catch.map((catcher) => catcher.Next));
        }
      }
      assert.ok(seen.has("NotifyFailure"));
    });

    it("keeps the first failure when recording or mailing it fails too", () => {
      for (const name of ["QuarantineBatch", "RecordFailure", "RecordRefusal", "NotifyFailure"]) {
        for (const catcher of task(name).Catch) {
          assert.equal(catcher.Assign, undefined, name);
        }
      }
    });
  });

  it("may do what its states do, and nothing else", () => {
    assert.deepEqual(
      permissions.map(({ sid, actions, resources }) => [sid, actions.join(), resources.join()]),
      [
        ["UpdateRun", "dynamodb:UpdateItem", ingestArgs.tableArn],
        ["ReadRun", "dynamodb:GetItem", ingestArgs.tableArn],
        ["Notify", "sns:Publish", ingestArgs.topicArn],
        ["InvokeExtract", "lambda:InvokeFunction", ingestArgs.extractFunctionArn],
        ["InvokeValidateSchema", "lambda:InvokeFunction", ingestArgs.validateSchemaFunctionArn],
        ["ReadRefusedBatch", "s3:GetObject", ingestArgs.landingArn],
        ["KeepRefusedBatch", "s3:PutObject", ingestArgs.quarantineArn],
        ["StartChild", "states:StartExecution", ingestArgs.child.stateMachineArn],
        [
          "FollowChild",
          "states:DescribeExecution,states:StopExecution",
          ingestArgs.child.executionArnPattern,
        ],
        [
          "HearFromChild",
          "events:PutTargets,events:PutRule,events:DescribeRule",
          ingestArgs.child.managedRuleArn,
        ],
        ["ReleaseLock", "dynamodb:DeleteItem", ingestArgs.tableArn],
      ],
    );
  });
});
