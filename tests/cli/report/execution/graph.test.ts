import assert from "node:assert/strict";
import { stateGraph } from "../../../../cli/report/execution/graph";
import { visitOutcomes } from "../../../../cli/report/execution/outcomes";
import { executionVisits } from "../../../../cli/report/execution/visits";
import type { ExecutionStatus, GraphState, StateGraph } from "../../../../cli/report/run-report";
import { entered, exited, history } from "./events";

const LAMBDA = { resourceType: "lambda", resource: "invoke" };

function drawn(definition: unknown, status: ExecutionStatus, events: ReturnType<typeof history>): StateGraph {
  const visits = executionVisits(events);
  return stateGraph(definition, visits, visitOutcomes(visits, status));
}

function state(graph: StateGraph, name: string): GraphState {
  const all = (inner: StateGraph): readonly GraphState[] =>
    inner.states.flatMap((one) => [one, ...one.inner.flatMap(all)]);
  const found = all(graph).find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}

/** `next Done 1` */
const edges = (graph: StateGraph, name: string): readonly string[] =>
  state(graph, name).edges.map(({ kind, to, label, taken }) => `${kind} ${to} ${taken} ${label}`.trim());

const outcomes = (graph: StateGraph, ...names: readonly string[]): readonly string[] =>
  names.map((name) => state(graph, name).outcome);

const WORK = {
  Comment: "all of it",
  QueryLanguage: "JSONata",
  StartAt: "Work",
  States: {
    Work: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Catch: [
        { ErrorEquals: ["Busy"], Next: "Again" },
        { ErrorEquals: ["States.ALL"], Next: "Again" },
      ],
      Next: "Good",
    },
    Again: {
      Type: "Choice",
      Comment: "once more",
      Choices: [
        { Condition: "{% $tries < 2 %}", Next: "Work" },
        { Condition: "{% $tries < 9 %}", Next: "Bad" },
      ],
      Default: "Bad",
    },
    Good: { Type: "Pass", End: true },
    Bad: { Type: "Fail" },
  },
};

