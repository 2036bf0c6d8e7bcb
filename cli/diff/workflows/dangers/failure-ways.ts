import type { Graph, StateView } from "../../../../components/workflow/lint/definition";
import { reachable } from "../../../../components/workflow/lint/graph/cycles";
import { edgesOf, isEnd } from "../../../../components/workflow/lint/graph/graph-rules";

/** Of a graph and its counterpart: where a way is sure to end as a failure. */
export interface FailureWays {
  /** Name in the base -> whether every end that it leads to is a Fail. */
  readonly failedBefore: (name: string) => boolean;
  /** Name in the head, likewise. */
  readonly failsAfter: (name: string) => boolean;
}

export function failureWays(before: Graph, after: Graph): FailureWays {
  const olds = onlyFailing(before);
  const news = onlyFailing(after);
  return { failedBefore: (name) => olds.has(name), failsAfter: (name) => news.has(name) };
}

/** Names of the states from which nothing but a Fail can be reached. One without any end isn't among them. */
function onlyFailing(graph: Graph): ReadonlySet<string> {
  const edges = edgesOf(graph);
  const endsOf = (name: string): readonly StateView[] =>
    [...reachable(edges, [name])].flatMap((each) => {
      const state = graph.states.get(each);
      return state !== undefined && isEnd(state) ? [state] : [];
    });
  return new Set(
    [...graph.states.keys()].filter((name) => {
      const ends = endsOf(name);
      return ends.length > 0 && ends.every(({ type }) => type === "Fail");
    }),
  );
}

export function reachedStates(graph: Graph): ReadonlySet<string> {
  return reachable(edgesOf(graph), graph.startAt === undefined ? [] : [graph.startAt]);
}

/** The shortest way from one of some states to an end that is no Fail. */
export function wayToSuccess(graph: Graph, from: readonly string[]): readonly string[] | undefined {
  const open: string[][] = from.map((name) => [name]);
  const seen = new Set(from);
  for (let way = open.shift(); way !== undefined; way = open.shift()) {
    const state = graph.states.get(way[way.length - 1]);
    if (state !== undefined && isEnd(state) && state.type !== "Fail") {
      return way;
    }
    for (const { to } of state?.transitions ?? []) {
      if (!seen.has(to)) {
        seen.add(to);
        open.push([...way, to]);
      }
    }
  }
  return undefined;
}
