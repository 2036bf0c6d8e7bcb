import { byText } from "../../synth/json";
import type { ResourceChange } from "./resource-change";

/** Takes what holds data, or an address that others depend on, out of the stack, whether AWS keeps it or not. */
export function isStatefulGoing({ action, stateful, contentAddressed }: ResourceChange): boolean {
  return (action === "delete" || action === "replace") && stateful !== undefined && !contentAddressed;
}

/** What a reviewer must see first: the smaller, the more dangerous. */
function rank(change: ResourceChange): number {
  const { action, retained, removedGuards } = change;
  if (isStatefulGoing(change)) {
    return retained ? 1 : 0;
  }
  if (removedGuards.length > 0) {
    return 2;
  }
  return { delete: 3, replace: 3, update: 4, create: 5, rename: 6 }[action];
}

/** Most dangerous first, then by URN. */
export function inOrder(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  return [...changes].sort((one, other) => rank(one) - rank(other) || byText(one.urn, other.urn));
}
