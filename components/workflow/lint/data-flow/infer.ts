import { inferCall } from "./calls";
import { left, type Node, nodesOf, pairs } from "./expression";
import { guardsOf } from "./guards";
import { inferBinary } from "./operators";
import { inferPath } from "./paths";
import { type Scope, withGuards, withVariables } from "./scope";
import {
  alternatives,
  ANY,
  BOOLEAN,
  either,
  FUNCTION,
  list,
  mapOf,
  NOTHING,
  NULL,
  NUMBER,
  objectOf,
  type ValueType,
} from "./value-type";
import { variableType } from "./variables";

/** The type of an expression; reports what is wrong in it. */
export function infer(node: Node, scope: Scope): ValueType {
  switch (node.type) {
    case "string":
      return { kind: "string", values: [node.value as string] };
    case "number":
      return NUMBER;
    case "value":
      return node.value === null ? NULL : BOOLEAN;
    case "variable":
    case "path":
    case "name":
    case "wildcard":
    case "descendant":
      return inferPath(node, scope);
    case "unary":
      return inferUnary(node, scope);
    case "binary":
      return inferBinary(node, scope);
    case "condition":
      return inferCondition(node, scope);
    case "block":
      return inferBlock(node, scope);
    case "function":
    case "partial":
      return inferCall(node, undefined, scope);
    case "apply":
      return inferApply(node, scope);
    case "lambda":
      inferLambda(node, [], scope);
      return FUNCTION;
    case "regex":
      return FUNCTION;
    default:
      return inferRest(node, scope);
  }
}

function inferUnary(node: Node, scope: Scope): ValueType {
  switch (node.value) {
    case "-":
      infer(node.expression!, scope);
      return NUMBER;
    case "[":
      return list(either(...(node.expressions ?? []).flatMap((item) => elements(item, scope))));
    default:
      return inferObject(pairs(node), scope);
  }
}

/** `[$list, 1]` holds the list's elements, `[[1]]` a list. */
function elements(item: Node, scope: Scope): readonly ValueType[] {
  const type = infer(item, scope);
  const nests = item.type === "unary" && item.value === "[";
  return alternatives(type)
    .filter(({ kind }) => kind !== "nothing")
    .map((one) => (one.kind === "list" && !nests ? one.of : one));
}

/** What isn't there is left out. */
export function inferObject(members: readonly (readonly Node[])[], scope: Scope): ValueType {
  const types = members.map(([key, value]) => {
    infer(key, scope);
    return { key, type: infer(value, scope) };
  });
  if (types.some(({ key }) => key.type !== "string")) {
    return mapOf(either(...types.map(({ type }) => type)));
  }
  return objectOf(Object.fromEntries(types.map(({ key, type }) => [key.value as string, type])));
}

function inferCondition(node: Node, scope: Scope): ValueType {
  const condition = node.condition!;
  infer(condition, scope);
  const then = infer(node.then!, withGuards(scope, guardsOf(condition, true)));
  const otherwise = node.else && infer(node.else, withGuards(scope, guardsOf(condition, false)));
  return either(then, otherwise ?? NOTHING);
}

/** `($x := 1; $x + 1)`: what is bound holds for what comes after. */
function inferBlock(node: Node, scope: Scope): ValueType {
  let inner = scope;
  let last: ValueType = NOTHING;
  for (const expression of node.expressions ?? []) {
    last = infer(expression.type === "bind" ? expression.rhs! : expression, inner);
    if (expression.type === "bind") {
      inner = withVariables(inner, [[left(expression).value as string, last]]);
    }
  }
  return last;
}

function inferApply(node: Node, scope: Scope): ValueType {
  const value = infer(left(node), scope);
  const to = node.rhs!;
  if (to.type === "function") {
    return inferCall(to, value, scope);
  }
  if (to.type === "variable") {
    return inferCall({ type: "function", procedure: to, arguments: [] }, value, scope);
  }
  infer(to, scope);
  return ANY;
}

/** The type of a function's result when it is given these; what it isn't given can be anything. */
export function inferLambda(node: Node, given: readonly ValueType[], scope: Scope): ValueType {
  const names = (node.arguments ?? []).map((argument) => argument.value as string);
  const own = names.map((name, index) => [name, given.at(index) ?? ANY] as const);
  // A function may call itself, and what it reads may be bound by then.
  return infer(node.body!, { ...withVariables(scope, own), asking: false });
}

function inferRest(node: Node, scope: Scope): ValueType {
  if (node.type === "bind") {
    return infer(node.rhs!, scope);
  }
  // A transformation and whatever else there is: only variables are looked at, names mean members of what is transformed.
  for (const inner of nodesOf(node)) {
    if (inner.type === "variable") {
      variableType(inner, { ...scope, input: ANY });
    }
  }
  return node.type === "transform" ? FUNCTION : ANY;
}
