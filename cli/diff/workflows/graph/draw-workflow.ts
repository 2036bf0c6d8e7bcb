import type { ComparedMachine } from "../compared-machine";
import { pairedStates } from "../pairing/pair-graphs";
import type { WorkflowGraphs } from "../workflow-change";
import { type Chart, type Edge, type Mark, nodesOf } from "./chart";
import { machineGroup, type Side } from "./groups";
import { nodeIds, type NodeIds } from "./ids";
import { mermaid } from "./mermaid";
import { only } from "./part";
import { edgesOf, shortened } from "./ways";

/** What GitHub draws: Mermaid's own defaults for `maxTextSize` and `maxEdges`. https://mermaid.js.org/config/schema-docs/config.html */
const MOST_CHARACTERS = 50_000;
const MOST_EDGES = 500;

/** Both revisions of a group of machines, as much of it as may be drawn. */
export function drawWorkflow(machines: readonly ComparedMachine[]): WorkflowGraphs {
  const ids = nodeIds(machines);
  const charts = chartsOf(machines, ids);
  if (!sides.some((side) => hasMark(charts[side]))) {
    return { shows: "nothing" };
  }
  const differing = new Set(machines.filter(({ change }) => change.action !== "unchanged"));
  const scopes = [
    ["everything", () => charts],
    ["changed machines", () => chartsOf([...differing], ids)],
    ["changed states", () => partsOf(chartsOf([...differing], ids), machines, ids)],
  ] as const;
  for (const [shows, drawn] of scopes) {
    const { before, after } = drawn();
    const [textBefore, textAfter] = [before, after].map((chart) => mermaid(chart));
    if ([before, after].every(({ edges }) => edges.length <= MOST_EDGES)) {
      if (Math.max(textBefore.length, textAfter.length) <= MOST_CHARACTERS) {
        return {
          ...(before.groups.length === 0 ? {} : { before: textBefore }),
          ...(after.groups.length === 0 ? {} : { after: textAfter }),
          shows,
        };
      }
    }
  }
  return { shows: "nothing" };
}

const sides = ["before", "after"] as const;
type Charts = Readonly<Record<Side, Chart>>;

function chartsOf(machines: readonly ComparedMachine[], ids: NodeIds): Charts {
  const [was, is] = sides.map((side) => edgesOf(machines, side, ids));
  const chart = (side: Side, { edges, outside }: typeof was, others: readonly Edge[], gone: Mark): Chart => {
    const labels = new Map(others.map((edge) => [keyOf(edge), edge.label]));
    return {
      groups: machines.flatMap((one) => machineGroup(one, side, ids) ?? []),
      nodes: outside,
      edges: edges.map((edge) => shortened({ ...edge, ...markOf(edge, labels.get(keyOf(edge)), gone) })),
    };
  };
  return { before: chart("before", was, is.edges, "removed"), after: chart("after", is, was.edges, "added") };
}

function keyOf({ from, to, line }: Edge): string {
  return `${from} ${line} ${to}`;
}

function markOf(edge: Edge, otherLabel: string | undefined, gone: Mark): Pick<Edge, "mark"> {
  if (otherLabel === undefined) {
    return { mark: gone };
  }
  return otherLabel === edge.label ? {} : { mark: "changed" };
}

function hasMark(chart: Chart): boolean {
  return [...nodesOf(chart), ...chart.edges].some(({ mark }) => mark !== undefined);
}

/** The states that differ, and where their ways lead and come from in either revision. */
function partsOf(charts: Charts, machines: readonly ComparedMachine[], ids: NodeIds): Charts {
  const differing = new Set(
    machines.flatMap(({ machine, changedStates }) =>
      [...pairedStates(machine.graph)]
        .filter((state) => changedStates.has(state))
        .map((state) => ids.states.get(state)!),
    ),
  );
  const kept = new Set(differing);
  for (const { from, to, mark } of sides.flatMap((side) => charts[side].edges)) {
    if (differing.has(from) || differing.has(to) || mark !== undefined) {
      kept.add(from).add(to);
    }
  }
  return { before: only(charts.before, kept), after: only(charts.after, kept) };
}
