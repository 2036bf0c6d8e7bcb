import assert from "node:assert/strict";
import type { StateGraph } from "../../../../../cli/report/run-report";
import {
  placeGraph,
  type PlacedGraph,
  type PlacedLine,
  type PlacedState,
} from "../../../../../cli/report/page/graph/layout";
import { linesOf } from "../../../../../cli/report/page/graph/lines";
import { spineOf } from "../../../../../cli/report/page/graph/spine";
import { INGEST, TRANSFORM_LOAD } from "../sample-machines";
import { failedReport } from "../sample-report";
import { wideReport } from "../sample-wide";
import { choice, graphOf, plain, task } from "../sketch";

const GRAPHS: Readonly<Record<string, StateGraph>> = {
  "the parent's": graphOf({ startAt: "PlanRun", states: INGEST, steps: [] }),
  "the child's": graphOf({ startAt: "PlanBatch", states: TRANSFORM_LOAD, steps: [] }),
  "a failed run's": failedReport().executions[0].graph,
  "one of 80 states, some of them inside others": wideReport().executions[0].graph,
  "one of one state": graphOf({ startAt: "Done", states: { Done: plain("Succeed") }, steps: [] }),
};

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxOf({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Box {
  return { left: x, right: x + width, top: y, bottom: y + height };
}

function labelBox({ labelAt: { x, y }, labelWidth }: PlacedLine): Box {
  return boxOf({ x: x - labelWidth / 2, y: y - 9, width: labelWidth, height: 18 });
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));
}

/** This graph and all inside it. */
function withInner(graph: PlacedGraph): readonly PlacedGraph[] {
  return [graph, ...graph.states.flatMap(({ inner }) => inner.flatMap(withInner))];
}

/** The pieces of a line as boxes without width or height. */
function pieces({ points }: PlacedLine): readonly Box[] {
  return points.slice(1).map((point, index) => {
    const before = points[index];
    return {
      left: Math.min(before.x, point.x),
      right: Math.max(before.x, point.x),
      top: Math.min(before.y, point.y),
      bottom: Math.max(before.y, point.y),
    };
  });
}

function stateOf(graph: PlacedGraph, name: string): PlacedState {
  const found = graph.states.find(({ state }) => state.name === name);
  assert.ok(found, `no state ${name}`);
  return found;
}

describe("the layout of a graph", () => {
  for (const [name, graph] of Object.entries(GRAPHS)) {
    describe(name, () => {
      const placed = withInner(placeGraph(graph));

      it("lets no two states overlap", () => {
        for (const { states } of placed) {
          for (const [one, other] of pairs(states)) {
            assert.ok(!overlap(boxOf(one), boxOf(other)), `${one.state.name} and ${other.state.name}`);
          }
        }
      });

      it("leads no line through a state", () => {
        for (const { states, lines } of placed) {
          for (const line of lines) {
            for (const state of states) {
              const hit = pieces(line).some((piece) => overlap(piece, boxOf(state)));
              assert.ok(!hit, `${line.from} -> ${line.to} crosses ${state.state.name}`);
            }
          }
        }
      });

      it("puts no label on a state or another label", () => {
        for (const { states, lines } of placed) {
          const labelled = lines.filter(({ label }) => label !== "");
          for (const line of labelled) {
            for (const state of states) {
              assert.ok(!overlap(labelBox(line), boxOf(state)), `${line.label} and ${state.state.name}`);
            }
          }
          for (const [one, other] of pairs(labelled)) {
            assert.ok(!overlap(labelBox(one), labelBox(other)), `${one.label} and ${other.label}`);
          }
        }
      });

      it("keeps all of it inside its own size", () => {
        for (const { states, lines, width, height } of placed) {
          const whole = { left: 0, top: 0, right: width, bottom: height };
          for (const box of [...states.map(boxOf), ...lines.flatMap(pieces), ...lines.map(labelBox)]) {
            assert.ok(
              box.left >= whole.left &&
                box.right <= whole.right &&
                box.top >= whole.top &&
                box.bottom <= whole.bottom,
              JSON.stringify({ box, whole }),
            );
          }
        }
      });

      it("ends every line at the sides of its two states, upright", () => {
        for (const graphOfThem of placed) {
          for (const { from, to, points } of graphOfThem.lines) {
            const [source, target] = [boxOf(stateOf(graphOfThem, from)), boxOf(stateOf(graphOfThem, to))];
            const [first, last] = [points[0], points[points.length - 1]];
            assert.ok(
              [source.top, source.bottom].some((side) => Math.abs(side - first.y) < 0.2),
              `${from} -> ${to}`,
            );
            assert.ok(
              [target.top, target.bottom].some((side) => Math.abs(side - last.y) < 0.2),
              `${from} -> ${to}`,
            );
            assert.ok(first.x > source.left && first.x < source.right);
            assert.ok(last.x > target.left && last.x < target.right);
            assert.ok(
              Math.abs(points[1].x - first.x) < 0.2 && Math.abs(points[points.length - 2].x - last.x) < 0.2,
            );
          }
        }
      });

      it("puts the spine straight down on the left", () => {
        const [whole] = placed;
        const xs = spineOf(graph).map((state) => {
          const { x, width } = stateOf(whole, state);
          return x + width / 2;
        });
        assert.ok(Math.max(...xs) - Math.min(...xs) < 0.2, String(xs));
        const least = Math.min(...whole.states.map(({ x }) => x));
        assert.equal(Math.min(...spineOf(graph).map((state) => stateOf(whole, state).x)), least);
      });
    });
  }

  it("draws the states of a Parallel and a Map inside them", () => {
    const placed = placeGraph(wideReport().executions[0].graph);
    const parallel = stateOf(placed, "Step10");
    assert.deepEqual(
      parallel.inner.map(({ states }) => states.map(({ state }) => state.name)),
      [
        ["ReadCustomers", "WriteCustomers"],
        ["ReadContacts", "WriteContacts"],
      ],
    );
    const [one, other] = parallel.inner;
    assert.ok(!overlap(boxOf(one), boxOf(other)));
    assert.ok(other.x + other.width <= parallel.width && one.y + one.height <= parallel.height);
  });

  it("is the same for a run that succeeded and one that failed, but for the labels of what happened", () => {
    const places = (graph: StateGraph) => placeGraph(graph).states.map(({ state, y }) => [state.name, y]);
    assert.deepEqual(places(GRAPHS["a failed run's"]), places(GRAPHS["the parent's"]));
  });
});

