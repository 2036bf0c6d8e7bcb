import assert from "node:assert/strict";
import { waitingDanger } from "../../../../../cli/diff/workflows/dangers/waiting";
import { type Definition, snapshotOf } from "../snapshots";
import { told } from "../told";

const catcher = (next: string, ...errors: readonly string[]): Definition => ({
  ErrorEquals: errors,
  Next: next,
});

/** A task that may succeed and fail, and how its errors are handled. */
function task(fields: Definition, states: Definition = {}): Definition {
  return {
    StartAt: "T",
    States: {
      T: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Next: "Done", ...fields },
      Done: { Type: "Succeed" },
      Broken: { Type: "Fail" },
      ...states,
    },
  };
}

function lines(before: Definition, after: Definition): readonly string[] {
  const found = told(snapshotOf({ w: before }), snapshotOf({ w: after }));
  return found.filter((line) => !line.includes("unreachable"));
}

describe("dangers of errors", () => {
  const all = catcher("Broken", "States.ALL");

  it("are told where a catch-all doesn't stand for an error that is no longer caught", () => {
    const caught = (error: string): readonly string[] =>
      lines(task({ Catch: [catcher("Broken", error), all] }), task({ Catch: [all] }));
    assert.deepEqual(caught("States.Timeout"), ["w T: Catch[States.Timeout]"]);
    assert.deepEqual(caught("States.DataLimitExceeded"), ["w T: Catch[States.DataLimitExceeded] !"]);
  });

  it("know that States.TaskFailed leaves out time-outs", () => {
    const failed = catcher("Broken", "States.TaskFailed");
    const caught = (error: string): readonly string[] =>
      lines(task({ Catch: [catcher("Broken", error), failed] }), task({ Catch: [failed] }));
    assert.deepEqual(caught("Lambda.Unknown"), ["w T: Catch[Lambda.Unknown]"]);
    assert.deepEqual(caught("States.Timeout"), ["w T: Catch[States.Timeout] !"]);
  });

  it("are told where errors that ended in failure are caught and may succeed", () => {
    assert.deepEqual(lines(task({}), task({ Catch: [catcher("Done", "States.ALL")] })), [
      "w T: Catch[States.ALL] !",
    ]);
    assert.deepEqual(lines(task({}), task({ Catch: [all] })), ["w T: Catch[States.ALL]"]);
    assert.deepEqual(
      lines(task({ Catch: [catcher("Done", "A"), all] }), task({ Catch: [catcher("Done", "A", "B"), all] })),
      ["w T: Catch[A, B].ErrorEquals"],
    );
    assert.deepEqual(
      lines(task({ Catch: [catcher("Done", "A")] }), task({ Catch: [catcher("Done", "A", "B")] })),
      ["w T: Catch[A, B].ErrorEquals !"],
    );
  });

  it("are no more told of a retrier that tried nothing again", () => {
    const never = { ErrorEquals: ["A"], MaxAttempts: 0 };
    assert.deepEqual(lines(task({ Retry: [never] }), task({})), ["w T: Retry[A]"]);
    assert.deepEqual(lines(task({ Retry: [{ ErrorEquals: ["A"] }] }), task({})), ["w T: Retry[A] !"]);
    const other = { ErrorEquals: ["A", "B"] };
    assert.deepEqual(lines(task({ Retry: [other, never] }), task({ Retry: [other] })), ["w T: Retry[A]"]);
  });

  it("match a retrier with the one that shares most of its errors", () => {
    const retry = (...errors: readonly string[]): Definition => ({ ErrorEquals: errors });
    assert.deepEqual(
      lines(
        task({ Retry: [retry("A"), retry("B", "C")] }),
        task({ Retry: [retry("A", "B", "C"), retry("X")] }),
      ),
      ["w T: Retry[A]", "w T: Retry[A, B, C].ErrorEquals", "w T: Retry[X]"],
    );
  });

  it("take a result's place in the whole input for its default", () => {
    const at = (ResultPath?: string): Definition =>
      task({
        Catch: [
          {
            ErrorEquals: ["States.ALL"],
            ...(ResultPath === undefined ? {} : { ResultPath }),
            Next: "Broken",
          },
        ],
      });
    assert.deepEqual(lines(at(), at("$")), []);
    assert.deepEqual(lines(at(), at("$.error")), ["w T: Catch[States.ALL].ResultPath"]);
  });
});

describe("dangers of ways", () => {
  const loop = { Type: "Wait", Seconds: 1, Next: "Loop" };

  it("don't take a loop without end for a failure", () => {
    const states = { Loop: loop };
    assert.deepEqual(lines(task({ Next: "Loop" }, states), task({ Next: "Done" }, states)), ["w T: Next"]);
    assert.deepEqual(lines(task({ Next: "Broken" }, states), task({ Next: "Loop" }, states)), ["w T: Next"]);
  });

  it("name what nothing leads to any more, not what nothing led to", () => {
    const all = (before: Definition, after: Definition): readonly string[] =>
      told(snapshotOf({ w: before }), snapshotOf({ w: after }));
    const both = task({ Catch: [catcher("Broken", "States.ALL")] });
    assert.deepEqual(all(task({}), task({ TimeoutSeconds: 5 })), ["w T: TimeoutSeconds"]);
    assert.deepEqual(all(both, task({})), ["! w unreachable: Broken", "w T: Catch[States.ALL] !"]);
    assert.deepEqual(all(task({}), task({}, { New: loop })), ["! w unreachable: New", "w New is added"]);
  });

  it("are looked for inside a Map, too", () => {
    const map = (type: string): Definition => ({
      StartAt: "M",
      States: {
        M: { Type: "Map", End: true, ItemProcessor: { StartAt: "A", States: { A: { Type: type } } } },
      },
    });
    assert.deepEqual(lines(map("Fail"), map("Succeed")), [
      "! w failure-ends-green: M / A",
      "w M / A: Type !",
    ]);
  });
});

describe("a call that no longer waits", () => {
  const call = (pattern: string): string => `arn:aws:states:::sqs:sendMessage${pattern}`;

  it("is dangerous, be it for a job or for an answer", () => {
    assert.match(waitingDanger(call(".sync"), call("")) ?? "", /no longer waits for what it starts/);
    assert.match(waitingDanger(call(".waitForTaskToken"), call("")) ?? "", /no longer waits for the answer/);
    assert.equal(waitingDanger(call(".sync"), call(".sync:2")), undefined);
    assert.equal(waitingDanger(call(""), call(".sync")), undefined);
    assert.equal(waitingDanger(call(".sync"), undefined), undefined);
  });
});
