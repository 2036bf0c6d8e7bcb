import { isFields, jsonataOf, listed, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { callOf } from "../integrations/call";
import { inState, type LintedWorkflow } from "../rule";
import { parse, pathOf } from "./expression";
import { PAYLOAD_LIMIT } from "./payload-growth";
import { resultOfTask } from "./task-result";
import { placeOf } from "./template";
import { ANY, type ObjectType } from "./value-type";

/** A result without a greatest size. */
interface Unbounded {
  /** `aws-sdk:s3:listObjectsV2`, `the function` */
  readonly by: string;
  /** Its members of any length; empty where that is the whole. */
  readonly members: readonly string[];
  readonly limit?: string;
}

/**
 * `payload-growth` of what a service or a function returns: a page of a list without natural end, or a body of any length, kept
 * whole. It is kept when nothing narrows the result, or an output or a variable is the result, or the list itself, unfiltered. An
 * argument that limits the page bounds it, and so does `functionResults` for what it describes.
 */
export function* unboundedResults(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    const result = state.type === "Task" ? unboundedOf(state, workflow) : undefined;
    for (const field of result === undefined ? [] : keptIn(state, result.members)) {
      const { by, members, limit } = result!;
      yield inState(workflow, state, {
        rule: "payload-growth",
        field,
        message: `All of ${by}'s ${members.join(", ") || "result"} is kept, of any length: a state takes ${PAYLOAD_LIMIT} at most.`,
        fix: `Keep only what is needed of it${limit === undefined ? "" : `, or limit it with ${limit}`}.`,
      });
    }
  }
}

function unboundedOf(state: StateView, workflow: LintedWorkflow): Unbounded | undefined {
  const { Resource: resource } = state.fields;
  const call = callOf(resource);
  const result = (): ReturnType<typeof resultOfTask> =>
    resultOfTask(state, workflow.options, () => undefined);
  if (call === undefined) {
    const isFunction = typeof resource === "string" && /^arn:[^:]*:lambda:.*:function:/.test(resource);
    return isFunction && result().kind === "any" ? { by: "the function", members: [] } : undefined;
  }
  if (call.pattern !== "") {
    return undefined;
  }
  const { operation, name: by } = call;
  if (call.kind === "optimised" && call.service === "lambda") {
    const payload = (result() as Partial<ObjectType>).member?.("Payload") ?? ANY;
    // What the function's author has described is the author's matter; headers and metadata around it are nobody's.
    return { by, members: payload.kind === "any" ? ["Payload"] : [] };
  }
  if (operation?.stream === true) {
    return { by, members: ["Body"] };
  }
  const paged = operation?.paged;
  const given = state.fields.Arguments ?? state.fields.Parameters;
  const limited =
    isFields(given) &&
    paged?.limit !== undefined &&
    (given[paged.limit] !== undefined || given[`${paged.limit}.$`] !== undefined);
  return paged === undefined || limited
    ? undefined
    : { by, members: paged.lists, ...(paged.limit === undefined ? {} : { limit: paged.limit }) };
}

/** Places where the state keeps the whole result, or one of the members. */
function keptIn(state: StateView, members: readonly string[]): readonly string[] {
  if (state.queryLanguage === "JSONPath") {
    return [...keptByPath(state, members)];
  }
  const kept: string[] = [];
  const { Output: output } = state.fields;
  if (output === undefined || isWhole(output, members)) {
    kept.push("Output");
  }
  const parts = [{ field: "", item: state.fields }, ...listed(state.fields, "Choices")];
  for (const { field, item } of parts) {
    for (const [name, value] of Object.entries(isFields(item.Assign) ? item.Assign : {})) {
      if (isWhole(value, members)) {
        kept.push(placeOf(`${field}Assign`, name));
      }
    }
  }
  return kept;
}

function* keptByPath({ fields }: StateView, members: readonly string[]): Generator<string> {
  const whole = new Set(["$", ...members.map((member) => `$.${member}`)]);
  for (const [field, path] of pathsUnder("Assign", fields.Assign)) {
    if (whole.has(path)) {
      yield field;
    }
  }
  const { ResultPath: place = "$", OutputPath: output = "$", ResultSelector: selector } = fields;
  if (typeof place !== "string" || typeof output !== "string") {
    return;
  }
  if (selector !== undefined) {
    for (const [field, path] of pathsUnder("ResultSelector", selector)) {
      const selected = `${place}${field.slice("ResultSelector".length).replace(/\["(.*?)"\]/g, ".$1")}`;
      if (whole.has(path) && holds(output, selected)) {
        yield field;
      }
    }
    return;
  }
  if ([...whole].some((path) => holds(output, `${place}${path.slice(1)}`))) {
    yield output === "$" ? "ResultPath" : "OutputPath";
  }
}

/** Whether a path gives the place, or what is around it. */
function holds(path: string, place: string): boolean {
  return path === place || place.startsWith(`${path}.`);
}

/** `Assign.r`, `$.Payload` for each `"r.$": "$.Payload"`. */
function* pathsUnder(field: string, value: unknown): Generator<readonly [string, string]> {
  for (const [name, item] of isFields(value) ? Object.entries(value) : []) {
    if (name.endsWith(".$") && typeof item === "string") {
      yield [placeOf(field, name.slice(0, -2)), item];
    } else {
      yield* pathsUnder(placeOf(field, name), item);
    }
  }
}

function isWhole(value: unknown, members: readonly string[]): boolean {
  if (isFields(value)) {
    return Object.values(value).some((item) => isWhole(item, members));
  }
  const text = jsonataOf(value);
  const parsed = text === undefined ? undefined : parse(text);
  const path = parsed !== undefined && "node" in parsed ? pathOf(parsed.node) : undefined;
  return (
    path?.[0] === "states" &&
    path[1] === "result" &&
    (path.length === 2 || (path.length === 3 && members.includes(path[2])))
  );
}
