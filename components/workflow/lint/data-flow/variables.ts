import { nearest } from "../nearest";
import type { Node } from "./expression";
import { FUNCTIONS } from "./functions";
import type { Scope } from "./scope";
import { ANY, FUNCTION, NOTHING, type ValueType } from "./value-type";

/** The type of `$name`; reports one that has no value, or not the value that is meant. */
export function variableType(node: Node, scope: Scope): ValueType {
  const name = node.value as string;
  if (name === "" || name === "$") {
    return contextType(name, scope);
  }
  const binding = scope.variables.get(name);
  if (binding === undefined) {
    return unboundType(name, scope);
  }
  const guarded = scope.guards.has(name);
  if (!binding.always && !guarded && !scope.asking) {
    reportUnsure(name, scope);
  } else if (isStale(name, scope)) {
    scope.report({
      rule: "stale-variable",
      message: `$${name} is assigned by this state, too, but has its old value here: Assign and Output are evaluated together.`,
      fix: `Write out what $${name} is assigned, or assign it in a state before.`,
    });
  }
  return binding.type;
}

/** `$` inside a filter or a function is the element; at the top there is none. */
function contextType(name: string, scope: Scope): ValueType {
  if (name === "" && scope.input !== undefined) {
    return scope.input;
  }
  scope.report({
    rule: "wrong-path",
    message: `$${name} has no value: Step Functions gives an expression no input of its own.`,
    fix: "Write $states.input, or the variable that is meant.",
  });
  return ANY;
}

function unboundType(name: string, scope: Scope): ValueType {
  if (Object.hasOwn(FUNCTIONS, name)) {
    return FUNCTION;
  }
  if (scope.assigned.has(name)) {
    reportUnsure(name, scope);
  } else if (!(scope.asking && scope.everAssigned.has(name)) && !scope.guards.has(name)) {
    const somewhere = scope.everAssigned.has(name);
    const meant = nearest(
      name,
      [...scope.everAssigned].filter((other) => other !== name),
    );
    scope.report({
      rule: "undefined-variable",
      message: somewhere
        ? `$${name} is assigned on no way to this state.`
        : `$${name} is assigned nowhere in the workflow.`,
      fix:
        meant !== undefined && !somewhere
          ? `Did you mean $${meant}?`
          : `Assign ${name} in a state before this one.`,
    });
  }
  return scope.asking ? NOTHING : ANY;
}

function reportUnsure(name: string, scope: Scope): void {
  const sameBlock = scope.assigned.has(name) && scope.assigning !== name;
  scope.report({
    rule: "undefined-variable",
    message: sameBlock
      ? `$${name} may have no value: this state's own Assign is evaluated at the same time.`
      : `$${name} is assigned on some ways to this state only.`,
    fix: sameBlock
      ? `Write out what $${name} is assigned, or assign it in a state before.`
      : `Assign ${name} on every way, or ask $exists($${name}) first.`,
  });
}

function isStale(name: string, scope: Scope): boolean {
  return scope.assigned.has(name) && scope.assigning !== name;
}
