import { isFields, listed, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { analysisOf } from "./analysis";
import { statesType } from "./context-object";
import { intrinsicProblem } from "./json-path-text";
import { memberOf } from "./member";
import type { Problem, Scope } from "./scope";
import { placeOf } from "./template";
import { ANY, type ObjectType, type ValueType } from "./value-type";

/** Fields whose members end with `.$` where they are paths. */
const TEMPLATES = ["Parameters", "ResultSelector", "ItemSelector", "Assign"];
const PATH_FIELDS = [
  "InputPath",
  "OutputPath",
  "ItemsPath",
  "SecondsPath",
  "TimestampPath",
  "TimeoutSecondsPath",
  "HeartbeatSecondsPath",
];

/** `json-path`: paths and intrinsic functions of states in JSONPath, as far as they can be told to be wrong. */
export function* jsonPath(workflow: LintedWorkflow): Generator<Finding> {
  const assigned = new Set(analysisOf(workflow).assigned.keys());
  for (const state of statesOf(workflow.definition)) {
    if (state.queryLanguage === "JSONPath") {
      for (const { field, ...problem } of problemsOf(state, assigned)) {
        yield inState(workflow, state, { field, ...problem });
      }
    }
  }
}

type Placed = Problem & { readonly field: string };

function* problemsOf(state: StateView, assigned: ReadonlySet<string>): Generator<Placed> {
  for (const name of PATH_FIELDS) {
    yield* ofPathField(name, state.fields[name], assigned);
  }
  const parts = [{ field: "", item: state.fields }, ...listed(state.fields, "Catch")];
  for (const { field, item } of parts) {
    yield* ofResultPath(field === "" ? "ResultPath" : `${field}.ResultPath`, item.ResultPath);
    for (const name of TEMPLATES) {
      const place = field === "" ? name : `${field}.${name}`;
      yield* ofTemplate(place, item[name], (text) => ofPath(text, state, assigned));
    }
  }
}

function* ofPathField(field: string, value: unknown, assigned: ReadonlySet<string>): Generator<Placed> {
  if (value === undefined || value === null) {
    return;
  }
  if (typeof value !== "string" || !value.startsWith("$")) {
    yield {
      field,
      rule: "json-path",
      message: `${JSON.stringify(value)} is no path.`,
      fix: "Write a path that begins with $, like $.orders.",
    };
    return;
  }
  const problem = variableProblem(value, assigned);
  if (problem !== undefined) {
    yield { field, ...problem };
  }
}

/** A reference path names one place: no filters, wildcards or ranges. */
function* ofResultPath(field: string, value: unknown): Generator<Placed> {
  const fits = typeof value === "string" && /^\$(\.[^.[\]*?@$]+|\[\d+\]|\['[^']+'\])*$/.test(value);
  if (value !== undefined && value !== null && !fits) {
    yield {
      field,
      rule: "json-path",
      message: `${JSON.stringify(value)} is no reference path: it must name exactly one place of the state's output.`,
      fix: "Write a path like $.orders.total, or null to drop the result.",
    };
  }
}

function* ofTemplate(
  place: string,
  value: unknown,
  check: (text: string) => Problem | undefined,
): Generator<Placed> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* ofTemplate(`${place}[${index}]`, item, check);
    }
  }
  for (const [name, item] of isFields(value) ? Object.entries(value) : []) {
    const field = placeOf(place, name);
    const problem = name.endsWith(".$") ? ofDynamic(item, check) : ofLiteral(name, item);
    if (problem !== undefined) {
      yield { field, ...problem };
    } else {
      yield* ofTemplate(field, item, check);
    }
  }
}

function ofDynamic(value: unknown, check: (text: string) => Problem | undefined): Problem | undefined {
  if (typeof value === "string" && (value.startsWith("$") || value.startsWith("States."))) {
    return check(value);
  }
  return {
    rule: "json-path",
    message: `${JSON.stringify(value)} is neither a path nor an intrinsic function, which a name ending in .$ announces.`,
    fix: "Write a path that begins with $, or take .$ off the name.",
  };
}

function ofLiteral(name: string, value: unknown): Problem | undefined {
  return typeof value === "string" && /^(\$\.|\$\$\.|States\.[A-Z])/.test(value)
    ? {
        rule: "json-path",
        message: `${JSON.stringify(value)} is passed as that very text: the name does not end in .$.`,
        fix: `Write "${name}.$" for the name.`,
      }
    : undefined;
}

function ofPath(text: string, state: StateView, assigned: ReadonlySet<string>): Problem | undefined {
  if (text.startsWith("States.")) {
    return intrinsicProblem(text);
  }
  return text.startsWith("$$.") ? contextProblem(text, state) : variableProblem(text, assigned);
}

function contextProblem(text: string, state: StateView): Problem | undefined {
  const item = insideMap(state) ? ANY : undefined;
  const context = (statesType(state, ANY, item, {}) as ObjectType).member("context")!;
  return memberProblem(context, text.slice(3), "$$");
}

/** In what a Map runs for each item, and in the fields of the Map itself. */
function insideMap(state: StateView): boolean {
  const { owner } = state.graph;
  return state.type === "Map" || (owner !== undefined && insideMap(owner));
}

/** `$name.member` reads a variable. */
function variableProblem(text: string, assigned: ReadonlySet<string>): Problem | undefined {
  const name = /^\$([A-Za-z_]\w*)/.exec(text)?.[1];
  return name === undefined || assigned.has(name)
    ? undefined
    : {
        rule: "undefined-variable",
        message: `$${name} is assigned nowhere in the workflow.`,
        fix: `Assign ${name} in a state before this one, or write $.${name} for a member of the input.`,
      };
}

/** Follows plain names as far as they go. */
function memberProblem(root: ValueType, path: string, dollar: string): Problem | undefined {
  let found: Problem | undefined;
  const scope: Pick<Scope, "guards" | "asking" | "report"> = {
    guards: new Set(),
    asking: false,
    report: (problem) => {
      found ??= problem;
    },
  };
  let type = root;
  let text = dollar;
  for (const name of /^[\w-]+(\.[\w-]+)*/.exec(path)?.[0].split(".") ?? []) {
    text += `.${name}`;
    type = memberOf(type, name, text, scope as Scope);
  }
  return found;
}
