import assert from "node:assert/strict";
import type { ChoiceState, TaskState } from "../../../components/workflow/asl";
import { transformLoadWorkflow } from "../../../components/workflow/transform-load";
import { evaluate } from "./evaluate";
import { transformLoadArgs } from "./fixtures";

const { definition, permissions } = transformLoadWorkflow(transformLoadArgs);
const states = definition.States;

async function choose(
  name: string,
  variables: Record<string, unknown>,
): Promise<{ next: string; assigned: Record<string, unknown> }> {
  const state = states[name] as ChoiceState;
  for (const rule of state.Choices) {
    if ((await evaluate(rule.Condition, { states: {}, variables })) === true) {
      const assigned = (await evaluate(rule.Assign ?? {}, { states: {}, variables })) as Record<
        string,
        unknown
      >;
      return { next: rule.Next, assigned };
    }
  }
  const assigned = (await evaluate(state.Assign ?? {}, { states: {}, variables })) as Record<string, unknown>;
  return { next: state.Default, assigned };
}

const loading = (status: string, polls = 1, error = "", loadAttempt = 0) => ({
  load: { status, error },
  polls,
  loadAttempt,
  cancelled: false,
  statementId: "s-1",
  failure: { error: "LoadFailed", cause: "why" },
});

describe("transform-load workflow", () => {
  it("waits on while the statement runs, through every state the Data API knows before the end", async () => {
    for (const status of ["SUBMITTED", "PICKED", "STARTED"]) {
      assert.equal((await choose("LoadFinished", loading(status))).next, "WaitForLoad", status);
    }
  });

  it("reconciles a finished load", async () => {
    assert.equal((await choose("LoadFinished", loading("FINISHED"))).next, "Reconcile");
  });

  it("fails for FAILED, ABORTED and any state it does not know", async () => {
    for (const status of ["FAILED", "ABORTED", "ALL", "SOMETHING_NEW"]) {
      const result = { Status: status, Error: "ERROR: no such table" };
      const assigned = await evaluate((states.DescribeLoad as TaskState).Assign, {
        states: { result },
        variables: { polls: 0, cancelled: false },
      });
      const { load, failure } = assigned as Record<string, { error: string; cause: string }>;
      assert.equal((await choose("LoadFinished", { ...loading(status), load })).next, "Failed", status);
      assert.deepEqual(failure, {
        error: "LoadFailed",
        cause: `The load ended ${status}: ERROR: no such table`,
      });
    }
  });

  it("mails no value of a row that the warehouse quotes", async () => {
    const result = {
      Status: "FAILED",
      Error: `ERROR: invalid input syntax for type date: '1980-13-44' in "born"`,
    };
    const assigned = await evaluate((states.DescribeLoad as TaskState).Assign, {
      states: { result },
      variables: { polls: 0, cancelled: false },
    });
    const { failure } = assigned as { failure: { cause: string } };
    assert.match(failure.cause, /type date: '\.\.\.' in "born"$/);
  });

  it("tries a load again that lost against a concurrent transaction, with a new attempt, and not for ever", async () => {
    const error = "ERROR: 1023 DETAIL: Serializable isolation violation on table";
    const { next, assigned } = await choose("LoadFinished", loading("FAILED", 1, error));
    assert.equal(next, "StartLoad");
    assert.deepEqual(assigned, { loadAttempt: 1 });
    const last = await choose("LoadFinished", loading("FAILED", 1, error, transformLoadArgs.loadRetries));
    assert.equal(last.next, "Failed");
  });

  it("cancels a load that runs longer than it may", async () => {
    const { next, assigned } = await choose("LoadFinished", loading("STARTED", 1000));
    assert.equal(next, "CancelLoad");
    assert.equal((assigned.failure as { error: string }).error, "LoadTimedOut");
  });

  it("tries a load again whose connection was lost", async () => {
    const error = "ERROR: server closed the connection unexpectedly";
    assert.equal((await choose("LoadFinished", loading("FAILED", 1, error))).next, "StartLoad");
  });

  it("looks on after a cancellation until the end is known: a load that committed after all is reconciled", async () => {
    const cancelled = (status: string, polls = 0) => ({ ...loading(status, polls), cancelled: true });
    assert.equal((await choose("LoadFinished", cancelled("STARTED"))).next, "WaitForLoad");
    assert.equal((await choose("LoadFinished", cancelled("ABORTED"))).next, "Failed");
    assert.equal((await choose("LoadFinished", cancelled("FAILED"))).next, "Failed");
    assert.equal((await choose("LoadFinished", cancelled("FINISHED"))).next, "Reconcile");
    const { next, assigned } = await choose("LoadFinished", cancelled("STARTED", 1000));
    assert.equal(next, "Failed");
    assert.match((assigned.failure as { cause: string }).cause, /see whether statement s-1 committed. why/);
  });

  it("keeps the reason of a cancellation when the statement ends for it", async () => {
    const failure = { error: "LoadTimedOut", cause: "too long" };
    const assigned = await evaluate((states.DescribeLoad as TaskState).Assign, {
      states: { result: { Status: "ABORTED" } },
      variables: { polls: 0, cancelled: true, failure },
    });
    assert.deepEqual((assigned as { failure: unknown }).failure, failure);
  });

  it("cancels a load it cannot look at before it fails, once", async () => {
    for (const catcher of (states.DescribeLoad as TaskState).Catch) {
      assert.equal(catcher.Next, "LoadIsCancelled");
    }
    assert.equal((await choose("LoadIsCancelled", loading(""))).next, "CancelLoad");
    assert.equal((await choose("LoadIsCancelled", { ...loading(""), cancelled: true })).next, "Failed");
    for (const catcher of (states.CancelLoad as TaskState).Catch) {
      assert.equal(catcher.Next, "WaitForLoad");
    }
  });

  it("stays far below the history limit for the longest load: 9 events a poll", async () => {
    let polls = 0;
    while ((await choose("LoadFinished", loading("STARTED", polls))).next === "WaitForLoad") {
      polls += 1;
    }
    assert.ok(polls > 5 && polls * 9 * (transformLoadArgs.loadRetries + 1) < 5000, `${polls} polls`);
  });

  it("raises an alert of its own when Glue ends the job for its time, or the state does", async () => {
    const transform = states.Transform as TaskState;
    const byState = transform.Catch.find((catcher) => catcher.ErrorEquals[0] === "States.Timeout");
    assert.equal(byState?.Next, "AlertTransformTimeout");
    const cause = JSON.stringify({ JobRunState: "TIMEOUT", ErrorMessage: "Job run timed out" });
    const assigned = (await evaluate(transform.Catch.at(-1)?.Assign, {
      states: { errorOutput: { Error: "States.TaskFailed", Cause: cause } },
    })) as { failure: Record<string, unknown> };
    assert.deepEqual(assigned.failure, {
      error: "TransformTimedOut",
      cause: "Job run timed out",
      timedOut: true,
    });
    assert.equal((await choose("TransformOutcome", assigned)).next, "AlertTransformTimeout");
  });

  it("fails without that alert when the job failed for another reason, with Glue's own message", async () => {
    const cause = JSON.stringify({
      JobRunState: "FAILED",
      ErrorMessage: 'QuarantineThresholdExceeded: "a" of b',
    });
    const assigned = (await evaluate((states.Transform as TaskState).Catch.at(-1)?.Assign, {
      states: { errorOutput: { Error: "States.TaskFailed", Cause: cause } },
    })) as { failure: Record<string, unknown> };
    assert.deepEqual(assigned.failure, {
      error: "TransformFailed",
      cause: "QuarantineThresholdExceeded: 'a' of b",
      timedOut: false,
    });
    assert.equal((await choose("TransformOutcome", assigned)).next, "Failed");
  });

  it("writes every attempt, redriven ones too, under a prefix of its own", async () => {
    const outputUri = async (RetryCount: number, RedriveCount?: number, start = 0): Promise<unknown> => {
      const context = { Execution: { RedriveCount }, State: { RetryCount } };
      const variables = {
        logicalDate: "2008-11-21",
        runId: "run-1",
        manifest: { bucket: "b", key: "k" },
        start,
      };
      const filled = (await evaluate((states.Transform as TaskState).Arguments, {
        states: { context: JSON.parse(JSON.stringify(context)) as unknown },
        variables,
      })) as { Arguments: Record<string, string> };
      return filled.Arguments["--output_uri"];
    };
    const root = `s3://${transformLoadArgs.curatedBucket}/marketing/2008-11-21/run-1`;
    assert.equal(await outputUri(0), `${root}/attempt-0-0/`);
    assert.equal(await outputUri(2), `${root}/attempt-0-2/`);
    assert.equal(await outputUri(2, 1), `${root}/attempt-0-102/`);
    assert.equal(await outputUri(0, undefined, 100), `${root}/attempt-100-0/`);
  });

  it("runs the code and reads the contract it was deployed with, whatever is deployed meanwhile", () => {
    const given = (states.Transform as TaskState).Arguments as { Arguments: Record<string, string> };
    assert.equal(given.Arguments["--scriptLocation"], transformLoadArgs.glueScriptUri);
    assert.equal(given.Arguments["--extra-py-files"], transformLoadArgs.gluePackageUri);
  });

  it("takes the input of a parent of the release before, without a start number", async () => {
    const input = { logicalDate: "2008-11-21", runId: "r", manifest: {}, sourceRows: 1 };
    const state = states.PlanBatch;
    assert.equal(state.Type, "Pass");
    const assigned = (await evaluate(state.Assign, { states: { input } })) as { start: number };
    assert.equal(assigned.start, 0);
  });

  it("loads the files of the attempt that ended well", async () => {
    const attempt = await evaluate((states.Transform as TaskState).Assign, {
      states: { result: { Arguments: { "--attempt": "2" } } },
    });
    assert.deepEqual(attempt, { attempt: "2" });
  });

  it("asks for statements as the role that ran them, and holds no redshift-data permission itself", () => {
    for (const name of ["DescribeLoad", "CancelLoad"]) {
      assert.deepEqual((states[name] as TaskState).Credentials, {
        RoleArn: transformLoadArgs.startLoadRoleArn,
      });
    }
    assert.deepEqual(
      permissions.map(({ sid, actions, resources }) => [sid, actions.join(), resources.join()]),
      [
        [
          "RunGlueJob",
          "glue:StartJobRun,glue:GetJobRun,glue:GetJobRuns,glue:BatchStopJobRun",
          transformLoadArgs.glueJobArn,
        ],
        ["Notify", "sns:Publish", transformLoadArgs.topicArn],
        ["InvokeStartLoad", "lambda:InvokeFunction", transformLoadArgs.startLoadFunctionArn],
        ["ActAsLoader", "sts:AssumeRole", transformLoadArgs.startLoadRoleArn],
        ["InvokeReconcile", "lambda:InvokeFunction", transformLoadArgs.reconcileFunctionArn],
      ],
    );
  });

  it("gives the state longer than the Glue job, so that Glue's own end is seen", () => {
    assert.ok((states.Transform as TaskState).TimeoutSeconds > transformLoadArgs.glueTimeoutSeconds);
  });
});
