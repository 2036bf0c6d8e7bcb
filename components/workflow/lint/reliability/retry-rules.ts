import { type Fields, listed, statesOf, type StateView, texts } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { machineSeconds, seconds } from "./timeout-rules";

/** Names that stand for errors nobody has thought of. */
const WILDCARDS = ["States.ALL", "States.TaskFailed"];

/** The same input fails in the same way. */
const NEVER_HELPS = new Set([
  "States.DataLimitExceeded",
  "States.NoChoiceMatched",
  "States.IntrinsicFailure",
  "States.ParameterPathFailure",
  "States.ResultPathMatchFailure",
  "States.QueryEvaluationError",
  "States.Permissions",
]);

/** What services say of a request or of its condition, not of themselves. */
const REFUSED =
  /\.(?:ConditionalCheckFailed|TransactionCanceled|Validation|InvalidInput|InvalidParameterValue|InvalidParameter|AccessDenied|AccessDeniedException|ResourceNotFound|EntityNotFound|ExecutionAlreadyExists|StateMachineDoesNotExist|ExecutionDoesNotExist|NoSuchKey|NoSuchBucket|NotFound)(?:Exception)?$/;

/**
 * `retry-missing`, `retry-wildcard`, `retry-jitter`, `retry-cap`, `retry-business-error`, `retry-never-helps`, `retry-budget`: only
 * named transient errors are retried, with jitter and a longest delay, and all attempts fit into the execution.
 */
export function* retryRules(workflow: LintedWorkflow): Generator<Finding> {
  const business = businessErrors(workflow);
  for (const state of statesOf(workflow.definition)) {
    const retriers = listed(state.fields, "Retry");
    // A retrier of no attempts says what is not tried again.
    const triesAgain = retriers.some(({ item }) => item.MaxAttempts !== 0);
    if (state.type === "Task" && !triesAgain && !isActivity(state)) {
      yield inState(workflow, state, {
        rule: "retry-missing",
        field: "Retry",
        message: `${retriers.length === 0 ? "is missing" : "tries nothing again"}: a throttled second of the service fails the execution.`,
        fix: "Name the service's transient errors, with IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds and JitterStrategy FULL.",
      });
    }
    for (const { field, item } of retriers) {
      for (const name of texts(item.ErrorEquals)) {
        yield* errorName(workflow, state, `${field}.ErrorEquals`, name, item, business);
      }
      yield* shape(workflow, state, field, item);
    }
    yield* budget(workflow, state, retriers);
  }
}

function isActivity({ fields }: StateView): boolean {
  return typeof fields.Resource === "string" && /^arn:[^:]+:states:[^:]+:\d+:activity:/.test(fields.Resource);
}

function businessErrors({ definition, options }: LintedWorkflow): ReadonlySet<string> {
  const raised = [...statesOf(definition)].flatMap(({ type, fields }) =>
    type === "Fail" && typeof fields.Error === "string" && !fields.Error.startsWith("{%")
      ? [fields.Error]
      : [],
  );
  return new Set([...(options.businessErrors ?? []), ...raised]);
}

function* errorName(
  workflow: LintedWorkflow,
  state: StateView,
  field: string,
  name: string,
  retrier: Fields,
  business: ReadonlySet<string>,
): Generator<Finding> {
  // Said so that nothing after it retries the error.
  if (retrier.MaxAttempts === 0) {
    return;
  }
  if (WILDCARDS.includes(name)) {
    yield inState(workflow, state, {
      rule: "retry-wildcard",
      field,
      message: `names ${name}: errors that trying again does not mend are tried again, too.`,
      fix: "Name the service's transient errors.",
    });
  }
  if (business.has(name) || REFUSED.test(name)) {
    yield inState(workflow, state, {
      rule: "retry-business-error",
      field,
      message: `names ${name}, an answer about the request or its data, not about the service.`,
      fix: "Remove it from Retry; handle it in Catch.",
    });
  }
  if (NEVER_HELPS.has(name)) {
    yield inState(workflow, state, {
      rule: "retry-never-helps",
      field,
      message: `names ${name}, which the same input brings again.`,
      fix: "Remove it from Retry.",
    });
  }
}

