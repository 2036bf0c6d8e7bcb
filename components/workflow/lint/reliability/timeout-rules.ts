import { childOf } from "../children";
import { isFields, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";

/** An Express execution ends after five minutes, whatever its definition says. */
const EXPRESS_SECONDS = 300;

/** What a machine may take: its own limit, or Express's. Undefined where a Standard machine has none. */
export function machineSeconds({ definition, options }: LintedWorkflow): number | undefined {
  const own = seconds(definition.fields.TimeoutSeconds);
  return options.machineType === "EXPRESS" ? Math.min(own ?? EXPRESS_SECONDS, EXPRESS_SECONDS) : own;
}

export function seconds(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/**
 * `machine-timeout`, `task-timeout`, `timeout-not-under-parent`, `heartbeat-not-under-timeout`, `child-timeout`: without a limit a
 * lost job hangs for a year, and a limit that isn't under the one around it never fires. One that is known only at run time
 * can't be compared.
 */
export function* timeoutRules(workflow: LintedWorkflow): Generator<Finding> {
  const limit = machineSeconds(workflow);
  if (limit === undefined) {
    yield {
      rule: "machine-timeout",
      workflow: workflow.name,
      field: "TimeoutSeconds",
      message: "is missing: an execution may take a year.",
      fix: "Write the seconds that the longest path may take.",
    };
  }
  for (const state of statesOf(workflow.definition)) {
    if (state.type === "Task") {
      yield* taskTimeouts(workflow, state, limit);
    }
  }
}

function* taskTimeouts(
  workflow: LintedWorkflow,
  state: StateView,
  limit: number | undefined,
): Generator<Finding> {
  const { TimeoutSeconds, TimeoutSecondsPath, HeartbeatSeconds } = state.fields;
  if (TimeoutSeconds === undefined && TimeoutSecondsPath === undefined) {
    yield inState(workflow, state, {
      rule: "task-timeout",
      field: "TimeoutSeconds",
      message: "is missing: a call whose answer is lost is waited for until the execution ends.",
      fix: `Write a number of seconds${limit === undefined ? "" : ` under the machine's ${limit}`}.`,
    });
  }
  const own = seconds(TimeoutSeconds);
  if (own !== undefined && limit !== undefined && own >= limit) {
    yield inState(workflow, state, {
      rule: "timeout-not-under-parent",
      field: "TimeoutSeconds",
      message: `the state may take ${own} s, the whole execution only ${limit} s.`,
      fix: "Raise the machine's TimeoutSeconds, or lower this one.",
    });
  }
  const heartbeat = seconds(HeartbeatSeconds);
  if (heartbeat !== undefined && own !== undefined && heartbeat >= own) {
    yield inState(workflow, state, {
      rule: "heartbeat-not-under-timeout",
      field: "HeartbeatSeconds",
      message: `a heartbeat may be ${heartbeat} s late, but the state's time is up after ${own} s.`,
      fix: `Write less than ${own}.`,
    });
  }
  yield* childTimeout(workflow, state, own);
}

const WAITS_FOR_CHILD = /:states:::states:startExecution\.sync(?::2)?$/;

function* childTimeout(
  workflow: LintedWorkflow,
  state: StateView,
  own: number | undefined,
): Generator<Finding> {
  const { Resource: resource } = state.fields;
  if (typeof resource !== "string" || !WAITS_FOR_CHILD.test(resource) || own === undefined) {
    return;
  }
  const call = state.fields.Arguments ?? state.fields.Parameters;
  const arn = isFields(call) ? call.StateMachineArn : undefined;
  const child = typeof arn === "string" ? childOf(arn, workflow.options) : undefined;
  if (!isFields(child)) {
    return;
  }
  const childSeconds = seconds(child.TimeoutSeconds);
  if (childSeconds === undefined || childSeconds >= own) {
    yield inState(workflow, state, {
      rule: "child-timeout",
      field: "TimeoutSeconds",
      message: `the state waits ${own} s, but what it starts may take ${childSeconds === undefined ? "a year" : `${childSeconds} s`}.`,
      fix: "Make the child's TimeoutSeconds the smaller one, so that it ends by itself and its reason is seen.",
    });
  }
}
