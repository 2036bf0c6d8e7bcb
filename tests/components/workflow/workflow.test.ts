import assert from "node:assert/strict";
import aslValidator from "asl-validator";
import type { PermittedTask, State, TaskState } from "../../../components/workflow/asl";
import { ingestWorkflow } from "../../../components/workflow/ingest";
import { transformLoadWorkflow } from "../../../components/workflow/transform-load";
import { workflow } from "../../../components/workflow/workflow";
import { ingestArgs, transformLoadArgs } from "./fixtures";
import { statelint } from "./statelint";

const workflows = [ingestWorkflow(ingestArgs), transformLoadWorkflow(transformLoadArgs)];

const tasks = workflows.flatMap(({ name, definition }) =>
  Object.entries(definition.States).flatMap(([state, value]) =>
    value.Type === "Task" ? [{ name: `${name}.${state}`, task: value, machine: definition }] : [],
  ),
);

describe("every workflow", () => {
  for (const { name, definition } of workflows) {
    it(`${name} passes statelint`, () => {
      assert.deepEqual(statelint(definition), []);
    });

    it(`${name} passes asl-validator`, () => {
      const { isValid, errors } = aslValidator(JSON.parse(JSON.stringify(definition)) as never);
      assert.ok(isValid, JSON.stringify(errors));
    });

    it(`${name} holds no secret, date or random value: two evaluations are the same text`, () => {
      const again =
        name === ingestArgs.name ? ingestWorkflow(ingestArgs) : transformLoadWorkflow(transformLoadArgs);
      assert.equal(JSON.stringify(again.definition), JSON.stringify(definition));
      assert.ok(JSON.stringify(definition).length < 100_000, "AWS allows 1 MB");
    });
  }

  it("statelint is really asked: a broken definition is refused", () => {
    const broken = { ...workflows[0].definition, StartAt: "Nowhere" };
    assert.notDeepEqual(statelint(broken), []);
  });

  it("limits every task's time below the whole execution's", () => {
    for (const { name, task, machine } of tasks) {
      assert.ok(task.TimeoutSeconds > 0 && task.TimeoutSeconds < machine.TimeoutSeconds, name);
    }
  });

  it("retries only named transient errors, with jitter, backoff and a longest delay", () => {
    const business = [
      "SourceMissing",
      "SourceRejected",
      "ContractInvalid",
      "ReconciliationFailed",
      "InvalidEvent",
    ];
    for (const { name, task } of tasks) {
      assert.ok((task.Retry ?? []).length > 0, name);
      for (const retrier of task.Retry ?? []) {
        assert.ok(
          !retrier.ErrorEquals.some((error) => error.startsWith("States.") || business.includes(error)),
          name,
        );
        assert.equal(retrier.JitterStrategy, "FULL", name);
        assert.ok(retrier.BackoffRate > 1 && retrier.MaxDelaySeconds >= retrier.IntervalSeconds, name);
      }
    }
  });

  it("catches States.DataLimitExceeded by name first and everything else last", () => {
    for (const { name, task } of tasks) {
      assert.deepEqual(task.Catch[0]?.ErrorEquals, ["States.DataLimitExceeded"], name);
      assert.deepEqual(task.Catch.at(-1)?.ErrorEquals, ["States.ALL"], name);
    }
  });
});

describe("workflow()", () => {
  const done: State = { Type: "Succeed" };
  const taskTo = (next: string, sid = "Call", resource = "arn:aws:s3:::a"): PermittedTask => ({
    state: {
      Type: "Task",
      Resource: "arn:aws:states:::sns:publish",
      Arguments: {},
      TimeoutSeconds: 5,
      Catch: [{ ErrorEquals: ["States.ALL"], Next: next }],
      Next: next,
    } satisfies TaskState,
    permissions: [{ sid, actions: ["sns:Publish"], resources: [resource] }],
  });
  const build = (states: Record<string, State | PermittedTask>, timeoutSeconds = 60) =>
    workflow({ name: "w", comment: "", startAt: "A", timeoutSeconds, states });

  it("refuses a transition to a state that isn't there", () => {
    assert.throws(() => build({ A: taskTo("B") }), /no state is named "B"/);
  });

  it("refuses a state nothing leads to", () => {
    assert.throws(() => build({ A: done, B: done }), /state "B".*nothing leads to this state/);
  });

  it("refuses a task that may outlast the execution", () => {
    assert.throws(
      () => build({ A: taskTo("B"), B: done }, 5),
      /state "A".*may take 5 s, the whole execution only 5 s/,
    );
  });

  it("takes the same statement of two states once and refuses two different ones under one sid", () => {
    const same = build({ A: taskTo("B"), B: taskTo("C"), C: done });
    assert.equal(same.permissions.length, 1);
    const other = taskTo("C", "Call", "arn:aws:s3:::b");
    assert.throws(() => build({ A: taskTo("B"), B: other, C: done }), /two states declare statement "Call"/);
  });
});
