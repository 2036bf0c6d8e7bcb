import type { StackReview } from "../../../cli/diff/review";

/** A stack of which nothing changes, but for what is given. */
export function stackReview(stack: string, changes: Partial<StackReview> = {}): StackReview {
  const cost = { least: 10, most: 20 };
  return {
    stack,
    presence: "both",
    resources: { changes: [], unchanged: 100, missingAliases: [] },
    workflows: [],
    roles: [],
    contracts: [],
    settings: [],
    cost: {
      currency: "USD",
      pricesOfRegion: "eu-west-1",
      pricesAsOf: "2026-11-01",
      before: cost,
      after: cost,
      lines: [],
      assumptions: [],
    },
    ...changes,
  };
}
