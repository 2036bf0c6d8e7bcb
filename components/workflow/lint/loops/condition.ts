import { type Node, parse } from "../data-flow/expression";
import { type Fields, isFields, jsonataOf, type QueryLanguage } from "../definition";

export type Literal = string | number | boolean;
export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** What a rule of a Choice asks, in either query language; only as far as loops and polls have to know it. */
export type Condition =
  | { readonly kind: "all" | "any"; readonly parts: readonly Condition[] }
  | {
      readonly kind: "compare";
      /** `polls`, `load.status`: of a variable or a path, without its `$`. */
      readonly subject: string;
      readonly operator: Operator;
      /** One of these; empty when it is compared with what is known only at run time. */
      readonly values: readonly Literal[];
      /** What else it is compared with. */
      readonly other?: string;
      /** `$cancelled ? 10 : 65`: which of the values counts depends on a subject, true or not. */
      readonly split?: Split;
    }
  /** A subject is true, or is not. */
  | { readonly kind: "truth"; readonly subject: string; readonly holds: boolean }
  /** The clock is asked. */
  | { readonly kind: "time" }
  | { readonly kind: "unknown" };

export interface Split {
  readonly subject: string;
  readonly whenTrue: readonly Literal[];
  readonly whenFalse: readonly Literal[];
}

const UNKNOWN: Condition = { kind: "unknown" };

export function conditionOf(rule: Fields, language: QueryLanguage): Condition {
  if (language === "JSONPath") {
    return comparisonOf(rule);
  }
  const expression = jsonataOf(rule.Condition);
  if (expression === undefined) {
    return UNKNOWN;
  }
  const ast = nodeOf(expression);
  return ast === undefined ? UNKNOWN : conditionOfNode(ast);
}

const NEGATED = { "=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;

export function negated(condition: Condition): Condition {
  switch (condition.kind) {
    case "all":
    case "any":
      return { kind: condition.kind === "all" ? "any" : "all", parts: condition.parts.map(negated) };
    case "compare":
      return { ...condition, operator: NEGATED[condition.operator] };
    case "truth":
      return { ...condition, holds: !condition.holds };
    default:
      return condition;
  }
}

/** What holds for certain when the condition does. */
export function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === "all" || (condition.kind === "any" && condition.parts.length === 1)
    ? condition.parts.flatMap(conjuncts)
    : [condition];
}

/** Every comparison in it. */
export function comparisons(condition: Condition): readonly Extract<Condition, { kind: "compare" }>[] {
  if (condition.kind === "all" || condition.kind === "any") {
    return condition.parts.flatMap(comparisons);
  }
  return condition.kind === "compare" ? [condition] : [];
}

/** Undefined where it is no JSONata: another rule says so. */
export function nodeOf(expression: string): Node | undefined {
  const parsed = parse(expression);
  return "node" in parsed ? unwrapped(parsed.node) : undefined;
}

/** An operand; the left side of an object constructor is none. */
export function operand(side: Node["lhs"]): Node | undefined {
  return side !== undefined && "type" in side ? side : undefined;
}

/** Without brackets around one expression. */
function unwrapped(node: Node): Node {
  return node.type === "block" && node.expressions?.length === 1 ? unwrapped(node.expressions[0]) : node;
}

function conditionOfNode(wrapped: Node): Condition {
  const node = unwrapped(wrapped);
  const { rhs, value } = node;
  const lhs = operand(node.lhs);
  if (node.type === "binary" && lhs !== undefined && rhs !== undefined) {
    if (value === "and" || value === "or") {
      return { kind: value === "and" ? "all" : "any", parts: [conditionOfNode(lhs), conditionOfNode(rhs)] };
    }
    return comparison(lhs, value === "in" ? "=" : (value as string), rhs);
  }
  if (node.type === "function" && node.procedure?.value === "not" && node.arguments?.length === 1) {
    return negated(conditionOfNode(node.arguments[0]));
  }
  const subject = subjectOf(node);
  return subject === undefined ? UNKNOWN : { kind: "truth", subject, holds: true };
}

