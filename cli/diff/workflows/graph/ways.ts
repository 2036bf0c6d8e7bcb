import { type Graph, listed, type StateView } from "../../../../components/workflow/lint/definition";
import type { ComparedMachine } from "../compared-machine";
import { errorsOf } from "../fields/error-sets";
import { ruleLabel } from "../fields/choices";
import { startsOf } from "../pairing/started";
import type { PairedGraph } from "../pairing/pair-graphs";
import type { Edge, Node } from "./chart";
import type { Side } from "./groups";
import { type NodeIds, startId } from "./ids";

/** More of a condition or of the names of errors doesn't fit beside a line. */
const LONGEST = 40;

/** Every way of one revision: within a machine, and from a state to the machine that it starts. */
export function edgesOf(
  machines: readonly ComparedMachine[],
  side: Side,
  ids: NodeIds,
): { readonly edges: readonly Edge[]; readonly outside: readonly Node[] } {
  /** Machines that the stack doesn't declare. */
  const outside = new Map<string, Node>();
  const edges = machines.flatMap((one) => {
    const machine = one.machine[side];
    if (machine === undefined) {
      return [];
    }
    const starts = startsOf(machine).flatMap(({ state, machine: name, waits }): Edge[] => {
      const child = machines.find((other) => other.machine[side]?.name === name);
      const to = child === undefined ? ids.outside.get(name) : startId(ids.machines.get(child)!);
      if (child === undefined && to !== undefined) {
        outside.set(name, { id: to, shape: "child", name, detail: "outside of this stack" });
      }
      const label = waits ? "starts and waits" : "starts";
      // A machine that isn't drawn has no start to lead to.
      return to === undefined ? [] : [{ from: ids.states.get(state)!, to, line: "thick", label }];
    });
    return [...graphEdges(one.machine.graph, side, startId(ids.machines.get(one)!), ids), ...starts];
  });
  return { edges, outside: [...outside.values()] };
}

function* graphEdges(paired: PairedGraph, side: Side, from: string, ids: NodeIds): Generator<Edge> {
  const graph = paired[side];
  const start = graph?.states.get(graph.startAt ?? "");
  if (graph === undefined) {
    return;
  }
  if (start !== undefined) {
    yield { from, to: ids.states.get(start)!, line: "plain", label: entryLabel(graph) };
  }
  for (const { [side]: state, graphs } of paired.states) {
    if (state !== undefined) {
      yield* stateEdges(state, graph, ids);
      for (const inner of graphs) {
        yield* graphEdges(inner, side, ids.states.get(state)!, ids);
      }
    }
  }
}

function entryLabel({ owner, field }: Graph): string {
  if (owner === undefined) {
    return "";
  }
  return field.startsWith("Branches") ? "" : "each item";
}

/** Ways of a state to the same place are one line, those of errors another. */
function* stateEdges(state: StateView, graph: Graph, ids: NodeIds): Generator<Edge> {
  const words = wordsByField(state);
  const lines = new Map<string, { to: string; line: Edge["line"]; labels: string[] }>();
  for (const { kind, field, to } of state.transitions) {
    const target = graph.states.get(to);
    if (target !== undefined) {
      const line = kind === "catch" ? "dotted" : "plain";
      const key = JSON.stringify([line, to]);
      const one = lines.get(key) ?? { to: ids.states.get(target)!, line, labels: [] };
      one.labels.push(kind === "default" ? "otherwise" : (words.get(field) ?? ""));
      lines.set(key, one);
    }
  }
  for (const { to, line, labels } of lines.values()) {
    const isAll = labels.includes("any error");
    const label = isAll ? "any error" : labels.join(line === "dotted" ? ", " : " or ");
    yield { from: ids.states.get(state)!, to, line, label };
  }
}

/** `Choices[0].Next` -> its condition, `Catch[1].Next` -> its errors. */
function wordsByField({ fields }: StateView): ReadonlyMap<string, string> {
  return new Map([
    ...listed(fields, "Choices").map(({ field, item }): [string, string] => [
      `${field}.Next`,
      ruleLabel(item),
    ]),
    ...listed(fields, "Catch").map(({ field, item }): [string, string] => {
      const errors = errorsOf(item);
      return [`${field}.Next`, errors.includes("States.ALL") ? "any error" : errors.join(", ")];
    }),
  ]);
}

/** What a line says on the chart. */
export function shortened(edge: Edge): Edge {
  const characters = Array.from(edge.label);
  return characters.length <= LONGEST
    ? edge
    : { ...edge, label: `${characters.slice(0, LONGEST - 1).join("")}…` };
}
