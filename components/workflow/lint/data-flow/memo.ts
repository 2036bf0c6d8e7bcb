import { type Node, variablesIn } from "./expression";
import type { Scope } from "./scope";
import { NOTHING, type ObjectType, same, type ValueType } from "./value-type";

interface Remembered {
  readonly given: readonly ValueType[];
  readonly type: ValueType;
}

const last = new WeakMap<Node, Remembered>();

/**
 * The type of an expression, worked out only when what it reads has changed since the last time: catchers repeat the same
 * expression in every state, and a loop is gone through until nothing changes. For what is asked without reports.
 */
export function remembered(node: Node, scope: Scope, infer: () => ValueType): ValueType {
  const given = givenTo(node, scope);
  const known = last.get(node);
  if (known?.given.every((type, index) => same(type, given[index])) === true) {
    return known.type;
  }
  const type = infer();
  last.set(node, { given, type });
  return type;
}

/** Types of the variables it reads, and of the members of `$states`. */
function givenTo(node: Node, { variables }: Scope): readonly ValueType[] {
  return variablesIn(node).flatMap((name) => {
    const type = variables.get(name)?.type ?? NOTHING;
    return name === "states" ? membersOf(type as ObjectType) : [type];
  });
}

/** Of the context object, only a Map's item and the execution's input are of another type here and there. */
function membersOf(states: ObjectType): readonly ValueType[] {
  const members = ["input", "result", "errorOutput"].map((name) => states.member(name) ?? NOTHING);
  const context = states.member("context") as ObjectType;
  const item = (context.member("Map") as ObjectType | undefined)?.member("Item") as ObjectType | undefined;
  const execution = context.member("Execution") as ObjectType;
  return [...members, item?.member("Value") ?? NOTHING, execution.member("Input") ?? NOTHING];
}
