import { type Graph, graphsOf, type StateView } from "../definition";
import { cycles } from "../graph/cycles";
import { edgesOf } from "../graph/graph-rules";
import type { LintedWorkflow } from "../rule";

const found = new WeakMap<LintedWorkflow, ReadonlyMap<StateView, readonly StateView[]>>();

/** For each state that may come again after itself: the states on the ways from it back to it. */
export function loopsOf(workflow: LintedWorkflow): ReadonlyMap<StateView, readonly StateView[]> {
  let loops = found.get(workflow);
  if (loops === undefined) {
    loops = new Map([...graphsOf(workflow.definition)].flatMap((graph) => [...loopsIn(graph)]));
    found.set(workflow, loops);
  }
  return loops;
}

function* loopsIn(graph: Graph): Generator<readonly [StateView, readonly StateView[]]> {
  for (const names of cycles(edgesOf(graph))) {
    const loop = [...graph.states.values()].filter(({ name }) => names.has(name));
    yield* loop.map((state) => [state, loop] as const);
  }
}
