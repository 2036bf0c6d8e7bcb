import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { AttemptReport } from "../run-report";
import { eventDetails } from "./event-details";
import { payload } from "./payload";

/** One call of a Task: what a report shows of it, and what the call was. */
export interface Attempt {
  readonly scheduledAt: Date;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  readonly outcome: AttemptReport["outcome"];
  readonly error?: string;
  readonly cause?: string;
  readonly parameters?: AttemptReport["parameters"];
  readonly output?: AttemptReport["output"];
  /** `lambda`, `glue`, `aws-sdk:dynamodb`; `lambda` or `activity` where the Resource is an ARN of one. */
  readonly service: string;
  /** `invoke`, `startJobRun.sync`; the function's or activity's ARN where that is the Resource. */
  readonly resource: string;
  /** What a service answered at once whose end is waited for: JSON text. */
  readonly submitted?: string;
}

type OpenAttempt = { -readonly [K in keyof Attempt]: Attempt[K] };

/** `Task...`, `LambdaFunction...` and `Activity...` events tell the same story. */
const EVENT =
  /^(Task|LambdaFunction|Activity)(Scheduled|ScheduleFailed|Started|StartFailed|Submitted|SubmitFailed|Succeeded|Failed|TimedOut)$/;

const SERVICES: Readonly<Partial<Record<string, string>>> = {
  LambdaFunction: "lambda",
  Activity: "activity",
};

/** Adds what the event tells to the attempts of its visit; events of other kinds tell nothing. */
export function readAttemptEvent(attempts: Attempt[], event: HistoryEvent): void {
  const found = EVENT.exec(event.type ?? "");
  if (found === null) {
    return;
  }
  const [, family, step] = found;
  const at = event.timestamp ?? new Date(0);
  const details = eventDetails(event);
  const called = {
    service: details.resourceType ?? SERVICES[family] ?? "",
    resource: details.resource ?? "",
  };
  if (step === "Scheduled") {
    const sent = details.parameters ?? details.input;
    const parameters = payload(sent, details.inputDetails?.truncated);
    attempts.push({ scheduledAt: at, outcome: "running", parameters, ...called });
    return;
  }
  if (step === "ScheduleFailed" && attempts.at(-1)?.outcome !== "running") {
    attempts.push({ scheduledAt: at, outcome: "running", ...called });
  }
  const attempt: OpenAttempt | undefined = attempts.at(-1);
  if (attempt === undefined) {
    return;
  }
  switch (step) {
    case "Started":
      attempt.startedAt = at;
      break;
    case "Submitted":
      attempt.submitted = details.output;
      break;
    case "Succeeded":
      attempt.endedAt = at;
      attempt.outcome = "succeeded";
      attempt.output = payload(details.output, details.outputDetails?.truncated);
      break;
    case "TimedOut":
      fail(attempt, at, "timed out", details.error ?? "States.Timeout", details.cause);
      break;
    default:
      fail(attempt, at, "failed", details.error ?? "States.TaskFailed", details.cause);
  }
}

function fail(
  attempt: OpenAttempt,
  endedAt: Date,
  outcome: Attempt["outcome"],
  error: string,
  cause: string | undefined,
): void {
  Object.assign(attempt, { endedAt, outcome, error, ...(cause === undefined ? {} : { cause }) });
}

export function attemptReport(attempt: Attempt): AttemptReport {
  const { scheduledAt, startedAt, endedAt, outcome, error, cause, parameters, output } = attempt;
  return {
    scheduledAt: scheduledAt.toISOString(),
    startedAt: startedAt?.toISOString(),
    endedAt: endedAt?.toISOString(),
    outcome,
    error,
    cause,
    parameters,
    output,
  };
}
