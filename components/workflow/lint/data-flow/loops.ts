import { type Graph, graphsOf, type StateView } from "../definition";
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
  const after = new Map([...graph.states.values()].map((state) => [state, reachable(graph, state)]));
  for (const [state, reached] of after) {
    if (reached.has(state)) {
      yield [state, [...reached].filter((other) => after.get(other)?.has(state) === true)];
    }
  }
}

function reachable(graph: Graph, from: StateView): ReadonlySet<StateView> {
  const reached = new Set<StateView>();
  const open = [from];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const { to } of state.transitions) {
      const next = graph.states.get(to);
      if (next !== undefined && !reached.has(next)) {
        reached.add(next);
        open.push(next);
      }
    }
  }
  return reached;
}
