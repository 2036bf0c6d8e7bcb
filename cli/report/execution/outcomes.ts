import type { ExecutionStatus, StateOutcome } from "../run-report";
import type { Visit } from "./visits";

/** How each visit fared, in their order. */
export function visitOutcomes(visits: readonly Visit[], status: ExecutionStatus): readonly StateOutcome[] {
  const failing = new Set<Visit>();
  for (const visit of visits) {
    for (let one = visit.failed ? visit : undefined; one !== undefined; one = one.within) {
      failing.add(one);
    }
  }
  return visits.map((visit) => outcomeOf(visit, failing.has(visit), status));
}

function outcomeOf(visit: Visit, failing: boolean, status: ExecutionStatus): StateOutcome {
  if (visit.exitedAt !== undefined) {
    return visit.caught ? "caught" : "succeeded";
  }
  // What a branch or iteration left open when the state around it was left: by its error, which was caught, or another one's.
  if (isInsideLeft(visit) || status === "SUCCEEDED") {
    return failing ? "caught" : "stopped";
  }
  if (status === "RUNNING") {
    return "running";
  }
  return failing && (status === "FAILED" || status === "PENDING_REDRIVE") ? "failed" : "stopped";
}

function isInsideLeft(visit: Visit): boolean {
  for (let around = visit.within; around !== undefined; around = around.within) {
    if (around.exitedAt !== undefined) {
      return true;
    }
  }
  return false;
}

/** From the one that matters most. */
const BY_WEIGHT: readonly StateOutcome[] = ["failed", "stopped", "running", "caught", "succeeded"];

/** Of a state with these visits. */
export function stateOutcome(outcomes: readonly StateOutcome[]): StateOutcome {
  return BY_WEIGHT.find((outcome) => outcomes.includes(outcome)) ?? "not entered";
}