function* shape(
  workflow: LintedWorkflow,
  state: StateView,
  entry: string,
  retrier: Fields,
): Generator<Finding> {
  const { MaxAttempts, JitterStrategy, MaxDelaySeconds, IntervalSeconds } = retrier;
  if (MaxAttempts === 0) {
    return;
  }
  if (JitterStrategy !== "FULL") {
    yield inState(workflow, state, {
      rule: "retry-jitter",
      field: `${entry}.JitterStrategy`,
      message: JitterStrategy === undefined ? "is missing." : `is ${JSON.stringify(JitterStrategy)}.`,
      fix: "Write FULL: what one throttled minute stopped must not come back in the same second.",
    });
  }
  const delay = seconds(MaxDelaySeconds);
  if (delay === undefined || delay < (seconds(IntervalSeconds) ?? 1)) {
    yield inState(workflow, state, {
      rule: "retry-cap",
      field: `${entry}.MaxDelaySeconds`,
      message: delay === undefined ? "is missing." : `is ${delay}, less than IntervalSeconds.`,
      fix: "Write the longest delay between two attempts, in seconds.",
    });
  }
  if (seconds(MaxAttempts) === undefined) {
    yield inState(workflow, state, {
      rule: "retry-cap",
      field: `${entry}.MaxAttempts`,
      message: "is missing.",
      fix: "Write how often to try again.",
    });
  }
}

/** A service that refuses a call answers within this; the call that starts a job is no longer. */
const CALL_SECONDS = 60;
const RUNS_OUT = new Set(["States.Timeout", "States.HeartbeatTimeout", ...WILDCARDS]);

/** The first attempt, and every further one of a retrier at its longest with the delay before it, against the whole execution. */
function* budget(
  workflow: LintedWorkflow,
  state: StateView,
  retriers: readonly { readonly field: string; item: Fields }[],
): Generator<Finding> {
  const limit = machineSeconds(workflow);
  const timeout = seconds(state.fields.TimeoutSeconds);
  if (limit === undefined || timeout === undefined) {
    return;
  }
  // One trouble at a time: the longest retrier goes on to its end.
  const longest = Math.max(
    0,
    ...retriers.map(({ item }) => retrySeconds(item, attemptSeconds(state, item, timeout))),
  );
  const total = timeout + longest;
  if (retriers.length > 0 && timeout < limit && total > limit) {
    yield inState(workflow, state, {
      rule: "retry-budget",
      field: "Retry",
      message: `all attempts with their delays take up to ${Math.round(total)} s, the whole execution only ${limit} s.`,
      fix: "Retry less often or with shorter delays, or raise the machine's TimeoutSeconds.",
    });
  }
}

function attemptSeconds({ fields }: StateView, retrier: Fields, timeout: number): number {
  const waits = /\.(?:sync(?::2)?|waitForTaskToken)$/.test(String(fields.Resource));
  const whole = !waits || texts(retrier.ErrorEquals).some((name) => RUNS_OUT.has(name));
  return whole ? timeout : Math.min(timeout, CALL_SECONDS);
}

/** Defaults as the States Language has them. */
function retrySeconds(retrier: Fields, attempt: number): number {
  const attempts = seconds(retrier.MaxAttempts) ?? 3;
  const cap = seconds(retrier.MaxDelaySeconds) ?? Infinity;
  const rate = seconds(retrier.BackoffRate) ?? 2;
  let total = 0;
  let delay = seconds(retrier.IntervalSeconds) ?? 1;
  for (let index = 0; index < attempts && total < Number.MAX_SAFE_INTEGER; index++) {
    total += Math.min(delay, cap) + attempt;
    delay *= rate;
  }
  return total;
}