describe("the spine of a graph", () => {
  it("is the longest way without an error", () => {
    assert.deepEqual(spineOf(GRAPHS["the child's"]), [
      ...[
        "PlanBatch",
        "Transform",
        "StartLoad",
        "WaitForLoad",
        "DescribeLoad",
        "LoadFinished",
        "Reconcile",
        "Loaded",
      ],
    ]);
  });

  it("ends where a loop comes back", () => {
    const states = { A: plain("Pass", "B"), B: choice([["$again", "A"]], "A") };
    assert.deepEqual(spineOf(graphOf({ startAt: "A", states, steps: [] })), ["A", "B"]);
  });
});

describe("the lines of a graph", () => {
  it("join what leads from one state to another, and keep errors apart", () => {
    const states = {
      Check: choice(
        [
          ["$a", "Work"],
          ["$b", "Work"],
        ],
        "End",
      ),
      Work: task("lambda:invoke", "End", ["Clean", "Clean"]),
      Clean: plain("Pass", "End"),
      End: plain("Succeed"),
    };
    const lines = linesOf(graphOf({ startAt: "Check", states, steps: [] }));
    assert.deepEqual(
      lines.map(({ from, to, kind, label }) => [from, to, kind, label]),
      [
        ["Check", "Work", "choice", "$a or $b"],
        ["Check", "End", "default", "otherwise"],
        ["Work", "End", "next", ""],
        ["Work", "Clean", "catch", ""],
        ["Clean", "End", "next", ""],
      ],
    );
  });

  it("name the error that was caught", () => {
    const states = {
      Work: task("lambda:invoke", "End", ["Clean", "Clean"]),
      Clean: plain("Pass", "End"),
      End: plain("Succeed"),
    };
    const steps = [
      { state: "Work", ms: 1, outcome: "caught" as const },
      { state: "Clean", ms: 1 },
    ];
    const caught = linesOf(graphOf({ startAt: "Work", states, steps })).find(({ kind }) => kind === "catch");
    assert.deepEqual([caught?.label, caught?.taken], ["States.ALL", 1]);
    assert.match(
      caught?.title ?? "",
      /on error States\.DataLimitExceeded, Clean: not taken\non error States\.ALL, Clean: taken/,
    );
  });

  it("leave out an edge to a state that isn't there", () => {
    assert.deepEqual(linesOf(graphOf({ startAt: "A", states: { A: plain("Pass", "Gone") }, steps: [] })), []);
  });
});
