import { left, type Node, pathOf } from "./expression";

const COMPARISONS = new Set(["=", "<", ">", "<=", ">=", "in"]);

/** Paths that exist where the condition holds (`holds`), or where it doesn't: `$exists($a.b)` -> `a.b`. */
export function guardsOf(condition: Node, holds: boolean): readonly string[] {
  const inner = condition.type === "block" && condition.expressions?.length === 1;
  if (inner) {
    return guardsOf(condition.expressions[0], holds);
  }
  if (condition.type === "binary") {
    return ofBinary(condition, holds);
  }
  if (condition.type === "function") {
    return ofFunction(condition, holds);
  }
  return holds ? prefixes(condition) : [];
}

function ofBinary(condition: Node, holds: boolean): readonly string[] {
  const sides = [left(condition), condition.rhs!];
  if (condition.value === (holds ? "and" : "or")) {
    return sides.flatMap((side) => guardsOf(side, holds));
  }
  return holds && COMPARISONS.has(condition.value as string) ? sides.flatMap(prefixes) : [];
}

function ofFunction(condition: Node, holds: boolean): readonly string[] {
  const argument = condition.arguments?.at(0);
  const name = condition.procedure?.value;
  if (argument === undefined) {
    return [];
  }
  if (name === "not") {
    return guardsOf(argument, !holds);
  }
  return holds && (name === "exists" || name === "boolean" || name === "contains") ? prefixes(argument) : [];
}

/** `$a.b.c` exists only where `$a` and `$a.b` do. */
function prefixes(node: Node): readonly string[] {
  const path = pathOf(node) ?? [];
  return path.map((_, index) => path.slice(0, index + 1).join("."));
}
