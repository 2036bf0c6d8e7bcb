import assert from "node:assert/strict";
import { compareWorkflows } from "../../../../cli/diff/workflows/compare";
import { describeWorkflows } from "../../../../cli/diff/workflows/describe";
import type { Snapshot } from "../../../../cli/diff/snapshot";
import { lines } from "./plain";
import {
  added,
  type Definition,
  type MutableDefinition,
  type MutableStates,
  mutated,
  programSnapshot,
  put,
  renameKey,
  snapshotOf,
} from "./snapshots";

const PARENT = "stepline-dev-marketing-ingest";
const CHILD = "stepline-dev-marketing-transform-load";

describe("workflows in words", () => {
  let base: Snapshot;

  before(async () => {
    base = await programSnapshot();
  });

  const said = (
    machine: string,
    mutate: (states: MutableStates, definition: MutableDefinition) => unknown,
  ): readonly string[] => {
    const head = mutated(base, machine, (definition) => {
      mutate(definition.States, definition);
    });
    return lines(describeWorkflows(compareWorkflows(base, head)));
  };
  /** Its items alone. */
  const items = (
    mutate: (states: MutableStates, definition: MutableDefinition) => unknown,
  ): readonly string[] =>
    said(CHILD, mutate).filter((line) => /^ *(?:added|removed|changed|danger|note): /.test(line));

  it("are none when nothing changes", () => {
    assert.deepEqual(describeWorkflows(compareWorkflows(base, base)), []);
  });

  it("come with the workflow's name, what is dangerous, and both charts", () => {
    const found = said(CHILD, ({ Transform: transform }) => {
      Object.assign(transform, { Resource: "arn:aws:states:::glue:startJobRun", TimeoutSeconds: 900 });
      transform.Retry[0].MaxAttempts = 6;
    });
    assert.deepEqual(found, [
      "heading: Workflows",
      `heading: \`${PARENT}\` with \`${CHILD}\``,
      "warning: One change of this workflow can hide a failure or make it last: marked below.",
      `paragraph: \`${CHILD}\` has 1 state changed:`,
      "danger: `Transform`",
      "  danger: calls `glue:startJobRun` instead of `glue:startJobRun.sync`: the workflow no longer waits for what it starts to end, and goes on even if it fails",
      "  changed: retries `Glue.ConcurrentRunsExceededException` and `Glue.ResourceNumberLimitExceededException` 6 times instead of 5 times",
      "  changed: times out after 15 minutes instead of 40 minutes",
      "(Graph before)",
      "(Graph after)",
    ]);
  });

  it("tell a new version of a script or contract as that", () => {
    const found = items((states) => {
      const path = ["Arguments", "Arguments", "--scriptLocation"];
      const uri = `s3://stepline-dev-artifacts-111122223333-eu-west-1/glue/${"0".repeat(64)}/transform.py`;
      put(states.Transform, path, uri);
    });
    assert.deepEqual(found, [
      "changed: `Transform` gets a new version of `s3://stepline-dev-artifacts-111122223333-eu-west-1/glue/…/transform.py` as `Arguments.Arguments.--scriptLocation`",
    ]);
  });

  it("tell states that come, go and are renamed", () => {
    const found = items((states) => {
      states.PlanBatch.Next = "Look";
      states.Look = added({
        Type: "Choice",
        Choices: [{ Condition: "{% $sourceRows = 0 %}", Next: "Failed" }],
        Default: "Transform",
      });
      renameKey(states, "Loaded", "Done");
      states.Reconcile.Next = "Done";
      delete states.CancelLoad;
      states.LoadIsCancelled.Default = "Failed";
      states.LoadFinished.Choices.splice(2, 1);
    });
    assert.ok(found.includes("added: `Look` is new: a `Choice`, with `Transform` when no rule holds"));
    assert.ok(found.includes("changed: `Done` was named `Loaded`"));
    assert.ok(
      found.includes(
        "removed: `CancelLoad` is gone: a `Task` that calls `aws-sdk:redshiftdata:cancelStatement`, with 1 minute at most, before `WaitForLoad`",
      ),
    );
    assert.ok(
      found.includes(
        "changed: `LoadIsCancelled` leads to `Failed` instead of `CancelLoad` when no rule holds",
      ),
    );
    assert.ok(
      found.some((line) => line.startsWith("changed: `LoadFinished` no longer leads to `CancelLoad` when `")),
    );
  });

  it("tell where a failure would end green, and what nothing leads to", () => {
    assert.deepEqual(
      items((states) => (states.AlertTransformTimeout.Next = "Loaded")),
      [
        "danger: A failure may now end as a success: every way from `TransformOutcome` and `AlertTransformTimeout` ended in a Fail, and now there is `AlertTransformTimeout` → `Loaded`",
        "changed: `AlertTransformTimeout` leads to `Loaded` instead of `Failed`",
      ],
    );
    assert.deepEqual(
      items((_, definition) => (definition.StartAt = "Transform")),
      [
        "danger: Nothing leads to `PlanBatch` any more",
        "changed: The workflow starts at `Transform` instead of `PlanBatch`",
      ],
    );
  });

  it("tell how errors are handled", () => {
    const found = items((states) => {
      Object.assign(states.Transform.Retry[0], {
        JitterStrategy: "NONE",
        MaxDelaySeconds: 600,
        BackoffRate: 3,
      });
      states.Transform.Retry[1].ErrorEquals.pop();
      states.Transform.Catch.pop();
      states.Transform.Catch[1].Next = "Failed";
    });
    assert.deepEqual(found, [
      "danger: `Transform`",
      "  changed: waits `3` times as long before each further retry of `Glue.ConcurrentRunsExceededException` and `Glue.ResourceNumberLimitExceededException`, instead of `2` times",
      "  changed: no longer spreads its retries of `Glue.ConcurrentRunsExceededException` and `Glue.ResourceNumberLimitExceededException` at random: what failed at once comes back at once",
      "  changed: waits at most 10 minutes instead of at most 5 minutes between retries of `Glue.ConcurrentRunsExceededException` and `Glue.ResourceNumberLimitExceededException`",
      "  danger: no longer retries `Glue.SdkClientException`: nothing tries again after these errors",
      "  changed: leads to `Failed` instead of `AlertTransformTimeout` after `States.Timeout`",
      "  danger: no longer leads to `TransformOutcome` after any error: nothing here catches these errors any more",
    ]);
  });

  it("tell once what changes in many states in the same way", () => {
    const found = items((states) => {
      for (const name of ["StartLoad", "DescribeLoad", "Reconcile"]) {
        states[name].TimeoutSeconds = 100;
        states[name].Retry[0].MaxDelaySeconds = 30;
      }
      states.StartLoad.TimeoutSeconds = states.DescribeLoad.TimeoutSeconds = 90;
      states.CancelLoad.TimeoutSeconds = states.AlertTransformTimeout.TimeoutSeconds = 30;
    });
    assert.deepEqual(found.slice(0, 2), [
      "changed: `AlertTransformTimeout` and `CancelLoad`, each in the same way",
      "  changed: times out after 30 seconds instead of 1 minute",
    ]);
  });

  it("put workflows with dangers first, and fold what is too much to read at once", () => {
    const many = (seconds: number): Definition => ({
      StartAt: "S0",
      States: Object.fromEntries(
        Array.from({ length: 50 }, (_, index) => [
          `S${index}`,
          {
            Type: "Wait",
            Seconds: seconds + index,
            ...(index === 49 ? { End: true } : { Next: `S${index + 1}` }),
          },
        ]),
      ),
    });
    const risky = (fields: Definition): Definition => ({
      StartAt: "A",
      ...fields,
      States: { A: { Type: "Succeed" } },
    });
    const found = lines(
      describeWorkflows(
        compareWorkflows(
          snapshotOf({ calm: many(100), risky: risky({ TimeoutSeconds: 60 }) }),
          snapshotOf({ calm: many(200), risky: risky({}) }),
        ),
      ),
    );
    assert.deepEqual(
      found.filter((line) => line.startsWith("heading")),
      ["heading: Workflows", "heading: `risky`", "heading: `calm`"],
    );
    const fold = found.indexOf("10 more changes:");
    assert.equal(
      found[fold - 1],
      "changed: `S39` waits 3 minutes 59 seconds instead of 2 minutes 19 seconds",
    );
    assert.equal(found[fold + 1], "changed: `S40` waits 4 minutes instead of 2 minutes 20 seconds");
  });
});
