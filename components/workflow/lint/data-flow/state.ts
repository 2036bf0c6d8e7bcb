import { type Fields, isFields, jsonataOf, listed } from "../definition";
import { childOutput } from "./children";
import { ERROR_OUTPUT, type StatesMembers } from "./context-object";
import { evaluate, evaluateIfGiven, type Visit } from "./evaluate";
import { type Node, parse } from "./expression";
import { guardsOf } from "./guards";
import { resultOfInner } from "./inner";
import { jsonPathState } from "./json-path-state";
import type { Variables } from "./scope";
import { resultOfTask } from "./task-result";
import { placeOf } from "./template";
import { type ValueType } from "./value-type";

/** One way out of a state, and what goes along it. */
export interface Way {
  readonly to: string;
  readonly output: ValueType;
  readonly variables: Variables;
}

export interface After {
  readonly ways: readonly Way[];
  /** Its output, when the graph ends with it. */
  readonly end?: ValueType;
}

/** What comes out of a state. */
export function evaluateState(visit: Visit): After {
  const { state, before } = visit;
  if (state.queryLanguage === "JSONPath") {
    return jsonPathState(visit, resultOfInner);
  }
  if (state.type === "Choice") {
    return choiceState(visit);
  }
  const result = resultOf(visit);
  if (visit.report !== undefined) {
    evaluateOwnFields(visit);
  }
  const members: StatesMembers = result === undefined ? {} : { result };
  const { output, variables } = leave(visit, state.fields, "", members, result ?? before.input);
  const ways: Way[] =
    typeof state.fields.Next === "string" ? [{ to: state.fields.Next, output, variables }] : [];
  for (const { field, item } of listed(state.fields, "Catch")) {
    const caught = leave(visit, item, `${field}.`, { errorOutput: ERROR_OUTPUT }, ERROR_OUTPUT);
    if (typeof item.Next === "string") {
      ways.push({ to: item.Next, ...caught });
    }
  }
  const ends = state.type === "Succeed" || state.fields.End === true;
  return ends ? { ways, end: output } : { ways };
}

/** Each rule is asked only where those before it did not hold. */
function choiceState(visit: Visit): After {
  const { state, before } = visit;
  const ways: Way[] = [];
  let rest = visit;
  for (const { field, item } of listed(state.fields, "Choices")) {
    if (visit.report !== undefined) {
      evaluate(rest, `${field}.Condition`, item.Condition, {});
    }
    const condition = conditionOf(item.Condition);
    const holding = condition === undefined ? rest : assuming(rest, guardsOf(condition, true));
    const way = leave(holding, item, `${field}.`, {}, before.input);
    if (typeof item.Next === "string") {
      ways.push({ to: item.Next, ...way });
    }
    rest = condition === undefined ? rest : assuming(rest, guardsOf(condition, false));
  }
  const way = leave(rest, state.fields, "", {}, before.input);
  if (typeof state.fields.Default === "string") {
    ways.push({ to: state.fields.Default, ...way });
  }
  return { ways };
}

function conditionOf(condition: unknown): Node | undefined {
  const text = jsonataOf(condition);
  const parsed = text === undefined ? undefined : parse(text);
  return parsed !== undefined && "node" in parsed ? parsed.node : undefined;
}

/** As the visit, with variables known to be there. */
function assuming(visit: Visit, guards: readonly string[]): Visit {
  const found = guards.filter((name) => visit.before.variables.get(name)?.always === false);
  if (found.length === 0) {
    return visit;
  }
  const variables = new Map(visit.before.variables);
  for (const name of found) {
    variables.set(name, { ...variables.get(name)!, always: true });
  }
  return { ...visit, before: { ...visit.before, variables } };
}

const OWN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Task: ["TimeoutSeconds", "HeartbeatSeconds", "Credentials"],
  Wait: ["Seconds", "Timestamp"],
  Fail: ["Error", "Cause"],
  Map: [
    "MaxConcurrency",
    "ToleratedFailureCount",
    "ToleratedFailurePercentage",
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
  ],
};

function evaluateOwnFields(visit: Visit): void {
  for (const field of OWN_FIELDS[visit.state.type] ?? []) {
    if (visit.state.fields[field] !== undefined) {
      evaluate(visit, field, visit.state.fields[field], {});
    }
  }
}

/** `$states.result`, for the types of state that have one. */
function resultOf(visit: Visit): ValueType | undefined {
  const { state, workflow } = visit;
  switch (state.type) {
    case "Task":
      // Nothing of a call's arguments comes out of it again.
      if (visit.report !== undefined) {
        evaluateIfGiven(visit, "Arguments");
      }
      return resultOfTask(state, workflow.options, (child) => childOutput(child, workflow));
    case "Parallel":
    case "Map":
      return resultOfInner(visit);
    default:
      return undefined;
  }
}

/** Assign and Output, of the state, a rule or a catcher. Both see the variables as they were. */
function leave(
  visit: Visit,
  fields: Fields,
  at: string,
  members: StatesMembers,
  withoutOutput: ValueType,
): { readonly output: ValueType; readonly variables: Variables } {
  const assign = isFields(fields.Assign) ? fields.Assign : {};
  const assigned = new Set(Object.keys(assign));
  const variables = new Map(visit.before.variables);
  for (const [name, value] of Object.entries(assign)) {
    const type = evaluate(visit, placeOf(`${at}Assign`, name), value, members, { assigned, assigning: name });
    variables.set(name, { type, always: true });
  }
  const output =
    fields.Output === undefined
      ? withoutOutput
      : evaluate(visit, `${at}Output`, fields.Output, members, { assigned });
  return { output, variables };
}
