import type { HistoryEvent } from "@aws-sdk/client-sfn";

/** One stay of an execution in a state. */
export interface StateVisit {
  readonly state: string;
  /** `Task`, `Choice`, `Pass`, `Wait`, `Succeed`, `Fail` */
  readonly type: string;
  readonly enteredAt: Date;
  /** Undefined while the execution is in the state, or when it ended there. */
  readonly exitedAt?: Date;
  /** Calls made: 1 and each retry. 0 for states that call nothing. */
  readonly attempts: number;
  /** Error names of failed attempts, in order. */
  readonly errors: readonly string[];
  /** Child execution that the state started. */
  readonly childExecutionArn?: string;
}

/** The visits of an execution in order of entry, from its history. */
export function stateVisits(events: readonly HistoryEvent[]): readonly StateVisit[] {
  const visits: Mutable<StateVisit>[] = [];
  for (const event of events) {
    const type = event.type ?? "";
    const current = visits.at(-1);
    if (event.stateEnteredEventDetails !== undefined) {
      visits.push({
        state: event.stateEnteredEventDetails.name ?? "",
        type: type.replace(/StateEntered$/, ""),
        enteredAt: event.timestamp ?? new Date(0),
        attempts: 0,
        errors: [],
      });
    } else if (current !== undefined) {
      follow(current, event, type);
    }
  }
  return visits;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function follow(visit: Mutable<StateVisit>, event: HistoryEvent, type: string): void {
  if (type.endsWith("StateExited")) {
    visit.exitedAt = event.timestamp;
  } else if (type === "TaskScheduled") {
    visit.attempts += 1;
  } else if (type === "TaskSubmitted") {
    visit.childExecutionArn = childExecutionArn(event) ?? visit.childExecutionArn;
  } else {
    const error = failedAttempt(event, type);
    if (error !== undefined) {
      visit.errors = [...visit.errors, error];
    }
  }
}

function failedAttempt(event: HistoryEvent, type: string): string | undefined {
  switch (type) {
    case "TaskFailed":
      return event.taskFailedEventDetails?.error ?? "States.TaskFailed";
    case "TaskTimedOut":
      return event.taskTimedOutEventDetails?.error ?? "States.Timeout";
    case "TaskSubmitFailed":
      return event.taskSubmitFailedEventDetails?.error ?? "States.TaskFailed";
    case "TaskStartFailed":
      return event.taskStartFailedEventDetails?.error ?? "States.TaskFailed";
    default:
      return undefined;
  }
}

/** Of a nested execution; the output is that of StartExecution, with `ExecutionArn` or `executionArn`. */
function childExecutionArn(event: HistoryEvent): string | undefined {
  const details = event.taskSubmittedEventDetails;
  if (details?.resourceType !== "states") {
    return undefined;
  }
  return /"[eE]xecutionArn"\s*:\s*"([^"]+)"/.exec(details.output ?? "")?.[1];
}
