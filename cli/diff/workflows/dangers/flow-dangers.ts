import type { PairedGraph } from "../pairing/pair-graphs";
import type { FlowDanger } from "../workflow-change";
import { failureWays, reachedStates, wayToSuccess } from "./failure-ways";

/** Of a graph and the graphs inside it: what follows from all of its ways together. */
export function* flowDangers({ before, after, states, names }: PairedGraph): Generator<FlowDanger> {
  if (after !== undefined) {
    const reachedBefore = before === undefined ? new Set<string>() : reachedStates(before);
    const reachedAfter = reachedStates(after);
    const lost = states.flatMap((state) => {
      const is = state.after;
      const wasFree = state.before !== undefined && !reachedBefore.has(state.before.name);
      return is === undefined || reachedAfter.has(is.name) || wasFree ? [] : [is.path];
    });
    if (lost.length > 0) {
      yield { kind: "unreachable", states: lost };
    }
    if (before !== undefined) {
      const { failedBefore, failsAfter } = failureWays(before, after);
      const green = [...names].filter(
        ([old, name]) => failedBefore(old) && !failsAfter(name) && reachedAfter.has(name),
      );
      const way = wayToSuccess(
        after,
        green.map(([, name]) => name),
      );
      if (way !== undefined) {
        yield {
          kind: "failure-ends-green",
          states: green.map(([, name]) => pathIn(after.states, name)),
          way,
        };
      }
    }
  }
  for (const { graphs } of states) {
    for (const inner of graphs) {
      yield* flowDangers(inner);
    }
  }
}

function pathIn(states: ReadonlyMap<string, { readonly path: string }>, name: string): string {
  return states.get(name)?.path ?? name;
}
