import { compareContracts } from "./contracts/compare";
import { compareCost } from "./cost/compare";
import { compareResources } from "./resources/compare";
import type { Review, StackReview } from "./review";
import type { EvaluatedRevisions, StackSnapshots } from "./revision/evaluate-revisions";
import { compareRoles } from "./roles/compare";
import { compareSettings } from "./settings/compare";
import { emptySnapshot } from "./snapshot";
import { compareWorkflows } from "./workflows/compare";

/** What changes between two evaluated revisions. */
export async function compareRevisions({ base, head, stacks }: EvaluatedRevisions): Promise<Review> {
  return { formatVersion: 1, base, head, stacks: await Promise.all(stacks.map(compareStack)) };
}

/** @throws Error when neither revision has the stack */
export async function compareStack({ stack, before, after }: StackSnapshots): Promise<StackReview> {
  const known = after ?? before;
  if (known === undefined) {
    throw new Error(`No revision has stack "${stack}": there is nothing to compare.`);
  }
  const [old, now] = [before ?? emptySnapshot(known), after ?? emptySnapshot(known)];
  return {
    stack,
    presence: before === undefined ? "added" : after === undefined ? "removed" : "both",
    resources: compareResources(old, now),
    workflows: compareWorkflows(old, now),
    roles: await compareRoles(old, now),
    contracts: compareContracts(old, now),
    settings: compareSettings(old, now),
    cost: compareCost(old, now),
  };
}
