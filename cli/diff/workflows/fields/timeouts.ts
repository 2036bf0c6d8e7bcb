import type { Fields } from "../../../../components/workflow/lint/definition";
import type { FieldChange } from "../workflow-change";
import { fieldChange } from "./field-change";
import { same } from "./leaves";

/** A limit that is this many times as long as it was is told loudly: what hangs is noticed that much later. */
const RAISED_A_LOT = 3;

/** Time limits of a state or a machine, fixed or known at run time. */
export function* timeoutChanges(was: Fields, is: Fields): Generator<FieldChange> {
  for (const limit of ["TimeoutSeconds", "HeartbeatSeconds"]) {
    for (const name of [limit, `${limit}Path`]) {
      if (!same(was[name], is[name])) {
        yield fieldChange(
          "timeout",
          name,
          was[name],
          is[name],
          timeoutDanger(limit, was[name], is[name], is),
        );
      }
    }
  }
}

function timeoutDanger(limit: string, before: unknown, after: unknown, is: Fields): string | undefined {
  if (is[limit] === undefined && is[`${limit}Path`] === undefined) {
    return limit === "TimeoutSeconds"
      ? "what hangs is waited for until what is around it ends, a year at most"
      : "a worker that died is noticed only when the time is up";
  }
  return typeof before === "number" && typeof after === "number" && after >= RAISED_A_LOT * before
    ? "what hangs is noticed that much later"
    : undefined;
}

export const TIMEOUT_FIELDS = [
  "TimeoutSeconds",
  "TimeoutSecondsPath",
  "HeartbeatSeconds",
  "HeartbeatSecondsPath",
];
