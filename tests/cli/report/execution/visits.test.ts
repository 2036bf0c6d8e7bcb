import assert from "node:assert/strict";
import { attemptReport } from "../../../../cli/report/execution/attempts";
import { childExecutions } from "../../../../cli/report/execution/child-executions";
import { executionVisits } from "../../../../cli/report/execution/visits";
import { at, entered, exited, history } from "./events";

const GLUE = { resourceType: "glue", resource: "startJobRun.sync" };
const CHILD = "arn:aws:states:eu-west-1:111122223333:execution:child:a";

describe("executionVisits", () => {
  it("tells of a task its calls, what each sent and got, and what the state assigned", () => {
    const [visit] = executionVisits(
      history(
        ["ExecutionStarted"],
        ["TaskStateEntered", entered("Extract", '{"a":1}')],
        ["TaskScheduled", { resourceType: "lambda", resource: "invoke", parameters: '{"FunctionName":"f"}' }],
        ["TaskStarted", { resourceType: "lambda", resource: "invoke" }],
        ["TaskFailed", { resourceType: "lambda", resource: "invoke", error: "Busy", cause: "later" }],
        ["TaskScheduled", { resourceType: "lambda", resource: "invoke", parameters: "{}" }],
        ["TaskStarted", { resourceType: "lambda", resource: "invoke" }],
        ["TaskSucceeded", { resourceType: "lambda", resource: "invoke", output: '{"rows":3}' }],
        ["TaskStateExited", { ...exited("Extract", "[]"), assignedVariables: { rows: "3" } }],
      ),
    );
    assert.deepEqual(
      [visit.state, visit.type, visit.enteredAt, visit.exitedAt, visit.caught, visit.assigned],
      ["Extract", "Task", at(2), at(9), false, { rows: "3" }],
    );
    assert.deepEqual(visit.input, { json: '{\n  "a": 1\n}', truncated: false });
    assert.deepEqual(visit.attempts.map(attemptReport), [
      {
        scheduledAt: at(3).toISOString(),
        startedAt: at(4).toISOString(),
        endedAt: at(5).toISOString(),
        outcome: "failed",
        error: "Busy",
        cause: "later",
        parameters: { json: '{\n  "FunctionName": "f"\n}', truncated: false },
        output: undefined,
      },
      {
        scheduledAt: at(6).toISOString(),
        startedAt: at(7).toISOString(),
        endedAt: at(8).toISOString(),
        outcome: "succeeded",
        error: undefined,
        cause: undefined,
        parameters: { json: "{}", truncated: false },
        output: { json: '{\n  "rows": 3\n}', truncated: false },
      },
    ]);
  });

  const families = {
    "a Lambda function as Resource": [
      [
        "LambdaFunctionScheduled",
        { resource: "arn:aws:lambda:eu-west-1:111122223333:function:f", input: "{}" },
      ],
      ["LambdaFunctionStarted"],
      ["LambdaFunctionTimedOut", { cause: "too long" }],
      "timed out",
      "States.Timeout",
    ],
    "an activity": [
      ["ActivityScheduled", { resource: "arn:aws:states:eu-west-1:111122223333:activity:a", input: "{}" }],
      ["ActivityStarted", { workerName: "w" }],
      ["ActivityFailed", { error: "WorkerGone" }],
      "failed",
      "WorkerGone",
    ],
    "a job that is refused": [
      ["TaskScheduled", { ...GLUE, parameters: "{}" }],
      ["TaskStarted", GLUE],
      ["TaskSubmitFailed", { ...GLUE, error: "Glue.ThrottlingException" }],
      "failed",
      "Glue.ThrottlingException",
    ],
    "a task that can't be started": [
      ["TaskScheduled", { ...GLUE, parameters: "{}" }],
      ["TaskStarted", GLUE],
      ["TaskStartFailed", GLUE],
      "failed",
      "States.TaskFailed",
    ],
  } as const;
  for (const [name, [scheduled, started, ended, outcome, error]] of Object.entries(families)) {
    it(`tells how a call of ${name} ended, and that a Catch took the error over`, () => {
      const [visit] = executionVisits(
        history(
          ["TaskStateEntered", entered("T")],
          [...scheduled],
          [...started],
          [...ended],
          ["TaskStateExited", exited("T")],
        ),
      );
      assert.deepEqual(
        visit.attempts.map((attempt) => [attempt.outcome, attempt.error, attempt.endedAt]),
        [[outcome, error, at(4)]],
      );
      assert.equal(visit.caught, true);
    });
  }

  it("counts a call that could not even be scheduled", () => {
    const [visit] = executionVisits(
      history(["TaskStateEntered", entered("T")], ["LambdaFunctionScheduleFailed", { error: "Lambda.Gone" }]),
    );
    assert.deepEqual(
      visit.attempts.map(({ outcome, error }) => [outcome, error]),
      [["failed", "Lambda.Gone"]],
    );
    assert.equal(visit.failed, true);
  });

  it("keeps a payload AWS cut as it is, and says that it was cut", () => {
    const [visit] = executionVisits(
      history(["PassStateEntered", { name: "P", input: '{"long":"xxxx', inputDetails: { truncated: true } }]),
    );
    assert.deepEqual(visit.input, { json: '{"long":"xxxx', truncated: true });
  });

  it("puts what parallel branches did to the branch it belongs to, whatever the order of their events", () => {
    const visits = executionVisits(
      history(
        ["ParallelStateEntered", entered("Both"), 0],
        ["ParallelStateStarted", undefined, 1],
        ["TaskStateEntered", entered("Left"), 2],
        ["TaskStateEntered", entered("Right"), 2],
        ["TaskScheduled", { ...GLUE, parameters: '"left"' }, 3],
        ["TaskScheduled", { ...GLUE, parameters: '"right"' }, 4],
        ["TaskSucceeded", { ...GLUE, output: '"right is done"' }, 6],
        ["TaskStateExited", exited("Right"), 7],
        ["PassStateEntered", entered("AfterRight"), 8],
        ["PassStateExited", exited("AfterRight"), 9],
        ["TaskSucceeded", { ...GLUE, output: '"left is done"' }, 5],
        ["TaskStateExited", exited("Left"), 11],
        ["ParallelStateSucceeded", undefined, 12],
        ["ParallelStateExited", exited("Both"), 13],
        ["SucceedStateEntered", entered("Done"), 14],
        ["SucceedStateExited", exited("Done"), 15],
      ),
    );
    const told = visits.map(({ state, after, within, attempts, exitedAt }) => [
      state,
      after?.state,
      within?.state,
      attempts.map(({ output }) => output?.json).join(),
      exitedAt,
    ]);
    assert.deepEqual(told, [
      ["Both", undefined, undefined, "", at(14)],
      ["Left", undefined, "Both", '"left is done"', at(12)],
      ["Right", undefined, "Both", '"right is done"', at(8)],
      ["AfterRight", "Right", "Both", "", at(10)],
      ["Done", "Both", undefined, "", at(16)],
    ]);
  });

  it("puts a Map's iterations into the Map, and starts each at its first state", () => {
    const iteration = (index: number) => ({ name: "Each", index });
    const visits = executionVisits(
      history(
        ["MapStateEntered", entered("Each"), 0],
        ["MapStateStarted", { length: 2 }, 1],
        ["MapIterationStarted", iteration(0), 2],
        ["PassStateEntered", entered("One"), 3],
        ["PassStateExited", exited("One"), 4],
        ["MapIterationSucceeded", iteration(0), 5],
        // With MaxConcurrency 1 the next begins behind the one before.
        ["MapIterationStarted", iteration(1), 5],
        ["PassStateEntered", entered("One"), 7],
        ["PassStateExited", exited("One"), 8],
        ["MapIterationSucceeded", iteration(1), 9],
        ["MapStateSucceeded", undefined, 10],
        ["MapStateExited", exited("Each"), 11],
      ),
    );
    assert.deepEqual(
      visits.map(({ state, after, within }) => [state, after?.state, within?.state]),
      [
        ["Each", undefined, undefined],
        ["One", undefined, "Each"],
        ["One", undefined, "Each"],
      ],
    );
    assert.equal(visits[0].exitedAt?.getTime(), at(12).getTime());
  });

  it("names the map run of a distributed Map", () => {
    const mapRunArn = "arn:aws:states:eu-west-1:111122223333:mapRun:m/Each:1";
    const [visit] = executionVisits(
      history(
        ["MapStateEntered", entered("Each")],
        ["MapStateStarted", { length: 0 }],
        ["MapRunStarted", { mapRunArn }],
      ),
    );
    assert.equal(visit.mapRunArn, mapRunArn);
  });
});

describe("childExecutions", () => {
  const started = (resource: string, answer: unknown, step: "TaskSubmitted" | "TaskSucceeded") =>
    executionVisits(
      history(
        ["TaskStateEntered", entered("Start")],
        ["TaskScheduled", { resourceType: "states", resource, parameters: "{}" }],
        [step, { resourceType: "states", resource, output: JSON.stringify(answer) }],
      ),
    ).flatMap(childExecutions);

  for (const [resource, step] of [
    ["startExecution.sync:2", "TaskSubmitted"],
    ["startExecution.sync", "TaskSubmitted"],
    ["startExecution", "TaskSucceeded"],
    ["startExecution.waitForTaskToken", "TaskSubmitted"],
  ] as const) {
    it(`finds the execution that ${resource} started`, () => {
      assert.deepEqual(started(resource, { ExecutionArn: CHILD }, step), [CHILD]);
    });
  }

  it("takes no other task's answer for one", () => {
    assert.deepEqual(started("describeExecution", { ExecutionArn: CHILD }, "TaskSucceeded"), []);
  });
});
