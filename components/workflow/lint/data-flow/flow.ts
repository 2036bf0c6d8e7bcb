import type { Graph, StateView } from "../definition";
import type { LintedWorkflow } from "../rule";
import type { Variables } from "./scope";
import { evaluateState } from "./state";
import { ANY, either, NOTHING, same, type ValueType } from "./value-type";

/** What a state begins with. */
export interface Before {
  readonly input: ValueType;
  readonly variables: Variables;
  /** Inside a Map: one of its items. */
  readonly item?: ValueType;
  /** What the execution was started with, where that is known. */
  readonly execution?: ValueType;
}

/** How often a state is looked at until what still changes counts as any value: a loop may nest into itself without end. */
const MOST_VISITS = 10;

/**
 * Follows the data through a graph until nothing new comes out, and gives what its states begin with. Data from all ways to a
 * state are put together: a variable that one of them doesn't assign is not certain there.
 */
export function flowThrough(
  graph: Graph,
  start: Before,
  workflow: LintedWorkflow,
): ReadonlyMap<StateView, Before> {
  const begins = new Map<StateView, Before>();
  const visits = new Map<StateView, number>();
  const order = new Map([...graph.states.values()].map((state, index) => [state, index]));
  const open = new Set<StateView>();
  const enter = (name: string, before: Before): void => {
    const state = graph.states.get(name);
    if (state === undefined) {
      return;
    }
    const known = begins.get(state);
    const joined = known === undefined ? before : join(known, before, (visits.get(state) ?? 0) > MOST_VISITS);
    if (known === undefined || !sameBefore(known, joined)) {
      begins.set(state, joined);
      open.add(state);
    }
  };
  if (graph.startAt !== undefined) {
    enter(graph.startAt, start);
  }
  while (open.size > 0) {
    // In the definition's order, which mostly is the data's: a state is looked at when all before it have been.
    const [state] = [...open].sort((a, b) => order.get(a)! - order.get(b)!);
    open.delete(state);
    visits.set(state, (visits.get(state) ?? 0) + 1);
    const { ways } = evaluateState({ state, before: begins.get(state)!, workflow });
    for (const { to, output, variables } of ways) {
      enter(to, { ...start, input: output, variables });
    }
  }
  return begins;
}

/** What a graph gives: the output of each state that ends it. */
export function outputOf(begins: ReadonlyMap<StateView, Before>, workflow: LintedWorkflow): ValueType {
  const ends: ValueType[] = [];
  for (const [state, before] of begins) {
    const { end } = evaluateState({ state, before, workflow });
    if (end !== undefined) {
      ends.push(end);
    }
  }
  return ends.length === 0 ? NOTHING : either(...ends);
}

function join(one: Before, other: Before, widen: boolean): Before {
  const joined = new Map(one.variables);
  for (const [name, binding] of other.variables) {
    const known = joined.get(name);
    const type = known === undefined ? binding.type : either(known.type, binding.type);
    const settled = widen && !same(known?.type ?? type, type) ? ANY : type;
    joined.set(name, { type: settled, always: known?.always === true && binding.always });
  }
  for (const [name, binding] of one.variables) {
    if (!other.variables.has(name)) {
      joined.set(name, { ...binding, always: false });
    }
  }
  const input = either(one.input, other.input);
  return { ...one, input: widen && !same(one.input, input) ? ANY : input, variables: joined };
}

function sameBefore(one: Before, other: Before): boolean {
  if (one.variables.size !== other.variables.size || !same(one.input, other.input)) {
    return false;
  }
  for (const [name, { type, always }] of one.variables) {
    const binding = other.variables.get(name);
    if (binding?.always !== always || !same(type, binding.type)) {
      return false;
    }
  }
  return true;
}
