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
        evictRun: "nobody",
        evictLock: "nobody",
      });
    });

    it("refuses what is not a date before anything is written", async () => {
      for (const input of [
        {},
        { logicalDate: "21.11.2008" },
        { logicalDate: "2008-11-21'; drop" },
        { logicalDate: "2008-02-30" },
        { logicalDate: "2008-13-01" },
        { scheduledTime: "tomorrow" },
        { scheduledTime: 7 },
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
    const now = Math.floor(Date.parse(context.State.EnteredTime) / 1000);
    const free = { seen: {}, holder: {}, lockWaits: 0, force: false };
    const run = (status: string, executionArn = other) => ({
      seen: { status: { S: status }, executionArn: { S: executionArn } },
    });
    const lock = (heldFor: string) => ({ holder: { executionArn: { S: other }, heldFor: { S: heldFor } } });

    async function assigned(
      name: string,
      next: string,
      variables: Record<string, unknown>,
    ): Promise<unknown> {
      const rule = (states[name] as ChoiceState).Choices.find((one) => one.Next === next);
      return evaluate(rule?.Assign, { states: {}, variables });
    }

    it("leaves a run alone that succeeded, unless it is forced", async () => {
      const done = { ...free, ...run("SUCCEEDED") };
      assert.equal(await choose("RunIsDone", done), "NotifyDuplicate");
      assert.equal(await choose("RunIsDone", { ...done, force: true }), "WaitForLock");
    });

    it("looks after whoever holds the lock", async () => {
      for (const seen of [{}, run("RUNNING"), run("FAILED")]) {
        assert.equal(await choose("RunIsDone", { ...free, ...seen, ...lock("2008-11-20") }), "DescribeOwner");
      }
    });

    it("is a duplicate of a live execution of its own date, and waits for one of another date", async () => {
      const logicalDate = "2008-11-21";
      const alive = { ...free, ...run("RUNNING"), ownerStatus: "RUNNING", logicalDate };
      assert.equal(await choose("OwnerIsAlive", { ...alive, ...lock(logicalDate) }), "NotifyDuplicate");
      assert.equal(await choose("OwnerIsAlive", { ...alive, ...lock("2008-11-20") }), "WaitForLock");
    });

    it("passes over the claims of an execution that is dead, and only of that one", async () => {
      for (const ownerStatus of ["ABORTED", "TIMED_OUT", "FAILED", "SUCCEEDED", "GONE"]) {
        const dead = {
          ...free,
          ...run("RUNNING"),
          ...lock("2008-11-21"),
          ownerStatus,
          logicalDate: "2008-11-21",
        };
        assert.equal(await choose("OwnerIsAlive", dead), "AcquireRun", ownerStatus);
        assert.deepEqual(await assigned("OwnerIsAlive", "AcquireRun", dead), {
          lockWaits: 1,
          evictRun: other,
          evictLock: other,
        });
      }
    });

    it("never takes a run that succeeded from its owner", async () => {
      const dead = { ...free, ...run("SUCCEEDED"), ...lock("2008-11-20"), ownerStatus: "ABORTED" };
      const taken = (await assigned("OwnerIsAlive", "AcquireRun", dead)) as { evictRun: string };
      assert.equal(taken.evictRun, "nobody");
    });

    it("gives up waiting after the configured number of looks", async () => {
      const tired = { ...free, lockWaits: ingestArgs.lockMaxWaits };
      const logicalDate = "2008-11-21";
      assert.equal(await choose("RunIsDone", tired), "RecordRefusal");
      for (const ownerStatus of ["RUNNING", "ABORTED"]) {
        const held = { ...tired, ...lock("2008-11-20"), ownerStatus, logicalDate };
        assert.equal(await choose("OwnerIsAlive", held), "RecordRefusal");
      }
    });

    it("takes over a finished run only by force", async () => {
      const again = async (force: boolean): Promise<unknown> => {
        const variables = {
          logicalDate: "2008-11-21",
          runId: "run-1",
          trigger: "manual",
          force,
          evictRun: "x",
          evictLock: "x",
        };
        const filled = JSON.stringify(
          await evaluate(task("AcquireRun").Arguments, { states: {}, variables }),
        );
        return /":again":\{"S":"(\w+)"\}/.exec(filled)?.[1];
      };
      assert.equal(await again(false), "FAILED");
      assert.equal(await again(true), "SUCCEEDED");
    });

    it("holds its lease longer than an execution may live", async () => {
      const variables = {
        logicalDate: "2008-11-21",
        runId: "run-1",
        trigger: "manual",
        force: false,
        evictRun: "x",
        evictLock: "x",
      };
      const filled = JSON.stringify(await evaluate(task("AcquireRun").Arguments, { states: {}, variables }));
      const lease = Number(/":lease":\{"N":"(\d+)"\}/.exec(filled)?.[1]);
      assert.ok(lease > now + definition.TimeoutSeconds);
    });
  });

  it("starts one child for one start, however often the call is repeated", async () => {
    const name = async (RetryCount: number, RedriveCount?: number): Promise<unknown> => {
      const scope = {
        Execution: { ...context.Execution, RedriveCount },
        State: { ...context.State, RetryCount },
      };
      const variables = { runId: "run-1", logicalDate: "2008-11-21", manifest: {}, validation: { rows: 1 } };
      const filled = await evaluate(task("TransformAndLoad").Arguments, {
        states: { context: JSON.parse(JSON.stringify(scope)) as unknown },
        variables,
      });
      return (filled as { Name: string }).Name;
    };
    assert.equal(await name(0), "run-1-0");
    assert.equal(await name(3), "run-1-0");
    assert.equal(await name(0, 2), "run-1-2");
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
        ["LookAtOwner", "states:DescribeExecution", ingestArgs.executionArnPattern],
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
