import assert from "node:assert/strict";
import fc from "fast-check";
import { compareWorkflows } from "../../../../../cli/diff/workflows/compare";
import type { WorkflowGraphs } from "../../../../../cli/diff/workflows/workflow-change";
import { definitions } from "../random-definitions";
import { added, type Definition, type Definitions, mutated, programSnapshot, snapshotOf } from "../snapshots";
import { type Drawn, readMermaid } from "./mermaid-grammar";

const PARENT = "stepline-dev-marketing-ingest";
const CHILD = "stepline-dev-marketing-transform-load";

function graphsOf(before: Definitions, after: Definitions): WorkflowGraphs {
  const [change] = compareWorkflows(snapshotOf(before), snapshotOf(after));
  return change.graphs;
}

function nodeNamed({ nodes }: Drawn, name: string): string {
  const found = [...nodes].filter(([, line]) => line.includes(`"${name}`)).map(([id]) => id);
  assert.equal(found.length, 1, `one node is named ${name}`);
  return found[0];
}

describe("the chart of a changed workflow", () => {
  it("is Mermaid for whatever a definition holds", () => {
    fc.assert(
      fc.property(definitions(true), definitions(true), (one, other) => {
        const [change] = compareWorkflows(snapshotOf({ 'a "b"': one }), snapshotOf({ 'a "b"': other }));
        const { before, after } = (change as typeof change | undefined)?.graphs ?? {};
        [before, after].forEach((text) => text === undefined || readMermaid(text));
      }),
    );
  });

  it("shows parent and child in one, with a way from the state that starts the child", async () => {
    const base = await programSnapshot();
    const head = mutated(base, CHILD, ({ States: states }) => {
      states.Transform.TimeoutSeconds = 3000;
      states.Transform.Next = "Pause";
      states.Pause = added({ Type: "Wait", Seconds: 5, Next: "StartLoad" });
    });
    const [{ root, graphs }] = compareWorkflows(base, head);
    assert.equal(root, PARENT);
    assert.equal(graphs.shows, "everything");
    const [before, after] = [readMermaid(graphs.before!), readMermaid(graphs.after!)];
    for (const drawn of [before, after]) {
      assert.deepEqual(drawn.groups, ["m1", "m2"]);
      const starts = drawn.edges.filter(({ line }) => line.includes("==>"));
      assert.match(starts[0].line, /"starts and waits"/);
      assert.deepEqual(starts, [
        { from: nodeNamed(drawn, "TransformAndLoad"), to: "m2a", line: starts[0].line },
      ]);
    }
    const transform = nodeNamed(after, "Transform<");
    assert.equal(nodeNamed(before, "Transform<"), transform, "one id in both");
    assert.deepEqual([before.marks.get(transform), after.marks.get(transform)], ["changed", "changed"]);
    assert.equal(after.marks.get(nodeNamed(after, "Pause")), "added");
    const coloured = ({ edges, marked }: Drawn): readonly string[] =>
      marked.map((index) => edges[index].line);
    const [load, pause] = [nodeNamed(after, "StartLoad"), nodeNamed(after, "Pause")];
    assert.deepEqual(coloured(before), [`${transform} --> ${load}`]);
    assert.deepEqual(coloured(after), [`${transform} --> ${pause}`, `${pause} --> ${load}`]);
  });

  it("marks what is gone in the chart of before", () => {
    const states = { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", End: true } };
    const { before, after } = graphsOf(
      { one: { StartAt: "A", States: states } },
      { one: { StartAt: "A", States: { A: { Type: "Pass", End: true } } } },
    );
    const drawn = readMermaid(before!);
    assert.equal(drawn.marks.get(nodeNamed(drawn, "B")), "removed");
    assert.equal(drawn.marks.get(nodeNamed(drawn, "A")), "changed");
    assert.equal(readMermaid(after!).nodes.size, 2);
  });

  it("frames what a Map and a Parallel run", () => {
    const inner = (name: string): Definition => ({ StartAt: name, States: { [name]: { Type: "Succeed" } } });
    const definition = (seconds: number): Definition => ({
      StartAt: "Each",
      States: {
        Each: { Type: "Map", ItemProcessor: inner("One"), Next: "Both" },
        Both: { Type: "Parallel", Branches: [inner("Left"), inner("Right")], Next: "Rest" },
        Rest: { Type: "Wait", Seconds: seconds, End: true },
      },
    });
    const { after } = graphsOf({ one: definition(1) }, { one: definition(2) });
    const drawn = readMermaid(after!);
    assert.equal(drawn.groups.length, 5);
    const edges = drawn.edges.map(({ from, to }) => `${from} ${to}`);
    assert.ok(edges.includes(`${nodeNamed(drawn, "Each")} ${nodeNamed(drawn, "One")}`));
    assert.ok(edges.includes(`${nodeNamed(drawn, "Both")} ${nodeNamed(drawn, "Right")}`));
  });

  it("is left out where only the machine's own fields change", () => {
    const states = { A: { Type: "Succeed" } };
    const graphs = graphsOf(
      { one: { StartAt: "A", States: states } },
      { one: { StartAt: "A", TimeoutSeconds: 60, States: states } },
    );
    assert.deepEqual(graphs, { shows: "nothing" });
  });

  it("shows only the new side of a workflow that is new", () => {
    const graphs = graphsOf({}, { one: { StartAt: "A", States: { A: { Type: "Succeed" } } } });
    assert.equal(graphs.before, undefined);
    assert.equal(readMermaid(graphs.after!).marks.get("m1"), "added");
  });
});

describe("a workflow that is too large for GitHub", () => {
  /** A chain of Pass states, of which one waits in between. */
  const chain = (length: number, changed: number, child?: string): Definition => ({
    StartAt: "S0",
    States: {
      ...Object.fromEntries(
        Array.from({ length }, (_, index) => [
          `S${index}`,
          { Type: "Pass", ...(index === changed ? { Output: 1 } : {}), Next: `S${index + 1}` },
        ]),
      ),
      [`S${length}`]:
        child === undefined
          ? { Type: "Succeed" }
          : {
              Type: "Task",
              Resource: "arn:aws:states:::states:startExecution",
              Parameters: { StateMachineArn: `arn:aws:states:eu-west-1:111122223333:stateMachine:${child}` },
              End: true,
            },
    },
  });

  it("is drawn whole up to 500 ways", () => {
    const { shows, after } = graphsOf({ one: chain(499, -1) }, { one: chain(499, 3) });
    assert.equal(shows, "everything");
    assert.equal(readMermaid(after!).edges.length, 500);
  });

  it("is drawn without the machines that stay", () => {
    const { shows, after } = graphsOf(
      { one: chain(10, -1, "two"), two: chain(600, -1) },
      { one: chain(10, 3, "two"), two: chain(600, -1) },
    );
    assert.equal(shows, "changed machines");
    assert.deepEqual(readMermaid(after!).groups, ["m1"]);
    assert.doesNotMatch(after!, /==>/);
  });

  it("is drawn as the states that change, with their neighbours", () => {
    const { shows, before, after } = graphsOf({ one: chain(600, -1) }, { one: chain(600, 300) });
    assert.equal(shows, "changed states");
    for (const text of [before!, after!]) {
      assert.deepEqual([...readMermaid(text).nodes.keys()], ["m1s300", "m1s301", "m1s302"]);
    }
  });

  it("is not drawn when everything changes", () => {
    assert.deepEqual(graphsOf({}, { one: chain(600, -1) }), { shows: "nothing" });
  });

  it("counts characters, too", () => {
    const wordy = (output: number): Definition => ({
      StartAt: "S0",
      States: Object.fromEntries(
        Array.from({ length: 300 }, (_, index) => [
          `${"!".repeat(76)}${index}`,
          { Type: "Pass", ...(index === 7 ? { Output: output } : {}), End: true },
        ]),
      ),
    });
    const { shows, after } = graphsOf({ one: wordy(1) }, { one: wordy(2) });
    assert.equal(shows, "changed states");
    assert.equal(readMermaid(after!).nodes.size, 1);
  });
});