describe("stateGraph", () => {
  const loop = history(
    ["ExecutionStarted"],
    ["TaskStateEntered", entered("Work"), 0],
    ["TaskScheduled", { ...LAMBDA, parameters: "{}" }],
    ["TaskFailed", { ...LAMBDA, error: "Busy" }],
    ["TaskStateExited", exited("Work")],
    ["ChoiceStateEntered", entered("Again")],
    ["ChoiceStateExited", exited("Again")],
    ["TaskStateEntered", entered("Work")],
    ["TaskScheduled", { ...LAMBDA, parameters: "{}" }],
    ["TaskFailed", { ...LAMBDA, error: "Broken" }],
    ["TaskStateExited", exited("Work")],
    ["ChoiceStateEntered", entered("Again")],
    ["ChoiceStateExited", exited("Again")],
    ["FailStateEntered", entered("Bad")],
    ["ExecutionFailed", { error: "Broken" }],
  );

  it("counts how often each state was entered and each edge taken, in a loop", () => {
    const graph = drawn(WORK, "FAILED", loop);
    assert.deepEqual(
      graph.states.map(({ name, entered: times }) => [name, times]),
      [
        ["Work", 2],
        ["Again", 2],
        ["Good", 0],
        ["Bad", 1],
      ],
    );
    assert.deepEqual(edges(graph, "Work"), ["next Good 0", "catch Again 2 Busy, States.ALL"]);
    assert.deepEqual(edges(graph, "Again"), [
      "choice Work 1 $tries < 2",
      "choice Bad 1 $tries < 9 or otherwise",
    ]);
  });

  it("tells which errors were caught, of a way that was taken", () => {
    const caught = (events: typeof loop) =>
      state(drawn(WORK, "FAILED", events), "Work").edges.map((edge) => edge.caught);
    assert.deepEqual(caught(loop), [undefined, ["Busy", "Broken"]]);
    assert.deepEqual(caught(loop.slice(0, 2)), [undefined, undefined]);
    const silent = loop.map((event) =>
      event.taskFailedEventDetails?.error === "Busy"
        ? { ...event, type: "EvaluationFailed" as const }
        : event,
    );
    assert.deepEqual(caught(silent), [undefined, undefined]);
  });

  it("tells a caught error from the one that ended the execution, and what was never entered", () => {
    const graph = drawn(WORK, "FAILED", loop);
    assert.deepEqual(outcomes(graph, "Work", "Again", "Bad", "Good"), [
      "caught",
      "succeeded",
      "failed",
      "not entered",
    ]);
    assert.deepEqual([graph.startAt, graph.comment], ["Work", "all of it"]);
    assert.deepEqual(
      [state(graph, "Again").comment, state(graph, "Work").resource],
      ["once more", "arn:aws:states:::lambda:invoke"],
    );
    assert.deepEqual(
      graph.states.filter(({ end }) => end).map(({ name }) => name),
      ["Good", "Bad"],
    );
  });

  for (const [status, outcome] of [
    ["FAILED", "failed"],
    ["RUNNING", "running"],
    ["ABORTED", "stopped"],
    ["TIMED_OUT", "stopped"],
    ["PENDING_REDRIVE", "failed"],
  ] as const) {
    it(`shows the task an execution that is ${status} stood in as ${outcome}`, () => {
      const ended = status === "FAILED" || status === "PENDING_REDRIVE";
      const events = history(
        ["ExecutionStarted"],
        ["TaskStateEntered", entered("Work"), 0],
        ["TaskScheduled", { ...LAMBDA, parameters: "{}" }],
        ...(ended ? ([["TaskFailed", { ...LAMBDA, error: "Broken" }]] as const) : []),
      );
      assert.deepEqual(outcomes(drawn(WORK, status, events), "Work"), [outcome]);
    });
  }

  it("shows a Choice that no rule of which held as what failed", () => {
    const events = history(
      ["ExecutionStarted"],
      ["ChoiceStateEntered", entered("Again"), 0],
      ["ExecutionFailed", { error: "States.NoChoiceMatched" }],
    );
    assert.deepEqual(outcomes(drawn(WORK, "FAILED", events), "Again"), ["failed"]);
  });

  const NESTED = {
    StartAt: "Both",
    States: {
      Both: {
        Type: "Parallel",
        Branches: [
          { StartAt: "Breaks", States: { Breaks: { Type: "Fail", Error: "Boom" } } },
          {
            StartAt: "Slow",
            Comment: "the slow one",
            States: { Slow: { Type: "Wait", Seconds: 9, Next: "Late" }, Late: { Type: "Pass", End: true } },
          },
        ],
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Each" }],
        Next: "Each",
      },
      Each: {
        Type: "Map",
        Iterator: {
          StartAt: "One",
          States: { One: { Type: "Pass", Next: "Two" }, Two: { Type: "Pass", End: true } },
        },
        End: true,
      },
    },
  };
  const nested = (caught: boolean) =>
    history(
      ["ParallelStateEntered", entered("Both"), 0],
      ["ParallelStateStarted", undefined, 1],
      ["WaitStateEntered", entered("Slow"), 2],
      ["FailStateEntered", entered("Breaks"), 2],
      ["ParallelStateFailed", { error: "Boom" }, 4],
      ...(caught
        ? ([
            ["ParallelStateExited", exited("Both"), 5],
            ["MapStateEntered", entered("Each"), 6],
            ["MapStateStarted", { length: 2 }, 7],
            ["MapIterationStarted", { name: "Each", index: 0 }, 8],
            ["MapIterationStarted", { name: "Each", index: 1 }, 8],
            ["PassStateEntered", entered("One"), 9],
            ["PassStateEntered", entered("One"), 10],
            ["PassStateExited", exited("One"), 11],
            ["PassStateEntered", entered("Two"), 13],
          ] as const)
        : ([["ExecutionFailed", { error: "Boom" }, 5]] as const)),
    );

  it("draws branches and iterations inside their state, with their own edges and counts", () => {
    const graph = drawn(NESTED, "RUNNING", nested(true));
    assert.deepEqual(
      graph.states.map(({ name, inner }) => [name, inner.map(({ startAt }) => startAt)]),
      [
        ["Both", ["Breaks", "Slow"]],
        ["Each", ["One"]],
      ],
    );
    assert.equal(state(graph, "Both").inner[1].comment, "the slow one");
    assert.deepEqual(edges(graph, "Both"), ["next Each 0", "catch Each 1 States.ALL"]);
    assert.equal(state(graph, "One").entered, 2);
    assert.deepEqual(edges(graph, "One"), ["next Two 1"]);
    assert.deepEqual(outcomes(graph, "Both", "Breaks", "Slow", "Late", "Each", "One", "Two"), [
      ...["caught", "caught", "stopped", "not entered", "running"],
      ...["running", "running"],
    ]);
  });

  it("shows a branch that nothing catches as failed, with its Parallel, and its neighbour as stopped", () => {
    const graph = drawn(NESTED, "FAILED", nested(false));
    assert.deepEqual(outcomes(graph, "Both", "Breaks", "Slow"), ["failed", "failed", "stopped"]);
  });

  it("says JSONPath conditions in words", () => {
    const rules = [
      { Variable: "$.rows", NumericGreaterThan: 0 },
      { Variable: "$.status", StringEquals: "DONE" },
      { Variable: "$.a", TimestampLessThanEqualsPath: "$.b" },
      { Variable: "$.gone", IsPresent: false },
      { Not: { Variable: "$.dry", BooleanEquals: true } },
      {
        And: [
          { Variable: "$.a", IsNumeric: true },
          {
            Or: [
              { Variable: "$.b", StringMatches: "x*" },
              { Variable: "$.b", IsNull: true },
            ],
          },
        ],
      },
    ];
    const definition = {
      StartAt: "C",
      States: {
        C: { Type: "Choice", Choices: rules.map((rule, index) => ({ ...rule, Next: `S${index}` })) },
      },
    };
    const labels = state(drawn(definition, "RUNNING", []), "C").edges.map(({ label }) => label);
    assert.deepEqual(labels, [
      "$.rows > 0",
      '$.status = "DONE"',
      "$.a <= $.b",
      "$.gone is not present",
      "not ($.dry = true)",
      '$.a is numeric and ($.b matches "x*" or $.b is null)',
    ]);
  });
});
