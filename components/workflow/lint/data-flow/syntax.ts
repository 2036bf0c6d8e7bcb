import { type Fields, isFields, jsonataOf, listed, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { parse } from "./expression";
import { placeOf } from "./template";

/** Fields that hold other states or say where to go: no expression stands in them. */
const STRUCTURE = new Set([
  "Type",
  "Comment",
  "QueryLanguage",
  "Next",
  "End",
  "Default",
  "Resource",
  "Retry",
  "Branches",
  "ItemProcessor",
  "Iterator",
  "Choices",
  "Catch",
]);

/** Every text of a state that may be an expression, with its place; of its rules and catchers, too. */
export function* textsOf(state: StateView): Generator<{ readonly field: string; readonly text: string }> {
  yield* textsIn(state.fields, "");
  for (const { field, item } of [...listed(state.fields, "Choices"), ...listed(state.fields, "Catch")]) {
    yield* textsIn(item, `${field}.`);
  }
}

function* textsIn(fields: Fields, at: string): Generator<{ field: string; text: string }> {
  for (const [name, value] of Object.entries(fields)) {
    if (!STRUCTURE.has(name) && name !== "ErrorEquals") {
      yield* textsUnder(value, `${at}${name}`);
    }
  }
}

function* textsUnder(value: unknown, field: string): Generator<{ field: string; text: string }> {
  if (typeof value === "string") {
    yield { field, text: value };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* textsUnder(item, `${field}[${index}]`);
    }
  } else if (isFields(value)) {
    for (const [name, item] of Object.entries(value)) {
      yield* textsUnder(item, placeOf(field, name));
    }
  }
}

/** `jsonata-syntax`: an expression that JSONata can't read, or that Step Functions takes for plain text. */
export function* jsonataSyntax(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    for (const { field, text } of textsOf(state)) {
      const problem = state.queryLanguage === "JSONata" ? syntaxProblem(text) : strayProblem(text);
      if (problem !== undefined) {
        yield inState(workflow, state, { rule: "jsonata-syntax", field, ...problem });
      }
    }
  }
}

function syntaxProblem(text: string): Pick<Finding, "message" | "fix"> | undefined {
  const expression = jsonataOf(text);
  if (expression === undefined) {
    return /\{%[\s\S]*%\}|^\s*\{%|%\}\s*$/.test(text)
      ? {
          message: `${JSON.stringify(text)} is taken as plain text: an expression begins with {% and ends with %}, exactly.`,
          fix: "Write {% at its very beginning and %} at its very end, or neither.",
        }
      : undefined;
  }
  const parsed = parse(expression);
  if ("node" in parsed) {
    return undefined;
  }
  const near = expression.slice(Math.max(0, parsed.position - 20), parsed.position).trim();
  return {
    message: `The expression can't be read: ${parsed.error.replace(/\.$/, "")}.`,
    fix: `Correct it at ${JSON.stringify(near)}, character ${parsed.position} after {%.`,
  };
}

function strayProblem(text: string): Pick<Finding, "message" | "fix"> | undefined {
  return jsonataOf(text) === undefined
    ? undefined
    : {
        message: `${JSON.stringify(text)} is taken as plain text: the state's query language is JSONPath.`,
        fix: 'Set "QueryLanguage": "JSONata" for the state or the whole definition.',
      };
}
