import type { StateView } from "../definition";
import type { LintedWorkflow } from "../rule";
import { statesType, type StatesMembers } from "./context-object";
import type { Node } from "./expression";
import type { Before } from "./flow";
import type { Problem, Scope, Variables } from "./scope";
import { typeOfTemplate } from "./template";
import type { ValueType } from "./value-type";

/** A state with what it begins with. */
export interface Visit {
  readonly state: StateView;
  readonly before: Before;
  readonly workflow: LintedWorkflow;
  /** Takes what is wrong with the state; default: nothing is wanted. */
  readonly report?: (field: string, problem: Problem) => void;
  /** Takes the type of every expression: `Arguments.FunctionName`, `Choices[0].Condition`. */
  readonly typed?: (field: string, type: ValueType) => void;
  readonly everAssigned?: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** The type of one field of a state. `members` are what `$states` holds there beside input and context. */
export function evaluate(
  visit: Visit,
  field: string,
  value: unknown,
  members: StatesMembers,
  more: Partial<Pick<Scope, "assigned" | "assigning">> = {},
): ValueType {
  const { state, before, report } = visit;
  const states = statesType(state, before.input, before.item, members, before.execution);
  const variables = new Map(before.variables).set("states", { type: states, always: true });
  const assigned = more.assigned ?? NONE;
  const scopeAt = (at: string, node: Node): Scope => ({
    variables,
    input: undefined,
    guards: NONE,
    asking: false,
    assigned: withoutCopy(assigned, node, before.variables),
    ...(more.assigning === undefined ? {} : { assigning: more.assigning }),
    everAssigned: visit.everAssigned ?? NONE,
    report: (problem) => report?.(at, problem),
  });
  return typeOfTemplate({ field, value }, { scopeAt, ...(visit.typed && { typed: visit.typed }) });
}

/** `previous: $status` beside `status: ...` keeps the old value on purpose. */
function withoutCopy(assigned: ReadonlySet<string>, node: Node, variables: Variables): ReadonlySet<string> {
  const name = node.type === "variable" ? (node.value as string) : undefined;
  if (name === undefined || !assigned.has(name) || variables.get(name)?.always !== true) {
    return assigned;
  }
  return new Set([...assigned].filter((other) => other !== name));
}

/** As `evaluate`; the state's input where it doesn't say the field. */
export function evaluateIfGiven(visit: Visit, field: string): ValueType {
  const value = visit.state.fields[field];
  return value === undefined ? visit.before.input : evaluate(visit, field, value, {});
}
