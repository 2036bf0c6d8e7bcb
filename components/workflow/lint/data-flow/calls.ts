import { suggestion } from "../nearest";
import { arityProblem } from "./arity";
import type { Node } from "./expression";
import { FUNCTIONS } from "./functions";
import { infer, inferLambda } from "./infer";
import { memberOf } from "./member";
import { elementOf, sequence } from "./paths";
import type { Scope } from "./scope";
import {
  alternatives,
  ANY,
  described,
  either,
  FUNCTION,
  isMap,
  list,
  mapOf,
  mayBe,
  NOTHING,
  NUMBER,
  objectOf,
  present,
  TEXT,
  type ValueType,
} from "./value-type";

/** `$f(...)`; `piped` is what `~>` gives it first. */
export function inferCall(node: Node, piped: ValueType | undefined, scope: Scope): ValueType {
  const procedure = node.procedure!;
  const name = procedure.type === "variable" ? (procedure.value as string) : undefined;
  const own = name !== undefined && (scope.variables.has(name) || scope.assigned.has(name));
  if (name === undefined || own) {
    infer(procedure, scope);
    argumentTypes(node, piped, { ...scope, asking: false });
    return ANY;
  }
  if (!Object.hasOwn(FUNCTIONS, name)) {
    reportUnknown(name, scope);
    argumentTypes(node, piped, { ...scope, asking: false });
    return ANY;
  }
  const types = argumentTypes(node, piped, { ...scope, asking: name === "exists" });
  if (node.type === "partial") {
    return FUNCTION;
  }
  const wrongCount = arityProblem(name, types.length, scope.input !== undefined);
  if (wrongCount !== undefined) {
    scope.report(wrongCount);
    return FUNCTIONS[name].gives;
  }
  checkFirst(name, node, types, scope);
  return resultOf(name, node, types, piped === undefined ? 0 : 1, scope) ?? FUNCTIONS[name].gives;
}

function reportUnknown(name: string, scope: Scope): void {
  scope.report({
    rule: "unknown-function",
    message:
      name === "eval"
        ? "$eval is not available in Step Functions."
        : `$${name} is no function of JSONata or Step Functions.`,
    fix:
      name === "eval"
        ? "Use $parse for JSON in a text."
        : suggestion(
            name,
            Object.keys(FUNCTIONS).map((known) => `$${known}`),
          ),
  });
}

/** Functions given to functions are looked into where it is known what they are given. */
function argumentTypes(node: Node, piped: ValueType | undefined, scope: Scope): readonly ValueType[] {
  const higher = HIGHER.has(node.procedure?.value as string);
  const given = (node.arguments ?? []).map((argument) =>
    (higher && argument.type === "lambda") || argument.type === "operator"
      ? FUNCTION
      : infer(argument, scope),
  );
  return piped === undefined ? given : [piped, ...given];
}

const HIGHER = new Set(["map", "filter", "each", "sift", "single", "sort", "reduce"]);

/** Only where the first argument is written: without one, many functions take the context. */
function checkFirst(name: string, node: Node, types: readonly ValueType[], scope: Scope): void {
  const takes = FUNCTIONS[name].takes;
  const first = types.at(0);
  if (takes === undefined || first === undefined || (types.length === 1 && scope.input !== undefined)) {
    return;
  }
  if (!mayBe(first, ...takes, "nothing") && node.type === "function") {
    scope.report({
      rule: "wrong-operand",
      message: `$${name} is given ${described(first)}: it fails.`,
      fix: `Give $${name} ${takes.map((kind) => described({ kind } as ValueType)).join(" or ")}.`,
    });
  }
}

/** Where the result follows from the arguments; undefined for all others. */
function resultOf(
  name: string,
  node: Node,
  types: readonly ValueType[],
  offset: number,
  scope: Scope,
): ValueType | undefined {
  const first = types.at(0) ?? ANY;
  const lambda = node.arguments?.find(({ type }) => type === "lambda");
  const call = (...given: ValueType[]): ValueType =>
    lambda === undefined ? ANY : inferLambda(lambda, given, scope);
  switch (name) {
    case "map":
      return sequence(call(elementOf(first), NUMBER, first));
    case "filter":
      call(elementOf(first), NUMBER, first);
      return sequence(elementOf(first));
    case "single":
      call(elementOf(first), NUMBER, first);
      return elementOf(first);
    case "each":
      return sequence(call(valueOf(first), TEXT, first));
    case "sift":
      call(valueOf(first), TEXT, first);
      return mapOf(valueOf(first));
    case "sort":
      call(elementOf(first), elementOf(first));
      return list(elementOf(first));
    case "reduce":
      return call(ANY, elementOf(first), NUMBER, first);
    case "reverse":
    case "shuffle":
    case "distinct":
    case "clone":
      return first;
    case "append":
      return list(present(either(elementOf(first), elementOf(types.at(1) ?? NOTHING))));
    case "merge":
      return merged(first);
    case "lookup":
      return lookedUp(first, node.arguments?.at(1 - offset), scope);
    default:
      return undefined;
  }
}

function lookedUp(value: ValueType, key: Node | undefined, scope: Scope): ValueType {
  if (key?.type !== "string") {
    return ANY;
  }
  const name = key.value as string;
  return memberOf(value, name, `$lookup(..., ${JSON.stringify(name)})`, scope);
}

/** Any one of an object's values. */
function valueOf(type: ValueType): ValueType {
  return either(
    ...alternatives(type).map((one) => {
      if (one.kind !== "object") {
        return ANY;
      }
      return isMap(one) ? one.member("any")! : either(...one.names.map((name) => one.member(name)!));
    }),
  );
}

/** All members of all its objects: which of two wins is left open. */
function merged(type: ValueType): ValueType {
  const objects = alternatives(elementOf(type));
  const members: Record<string, ValueType> = {};
  for (const one of objects) {
    if (one.kind !== "object" || isMap(one)) {
      return objects.every(({ kind }) => kind === "object") ? mapOf(ANY) : ANY;
    }
    for (const name of one.names) {
      members[name] = Object.hasOwn(members, name)
        ? either(members[name], one.member(name)!)
        : one.member(name)!;
    }
  }
  return objectOf(members);
}
