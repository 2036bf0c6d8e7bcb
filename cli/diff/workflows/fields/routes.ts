import type { FieldChange } from "../workflow-change";
import { type ComparedState, leavesFailure } from "./compared-state";
import { fieldChange } from "./field-change";

/** `Next`, `End`, `Default`. A state without `Next` ends its graph; that it says so itself changes nothing then. */
export function* routeChanges(state: ComparedState): Generator<FieldChange> {
  const { was, is, nameAfter } = state;
  if (nameAfter(was.Next) !== is.Next) {
    yield fieldChange("route", "Next", was.Next, is.Next, leavesFailure(state, was.Next, is.Next));
  } else if (was.End !== is.End) {
    yield fieldChange("route", "End", was.End, is.End);
  }
  if (nameAfter(was.Default) !== is.Default) {
    const danger = leavesFailure(state, was.Default, is.Default);
    yield fieldChange("route", "Default", was.Default, is.Default, danger);
  }
}
