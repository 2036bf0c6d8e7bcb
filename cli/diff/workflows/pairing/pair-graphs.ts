import type { Graph, StateView } from "../../../../components/workflow/lint/definition";
import { inReadingOrder, matched, type Row } from "./matched";
import { counterparts } from "./renamed-states";

/** Two graphs that stand for each other, or one that the other revision doesn't have. */
export interface PairedGraph extends Row<Graph> {
  /** In reading order. */
  readonly states: readonly PairedState[];
  /** Name before -> name after, of the states that both have. */
  readonly names: ReadonlyMap<string, string>;
}

export interface PairedState extends Row<StateView> {
  /** What a Map runs, the branches of a Parallel. */
  readonly graphs: readonly PairedGraph[];
  /** Whether branches that stay follow each other in another order: so do the results of a Parallel. */
  readonly branchesReordered: boolean;
}

/** Each state with its counterpart, at every depth. */
export function pairGraphs(before: Graph | undefined, after: Graph | undefined): PairedGraph {
  const names =
    before === undefined || after === undefined ? new Map<string, string>() : counterparts(before, after);
  const olds = [...(before?.states.values() ?? [])];
  const news = [...(after?.states.values() ?? [])];
  const places = new Map(news.map(({ name }, index) => [name, index]));
  const partners = new Map(
    olds.flatMap(({ name }, index): [number, number][] => {
      const place = places.get(names.get(name) ?? "");
      return place === undefined || !names.has(name) ? [] : [[index, place]];
    }),
  );
  return { before, after, names, states: inReadingOrder(olds, news, partners).map(pairInner) };
}

function pairInner({ before, after }: Row<StateView>): PairedState {
  const { rows, reordered } = matched(before?.graphs ?? [], after?.graphs ?? [], [
    (one, other) => (kindOf(one) === kindOf(other) ? sharedStates(one, other) : 0),
    (one, other) => (kindOf(one) === kindOf(other) ? 1 : 0),
  ]);
  return {
    before,
    after,
    graphs: rows.map((row) => pairGraphs(row.before, row.after)),
    branchesReordered: reordered,
  };
}

/** A branch is no counterpart of what a Map runs; `Iterator` is the old name of `ItemProcessor`. */
function kindOf({ field }: Graph): "branch" | "processor" {
  return field.startsWith("Branches") ? "branch" : "processor";
}

function sharedStates(one: Graph, other: Graph): number {
  return [...one.states.keys()].filter((name) => other.states.has(name)).length;
}

/** Every paired state of a graph and of the graphs inside it, in reading order. */
export function* pairedStates(graph: PairedGraph): Generator<PairedState> {
  for (const state of graph.states) {
    yield state;
    for (const inner of state.graphs) {
      yield* pairedStates(inner);
    }
  }
}
