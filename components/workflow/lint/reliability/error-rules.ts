import { type Fields, listed, statesOf, type StateView, texts } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";

/** States.DataLimitExceeded is not among what States.ALL stands for: developer guide, "Handling errors". */
export const DATA_LIMIT = "States.DataLimitExceeded";
const ALL = "States.ALL";

const MAY_FAIL = ["Task", "Parallel", "Map"];

/**
 * `error-equals`, `uncatchable-error`, `first-catcher`, `catch-missing`: who handles an error is decided by the first list that
 * names it, so each list must have its chance, and nothing may be left.
 */
export function* errorRules(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    if (!MAY_FAIL.includes(state.type)) {
      continue;
    }
    yield* orderOf(workflow, state, "Retry");
    yield* orderOf(workflow, state, "Catch");
    yield* firstCatcher(workflow, state);
    yield* catchesAll(workflow, state);
  }
}

/** Each name once, States.ALL alone and last, and nothing after what covers it. */
function* orderOf(workflow: LintedWorkflow, state: StateView, list: "Retry" | "Catch"): Generator<Finding> {
  const entries = listed(state.fields, list);
  const earlier = new Map<string, string>();
  for (const [index, { field: entry, item }] of entries.entries()) {
    const field = `${entry}.ErrorEquals`;
    const names = texts(item.ErrorEquals);
    if (names.includes(ALL) && names.length > 1) {
      yield inState(workflow, state, {
        rule: "error-equals",
        field,
        message: `names States.ALL beside ${names.filter((name) => name !== ALL).join(", ")}.`,
        fix: "States.ALL stands alone: give the others an entry of their own before it.",
      });
    }
    if (names.includes(ALL) && index < entries.length - 1) {
      yield inState(workflow, state, {
        rule: "error-equals",
        field,
        message: "names States.ALL, but entries come after it.",
        fix: `Make it the last entry of ${list}.`,
      });
    }
    for (const name of names) {
      const before = coveredBy(name, earlier);
      if (before !== undefined && !earlier.has(ALL)) {
        yield inState(workflow, state, {
          rule: "error-equals",
          field,
          message: `names ${name}, which ${before} has handled before.`,
          fix: "Remove it here, or put this entry first.",
        });
      }
      yield* uncatchable(workflow, state, name, field);
      earlier.set(name, field);
    }
  }
}

function coveredBy(name: string, earlier: ReadonlyMap<string, string>): string | undefined {
  const wide =
    name !== "States.Timeout" && name !== ALL && !name.startsWith("States.")
      ? earlier.get("States.TaskFailed")
      : undefined;
  return earlier.get(name) ?? wide;
}

function* uncatchable(
  workflow: LintedWorkflow,
  state: StateView,
  name: string,
  field: string,
): Generator<Finding> {
  if (name === "States.Runtime") {
    yield inState(workflow, state, {
      rule: "uncatchable-error",
      field,
      message: "names States.Runtime, which ends the execution and can be neither retried nor caught.",
      fix: "Remove it, and check what may be missing before it is used.",
    });
  }
}

function* firstCatcher(workflow: LintedWorkflow, state: StateView): Generator<Finding> {
  const [first] = listed(state.fields, "Catch") as readonly ({ item: Fields } | undefined)[];
  if (first !== undefined && !texts(first.item.ErrorEquals).includes(DATA_LIMIT)) {
    yield inState(workflow, state, {
      rule: "first-catcher",
      field: "Catch[0].ErrorEquals",
      message: `names ${texts(first.item.ErrorEquals).join(", ")}, and ${DATA_LIMIT} is not caught by States.ALL.`,
      fix: `Begin with a catcher for ${DATA_LIMIT}.`,
    });
  }
}

/** Itself or something around it catches all; the failures of a workflow that its caller reports may end it. */
function* catchesAll(workflow: LintedWorkflow, state: StateView): Generator<Finding> {
  if (typeof workflow.options.failuresReportedBy === "object") {
    return;
  }
  for (let at: StateView | undefined = state; at !== undefined; at = at.graph.owner) {
    if (listed(at.fields, "Catch").some(({ item }) => texts(item.ErrorEquals).includes(ALL))) {
      return;
    }
  }
  yield inState(workflow, state, {
    rule: "catch-missing",
    field: "Catch",
    message: "nothing catches every error here: one would end the execution with nothing recorded or told.",
    fix: `Add a last catcher for States.ALL, after one for ${DATA_LIMIT}.`,
  });
}
