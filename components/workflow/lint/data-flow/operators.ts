import { left, type Node } from "./expression";
import { guardsOf } from "./guards";
import { infer } from "./infer";
import { suggestion } from "../nearest";
import { type Scope, withGuards } from "./scope";
import { alternatives, BOOLEAN, described, list, mayBe, NUMBER, TEXT, type ValueType } from "./value-type";

/** `$a + 1`, `$a = "x"`, `$a and $b`. */
export function inferBinary(node: Node, scope: Scope): ValueType {
  const operator = node.value as string;
  const one = left(node);
  const other = node.rhs!;
  const first = infer(one, scope);
  if (operator === "and" || operator === "or") {
    infer(other, withGuards(scope, guardsOf(one, operator === "and")));
    return BOOLEAN;
  }
  const second = infer(other, scope);
  switch (operator) {
    case "&":
      return TEXT;
    case "=":
    case "!=":
    case "in":
      checkEqual(first, second, scope);
      return BOOLEAN;
    case "<":
    case "<=":
    case ">":
    case ">=":
      checkOperands(operator, [first, second], ["number", "string"], scope);
      return BOOLEAN;
    case "..":
      return list(NUMBER);
    default:
      checkOperands(operator, [first, second], ["number"], scope);
      return NUMBER;
  }
}

function checkOperands(
  operator: string,
  operands: readonly ValueType[],
  kinds: readonly ValueType["kind"][],
  scope: Scope,
): void {
  for (const operand of operands) {
    if (!mayBe(operand, ...kinds, "nothing")) {
      scope.report({
        rule: "wrong-operand",
        message: `${operator} is given ${described(operand)}: it fails.`,
        fix: `Give ${operator} ${kinds.map((kind) => described({ kind } as ValueType)).join(" or ")}: convert the value with $number or $string.`,
      });
    }
  }
}

/** `$status = "SUCCEDED"`: a text that is none of those that the service gives. */
function checkEqual(first: ValueType, second: ValueType, scope: Scope): void {
  for (const [known, given] of [
    [first, second],
    [second, first],
  ]) {
    const possible = textsOf(known);
    const written = textsOf(given.kind === "list" ? given.of : given);
    if (possible === undefined || written === undefined || possible.length < written.length) {
      continue;
    }
    const never = written.find((text) => !possible.includes(text));
    if (never !== undefined) {
      scope.report({
        rule: "never-equal",
        message: `The value is never ${JSON.stringify(never)}: AWS's model of the service has no such one.`,
        fix: suggestion(never, possible),
      });
      return;
    }
  }
}

/** All texts that it can be; undefined when it can be any, or anything else. */
function textsOf(type: ValueType): readonly string[] | undefined {
  const found: string[] = [];
  for (const one of alternatives(type)) {
    if (one.kind === "nothing") {
      continue;
    }
    if (one.kind !== "string" || one.values === undefined) {
      return undefined;
    }
    found.push(...one.values);
  }
  return found.length === 0 ? undefined : found;
}
