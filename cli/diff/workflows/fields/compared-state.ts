import type { Fields, StateView } from "../../../../components/workflow/lint/definition";
import type { FailureWays } from "../dangers/failure-ways";
import { normalState } from "./normal";

/** A state that both revisions have, as its fields are compared. */
export interface ComparedState {
  readonly before: StateView;
  readonly after: StateView;
  /** In one spelling: see `normalState`. */
  readonly was: Fields;
  readonly is: Fields;
  readonly ways: FailureWays;
  /** Of a state named in the base: its name in the head. One that is gone keeps its own. */
  readonly nameAfter: (target: unknown) => unknown;
}

export function comparedState(
  before: StateView,
  after: StateView,
  ways: FailureWays,
  names: ReadonlyMap<string, string>,
): ComparedState {
  return {
    before,
    after,
    was: normalState(before),
    is: normalState(after),
    ways,
    nameAfter: (target) => (typeof target === "string" ? (names.get(target) ?? target) : target),
  };
}

/** Whether a way that was sure to end as a failure now leads elsewhere; not told where the state itself is on such a way. */
export function leavesFailure(
  { before, ways }: ComparedState,
  was: unknown,
  is: unknown,
): string | undefined {
  const left =
    typeof was === "string" &&
    typeof is === "string" &&
    ways.failedBefore(was) &&
    !ways.failsAfter(is) &&
    !ways.failedBefore(before.name);
  return left ? "this way was sure to end as a failure, and now may end as a success" : undefined;
}