const MIRRORED: Readonly<Record<string, Operator>> = {
  "=": "=",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

function comparison(lhs: Node, operator: string, rhs: Node): Condition {
  if (!(operator in MIRRORED)) {
    return UNKNOWN;
  }
  if (asksTime(lhs) || asksTime(rhs)) {
    return { kind: "time" };
  }
  const left = subjectOf(lhs);
  const right = subjectOf(rhs);
  if (left !== undefined) {
    const found = compared(left, operator as Operator, literalsIn(rhs), right);
    const split = splitOf(unwrapped(rhs));
    return split === undefined || found.kind !== "compare" ? found : { ...found, split };
  }
  return right === undefined ? UNKNOWN : compared(right, MIRRORED[operator], literalsIn(lhs), undefined);
}

function compared(
  subject: string,
  operator: Operator,
  values: readonly Literal[],
  other: string | undefined,
): Condition {
  if (values.length === 1 && typeof values[0] === "boolean" && (operator === "=" || operator === "!=")) {
    return { kind: "truth", subject, holds: values[0] === (operator === "=") };
  }
  return { kind: "compare", subject, operator, values, ...(other === undefined ? {} : { other }) };
}

function splitOf({ type, condition, then, else: otherwise }: Node): Split | undefined {
  const subject = condition === undefined ? undefined : subjectOf(condition);
  if (type !== "condition" || subject === undefined || then === undefined || otherwise === undefined) {
    return undefined;
  }
  return { subject, whenTrue: literalsIn(then), whenFalse: literalsIn(otherwise) };
}

/** `$load.status` -> `load.status`, `$states.input.count` -> `count`; undefined for anything that computes. */
export function subjectOf(wrapped: Node): string | undefined {
  const node = unwrapped(wrapped);
  if (node.type === "variable" && typeof node.value === "string" && node.value !== "") {
    return node.value;
  }
  const steps = node.type === "path" ? node.steps : undefined;
  if (steps?.[0]?.type !== "variable" || !steps.slice(1).every(({ type }) => type === "name")) {
    return undefined;
  }
  const names = steps.map(({ value }) => String(value));
  return names[0] === "states" ? names[names.length - 1] : names.join(".");
}

/** The texts and numbers a node may give: of a list each, of a condition both ends. */
export function literalsIn(wrapped: Node): readonly Literal[] {
  const node = unwrapped(wrapped);
  if (
    node.type === "string" ||
    node.type === "number" ||
    (node.type === "value" && typeof node.value === "boolean")
  ) {
    return [node.value as Literal];
  }
  if (node.type === "condition") {
    return [node.then, node.else].flatMap((end) => (end === undefined ? [] : literalsIn(end)));
  }
  return node.type === "unary" && node.value === "[" ? (node.expressions ?? []).flatMap(literalsIn) : [];
}

function asksTime(node: Node): boolean {
  const text = JSON.stringify(node);
  return /"value":"(?:now|millis|toMillis)"|"value":"(?:EnteredTime|StartTime)"/.test(text);
}

const JSONPATH_OPERATORS: Readonly<Record<string, Operator>> = {
  Equals: "=",
  LessThan: "<",
  LessThanEquals: "<=",
  GreaterThan: ">",
  GreaterThanEquals: ">=",
};

function comparisonOf(rule: Fields): Condition {
  for (const [name, kind] of [
    ["And", "all"],
    ["Or", "any"],
  ] as const) {
    const parts = rule[name];
    if (Array.isArray(parts)) {
      return { kind, parts: parts.map((part: unknown) => (isFields(part) ? comparisonOf(part) : UNKNOWN)) };
    }
  }
  if (isFields(rule.Not)) {
    return negated(comparisonOf(rule.Not));
  }
  const { Variable: variable } = rule;
  const test = Object.keys(rule).find((name) => /^(?:String|Numeric|Boolean|Timestamp)[A-Z]/.test(name));
  if (typeof variable !== "string" || test === undefined) {
    return UNKNOWN;
  }
  const [, kind, operator, path = ""] =
    /^(String|Numeric|Boolean|Timestamp)([A-Za-z]+?)(Path)?$/.exec(test) ?? [];
  if (kind === "Timestamp") {
    return { kind: "time" };
  }
  const value = rule[test];
  if (!(operator in JSONPATH_OPERATORS)) {
    return UNKNOWN;
  }
  const other = path === "" || typeof value !== "string" ? undefined : lastName(value);
  const values = path === "" && isLiteral(value) ? [value] : [];
  return compared(lastName(variable), JSONPATH_OPERATORS[operator], values, other);
}

function isLiteral(value: unknown): value is Literal {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** `$.poll.count` -> `count`; `$polls` -> `polls` */
export function lastName(path: string): string {
  return (
    path
      .replace(/['"\])]+$/, "")
      .split(/[.[$'"]+/)
      .at(-1) ?? path
  );
}
