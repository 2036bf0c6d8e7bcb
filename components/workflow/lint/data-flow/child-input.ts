import { childOf } from "../children";
import { isFields, jsonataOf, type Fields, parseDefinition, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { callOf } from "../integrations/call";
import { inState, type LintedWorkflow } from "../rule";
import { analyseWith, type StateProblem } from "./analysis";
import { ANY, list, NULL, objectOf, type ValueType } from "./value-type";

/** `missing-input`: a machine is started without a member that its definition, where the options have it, reads unasked. */
export function* childInput(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    const call = state.type === "Task" ? callOf(state.fields.Resource) : undefined;
    const field = state.queryLanguage === "JSONata" ? "Arguments" : "Parameters";
    const given = state.fields[field];
    if (call?.kind === "optimised" && call.action === "startExecution" && isFields(given)) {
      yield* ofStart(workflow, state, field, given);
    }
  }
}

function* ofStart(
  workflow: LintedWorkflow,
  state: StateView,
  field: string,
  given: Fields,
): Generator<Finding> {
  const { StateMachineArn: arn, Input: input = {} } = given;
  const definition = typeof arn === "string" ? childOf(arn, workflow.options) : undefined;
  if (!isFields(input) || given["Input.$"] !== undefined || !isFields(definition)) {
    return;
  }
  const child: LintedWorkflow = { ...workflow, definition: parseDefinition(definition), text: "" };
  const found = new Map([...missedByPath(child, input), ...missed(child, input)]);
  for (const [path, reader] of found) {
    yield inState(workflow, state, {
      rule: "missing-input",
      field: `${field}.Input`,
      message: `${path} finds nothing in what is given here; the state "${reader}" of the machine that is started reads it.`,
      fix: `Give the member under that name, or ask there whether it exists.`,
    });
  }
}

/** Paths that find something in an input of any kind, but not in this one, each with the state that reads it. */
function missed(child: LintedWorkflow, input: Fields): ReadonlyMap<string, string> {
  const wrong = problemsWith(child, typeOf(input));
  if (wrong.length === 0) {
    return new Map();
  }
  const otherwise = new Set(problemsWith(child, ANY).map(keyOf));
  return new Map(
    wrong
      .filter((problem) => !otherwise.has(keyOf(problem)))
      .map(({ message, state }) => [message.split(" finds nothing")[0], state.path] as const)
      .reverse(),
  );
}

function problemsWith(child: LintedWorkflow, input: ValueType): readonly StateProblem[] {
  return analyseWith(child, input).problems.filter(({ rule }) => rule === "wrong-path");
}

function keyOf({ state, field, message }: StateProblem): string {
  return [state.path, field, message].join("\n");
}

/** Of expressions nothing is asked but that they are there. */
function typeOf(value: unknown): ValueType {
  if (Array.isArray(value)) {
    return value.length === 0 ? list(ANY) : list(typeOf(value[0]));
  }
  if (isFields(value)) {
    return objectOf(
      Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          name.replace(/\.\$$/, ""),
          name.endsWith(".$") ? ANY : typeOf(item),
        ]),
      ),
    );
  }
  if (value === null) {
    return NULL;
  }
  return typeof value === "string" && jsonataOf(value) === undefined
    ? { kind: "string" }
    : typeof value === "number" || typeof value === "boolean"
      ? { kind: typeof value as "number" }
      : ANY;
}

/** JSONPath: what reads the execution's input itself, and what the first state reads of its own. */
function* missedByPath(child: LintedWorkflow, input: Fields): Generator<readonly [string, string]> {
  for (const state of statesOf(child.definition)) {
    if (state.queryLanguage !== "JSONPath") {
      continue;
    }
    const isFirst = state.graph.owner === undefined && state.name === state.graph.startAt;
    const own = isFirst ? [state.fields.Parameters, state.fields.InputPath].map(textOf) : [];
    const paths = [
      ...textOf(state.fields).matchAll(/\$\$\.Execution\.Input((?:\.\w+)+)/g),
      ...own.flatMap((text) => [...text.matchAll(/(?<![\w$])\$((?:\.\w+)+)/g)]),
    ];
    for (const [path, names] of paths) {
      if (!isThere(input, names.slice(1).split("."))) {
        yield [path, state.path];
      }
    }
  }
}

function textOf(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value);
}

function isThere(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if ((name as string | undefined) === undefined || !isFields(value) || Object.hasOwn(value, `${name}.$`)) {
    return true;
  }
  return Object.hasOwn(value, name) && isThere(value[name], rest);
}
