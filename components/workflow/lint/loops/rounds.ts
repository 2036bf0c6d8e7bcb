import type { StateView } from "../definition";
import { cycles } from "../graph/cycles";
import { edges, type Limit, type Loop, loopsOf } from "./loops";

/** What a counter allows that is compared with what only the run knows. */
export const RUNTIME_ROUNDS = 256;

export interface Asked {
  /** The way out that counts, `Choices[3].Next`, where only one writes; default: any. */
  readonly field?: string;
  /** States that begin the count anew: a loop that passes one of them adds nothing to what was before. */
  readonly resets: ReadonlySet<StateView>;
  /** Whether a Choice of the loop asks for that counter itself, not for another of the same name. */
  readonly isAsked: (limit: Limit, loop: Loop) => boolean;
}

/** How often a state may come without passing a reset; Infinity where nothing that counts ends it. */
export function roundsOf(state: StateView, asked: Asked): number {
  return roundsAmong(loopsOf(state.graph), state, asked);
}

function roundsAmong(loops: readonly Loop[], state: StateView, asked: Asked): number {
  const loop = loops.find(({ ways }) =>
    ways.some(
      ({ from, transition }) => from === state && (asked.field ?? transition.field) === transition.field,
    ),
  );
  if (loop === undefined) {
    return 1;
  }
  const ways = loop.ways.filter(({ from }) => !asked.resets.has(from));
  const around = cycles(edges(ways)).find((states) => states.has(state.name));
  if (around === undefined) {
    return 1;
  }
  const inner = loop.inner.find(({ states }) => states.has(state.name));
  const innerWays = new Set(inner?.ways ?? []);
  const counts = ways.some(
    (way) => !innerWays.has(way) && around.has(way.from.name) && around.has(way.transition.to),
  );
  return (counts ? allowed(loop, asked) : 1) * roundsAmong(loop.inner, state, asked);
}

function allowed(loop: Loop, { isAsked }: Asked): number {
  const { limit } = loop;
  if (limit === undefined || limit.kind === "time" || !isAsked(limit, loop)) {
    return Infinity;
  }
  return limit.rounds ?? RUNTIME_ROUNDS;
}
