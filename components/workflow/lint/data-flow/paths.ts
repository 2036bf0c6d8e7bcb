import { type Node } from "./expression";
import { infer, inferObject } from "./infer";
import { memberOf } from "./member";
import { type Problem, type Scope, withVariables } from "./scope";
import { alternatives, ANY, either, list, mayBe, NOTHING, present, type ValueType } from "./value-type";
import { variableType } from "./variables";

/** `$states.result.Items[0].Id`, and a variable or a name alone. */
export function inferPath(node: Node, scope: Scope): ValueType {
  const steps = node.type === "path" ? (node.steps ?? []) : [node];
  let inner = scope;
  let text = "";
  let type: ValueType = NOTHING;
  for (const [index, step] of steps.entries()) {
    const before = type;
    text += textOf(step, index);
    type =
      index === 0
        ? firstStep(step, text, inner)
        : nextStep(before, step, text, { ...inner, asking: scope.asking });
    if (step.focus !== undefined) {
      inner = withVariables(inner, [[step.focus, elementOf(type)]]);
      // `@$name` leaves the input where it was.
      type = before;
    }
    if (step.index !== undefined) {
      inner = withVariables(inner, [[step.index, { kind: "number" }]]);
    }
    type = filtered(type, [...(step.predicate ?? []), ...(step.stages ?? [])], inner);
  }
  if (node.group !== undefined) {
    type = inferObject(node.group.lhs, { ...inner, input: elementOf(type), asking: false });
  }
  return node.keepArray === true && type.kind !== "any" ? list(elementOf(type)) : type;
}

function textOf(step: Node, index: number): string {
  if (step.type === "variable") {
    return `$${step.value as string}`;
  }
  const dot = index === 0 ? "" : ".";
  return `${dot}${step.type === "name" ? (step.value as string) : "(...)"}`;
}

function firstStep(step: Node, text: string, scope: Scope): ValueType {
  switch (step.type) {
    case "variable":
      return variableType(step, scope);
    case "name":
      return scope.input === undefined
        ? bareName(step.value as string, scope)
        : memberOf(scope.input, step.value as string, text, scope);
    case "wildcard":
    case "descendant":
    case "parent":
      return ANY;
    default:
      return infer(step, scope);
  }
}

function bareName(name: string, scope: Scope): ValueType {
  scope.report({
    rule: "wrong-path",
    message: `${name} finds nothing: Step Functions gives an expression no input of its own.`,
    fix: `Write $states.input.${name}, or $${name} for a variable; a text stands in quotes.`,
  });
  return ANY;
}

function nextStep(before: ValueType, step: Node, text: string, scope: Scope): ValueType {
  switch (step.type) {
    case "name":
      return memberOf(before, step.value as string, text, scope);
    case "wildcard":
    case "descendant":
    case "parent":
      return ANY;
    case "sort":
      for (const { expression } of step.terms ?? []) {
        infer(expression, { ...scope, input: elementOf(before), asking: false });
      }
      return before;
    default: {
      const each = infer(step, { ...scope, input: elementOf(before), asking: false });
      return mayBe(before, "list", "nothing") ? sequence(each) : each;
    }
  }
}

/** `[0]` takes one element, a condition some. */
function filtered(type: ValueType, filters: readonly Node[], scope: Scope): ValueType {
  let result = type;
  for (const { type: kind, expr } of filters) {
    if (kind !== "filter" || expr === undefined) {
      continue;
    }
    const element = elementOf(result);
    const chosen = infer(expr, { ...scope, input: element, asking: false });
    const counted = expr.type === "number" ? itemAt(result, expr.value as number) : undefined;
    if (counted !== undefined && "missing" in counted) {
      if (!scope.asking) {
        scope.report(counted.missing);
      }
      return ANY;
    }
    result = counted?.type ?? (chosen.kind === "number" ? either(element, NOTHING) : sequence(element));
  }
  return result;
}

/** One element of a list of known length; undefined for any other value. */
function itemAt(
  type: ValueType,
  index: number,
): { readonly type: ValueType } | { readonly missing: Problem } | undefined {
  const items = type.kind === "list" ? type.items : undefined;
  if (items === undefined) {
    return undefined;
  }
  const item = items.at(Math.floor(index));
  return item === undefined ? { missing: beyond(index, items.length) } : { type: item };
}

export function beyond(index: number, length: number): Problem {
  return {
    rule: "wrong-path",
    message: `[${index}] finds nothing: the list has ${length} element${length === 1 ? "" : "s"}.`,
    fix: `Write ${length === 1 ? "[0]" : `[0] to [${length - 1}]`}.`,
  };
}

/** What JSONata makes of several values: nothing, the one, or a list. */
export function sequence(element: ValueType): ValueType {
  const one = present(element);
  return one.kind === "any" ? ANY : either(one, list(one), NOTHING);
}

/** One of the elements of a list; any other value counts as a list of one. */
export function elementOf(type: ValueType): ValueType {
  return either(...alternatives(type).map((one) => (one.kind === "list" ? one.of : one)));
}
