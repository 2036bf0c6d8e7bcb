import { isFields, jsonataOf, listed, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { type Call, callOf } from "../integrations/call";
import { inState, type LintedWorkflow } from "../rule";
import { parse, pathOf } from "./expression";
import { PAYLOAD_LIMIT } from "./payload-growth";
import { placeOf } from "./template";

/**
 * `payload-growth` of what a service returns: a page of a list without natural end, or a body of any length, kept whole. It is
 * kept when the Task has no Output, or its Output or a variable is the result, or the list itself, unfiltered. An argument that
 * limits the page bounds it.
 */
export function* unboundedResults(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    const call = state.type === "Task" ? callOf(state.fields.Resource) : undefined;
    const lists = call?.pattern === "" ? unboundedMembers(call, state) : [];
    for (const field of lists.length === 0 ? [] : keptIn(state, lists)) {
      yield inState(workflow, state, {
        rule: "payload-growth",
        field,
        message: `All of ${call!.name}'s ${lists.join(", ")} is kept, of any length: a state takes ${PAYLOAD_LIMIT} at most.`,
        fix: fixOf(call!),
      });
    }
  }
}

function fixOf(call: Call): string {
  const limit = call.operation?.paged?.limit;
  return `Keep only what is needed of it${limit === undefined ? "" : `, or limit it with ${limit}`}.`;
}

function unboundedMembers(call: Call, state: StateView): readonly string[] {
  const { operation } = call;
  if (operation?.stream === true) {
    return ["Body"];
  }
  const paged = operation?.paged;
  const given = state.fields.Arguments ?? state.fields.Parameters;
  const limited =
    isFields(given) &&
    paged?.limit !== undefined &&
    (given[paged.limit] !== undefined || given[`${paged.limit}.$`] !== undefined);
  return paged === undefined || limited ? [] : paged.lists;
}

/** Places where the state keeps the whole result, or one of the members. */
function keptIn(state: StateView, members: readonly string[]): readonly string[] {
  if (state.queryLanguage === "JSONPath") {
    return keepsByPath(state) ? ["ResultPath"] : [];
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

function keepsByPath({ fields }: StateView): boolean {
  return fields.ResultSelector === undefined && fields.ResultPath !== null;
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
