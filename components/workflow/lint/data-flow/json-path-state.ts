import { type Fields, isFields, listed } from "../definition";
import { childOutput } from "./children";
import { ERROR_OUTPUT } from "./context-object";
import type { Visit } from "./evaluate";
import type { Before } from "./flow";
import { type PathReader, typeOfJson, typeOfPath, typeOfPayload } from "./json-path-value";
import { mapStart } from "./map-start";
import { atResultPath } from "./result-path";
import type { Variables } from "./scope";
import type { After, Way } from "./state";
import { resultOfTask } from "./task-result";
import { placeOf } from "./template";
import { alternatives, ANY, either, objectOf, type ValueType } from "./value-type";

/** Fields that are paths into the input. */
const OWN_PATHS = [
  "SecondsPath",
  "TimestampPath",
  "TimeoutSecondsPath",
  "HeartbeatSecondsPath",
  "MaxConcurrencyPath",
  "ToleratedFailureCountPath",
  "ToleratedFailurePercentagePath",
  "ErrorPath",
  "CausePath",
];

/** What comes out of a state in JSONPath. `resultOfInner` gives the result of a Parallel or a Map. */
export function jsonPathState(visit: Visit, resultOfInner: (visit: Visit) => ValueType): After {
  const { state, before } = visit;
  const { fields } = state;
  const input = inputOf(visit);
  for (const field of visit.report === undefined ? [] : OWN_PATHS) {
    pathField(field, { visit, root: input });
  }
  const result = resultOf(visit, input, resultOfInner);
  // What a result is put into is left open where the state works on less than its whole input.
  const narrowed = fields.InputPath !== undefined && fields.InputPath !== "$";
  const into = narrowed ? ANY : before.input;
  const whole = result === undefined ? input : atResultPath(into, fields.ResultPath, result);
  const output =
    fields.OutputPath === null ? objectOf({}) : (pathField("OutputPath", { visit, root: whole }) ?? whole);
  const ways: Way[] = [];
  const leave = (part: Fields, at: string, to: unknown, value: ValueType): void => {
    const variables = assignedBy(visit, part, at);
    if (typeof to === "string") {
      ways.push({ to, output: value, variables });
    }
  };
  leave(fields, "", fields.Next ?? fields.Default, output);
  const rules = listed(fields, "Choices");
  const asked = new Set(rules.flatMap(({ item }) => [...askedFor(item)]));
  for (const { field, item } of rules) {
    checkRule(item, field, { visit, root: input, asked });
    leave(item, `${field}.`, item.Next, output);
  }
  for (const { field, item } of listed(fields, "Catch")) {
    leave(item, `${field}.`, item.Next, atResultPath(into, item.ResultPath, ERROR_OUTPUT));
  }
  const ends = state.type === "Succeed" || fields.End === true;
  return ends ? { ways, end: output } : { ways };
}

/** What the graphs inside a Parallel or a Map in JSONPath begin with. */
export function jsonPathInner(visit: Visit): Before {
  const { state, before } = visit;
  const { fields } = state;
  const root = inputOf(visit);
  if (state.type !== "Map") {
    return { ...before, input: payload("Parameters", { visit, root }) ?? root };
  }
  const items = fields.ItemsPath === undefined ? root : (pathField("ItemsPath", { visit, root }) ?? ANY);
  const known = fields.ItemReader === undefined;
  const item = known
    ? either(...alternatives(items).map((one) => (one.kind === "list" ? one.of : ANY)))
    : ANY;
  const reader = { visit: { ...visit, before: { ...before, item } }, root };
  const input = payload("ItemSelector", reader) ?? payload("Parameters", reader) ?? item;
  return mapStart(visit, item, input);
}

function inputOf(visit: Visit): ValueType {
  const { input } = visit.before;
  return visit.state.fields.InputPath === null
    ? objectOf({})
    : (pathField("InputPath", { visit, root: input }) ?? input);
}

function pathField(field: string, reader: PathReader): ValueType | undefined {
  const value = reader.visit.state.fields[field];
  return typeof value === "string" ? typeOfPath(value, field, reader) : undefined;
}

function payload(field: string, reader: PathReader): ValueType | undefined {
  const value = reader.visit.state.fields[field];
  return value === undefined ? undefined : typeOfPayload(value, field, reader);
}

/** What is put in at ResultPath; undefined for the types of state that only hand on their input. */
function resultOf(
  visit: Visit,
  input: ValueType,
  resultOfInner: (visit: Visit) => ValueType,
): ValueType | undefined {
  const { state, workflow } = visit;
  let result: ValueType;
  switch (state.type) {
    case "Pass": {
      const given = payload("Parameters", { visit, root: input });
      return state.fields.Result === undefined ? (given ?? input) : typeOfJson(state.fields.Result);
    }
    case "Task":
      payload("Parameters", { visit, root: input });
      result = resultOfTask(state, workflow.options, (child) => childOutput(child, workflow));
      break;
    case "Parallel":
    case "Map":
      // Tells what is wrong in its own fields.
      jsonPathInner(visit);
      result = resultOfInner({ state, before: visit.before, workflow });
      break;
    default:
      return undefined;
  }
  return payload("ResultSelector", { visit, root: result }) ?? result;
}

/** What `$` means there depends on the state and on where the Assign stands: nothing is said about it. */
function assignedBy(visit: Visit, part: Fields, at: string): Variables {
  const variables = new Map(visit.before.variables);
  for (const [key, value] of Object.entries(isFields(part.Assign) ? part.Assign : {})) {
    const field = placeOf(`${at}Assign`, key);
    const one = typeOfPayload({ [key]: value }, field, { visit: { ...visit, report: undefined }, root: ANY });
    const name = key.replace(/\.\$$/, "");
    variables.set(name, { type: one.kind === "object" ? (one.member(name) ?? ANY) : ANY, always: true });
  }
  return variables;
}

function checkRule(rule: Fields, field: string, reader: PathReader): void {
  for (const [name, value] of Object.entries(rule)) {
    if (typeof value === "string" && (name === "Variable" || name.endsWith("Path"))) {
      typeOfPath(value, `${field}.${name}`, reader);
    }
  }
  if (isFields(rule.Not)) {
    checkRule(rule.Not, `${field}.Not`, reader);
  }
  for (const { field: place, item } of [...listed(rule, "And"), ...listed(rule, "Or")]) {
    checkRule(item, `${field}.${place}`, reader);
  }
}

/** Paths that IsPresent asks for, with those before them. */
function* askedFor(rule: Fields): Generator<string> {
  if ("IsPresent" in rule && typeof rule.Variable === "string") {
    const names = rule.Variable.replace(/\[['"]([^'"]+)['"]\]/g, ".$1").split(/(?=[.[])/);
    yield* names.map((_, index) => names.slice(0, index + 1).join(""));
  }
  const inner = [...listed(rule, "And"), ...listed(rule, "Or")].map(({ item }) => item);
  for (const each of isFields(rule.Not) ? [...inner, rule.Not] : inner) {
    yield* askedFor(each);
  }
}
