import { type Fields, isFields } from "../definition";
import type { Finding } from "../finding";
import { nearest } from "../nearest";

type Reported = Omit<Finding, "workflow" | "state">;

const isPath = (value: unknown): boolean => typeof value === "string" && /^(?:\$|States\.)/.test(value);
const COMPARED = {
  String: (value: unknown) => typeof value === "string",
  Numeric: (value: unknown) => typeof value === "number",
  Timestamp: (value: unknown) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
} as const;

/** Comparison -> what it compares with. */
const OPERATORS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...Object.fromEntries(
    Object.entries(COMPARED).flatMap(([kind, holds]) =>
      ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"].flatMap((operator) => [
        [`${kind}${operator}`, holds],
        [`${kind}${operator}Path`, isPath],
      ]),
    ),
  ),
  BooleanEquals: (value) => typeof value === "boolean",
  BooleanEqualsPath: isPath,
  StringMatches: COMPARED.String,
  ...Object.fromEntries(
    ["IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp"].map((name) => [
      name,
      (value: unknown) => typeof value === "boolean",
    ]),
  ),
};

/** A rule of a Choice in JSONPath: `Variable` and one comparison, or one of And, Or, Not over such rules. */
export function* checkComparison(rule: Fields, field: string): Generator<Reported> {
  const joined = ["And", "Or", "Not"].filter((name) => name in rule);
  if (joined.length > 0) {
    const [name] = joined;
    const others = Object.keys(rule).filter((each) => each !== name);
    if (others.length > 0) {
      yield wrong(
        `${field}.${others[0]}`,
        `stands beside ${name}.`,
        "Write it as a rule of its own inside And or Or.",
      );
    }
    const rules: unknown = name === "Not" ? [rule.Not] : rule[name];
    if (!Array.isArray(rules) || rules.length === 0 || !rules.every(isFields)) {
      yield wrong(`${field}.${name}`, "holds no rules.", "Write rules with Variable and a comparison.");
      return;
    }
    for (const [index, inner] of rules.entries()) {
      yield* checkComparison(inner, name === "Not" ? `${field}.Not` : `${field}.${name}[${index}]`);
    }
    return;
  }
  yield* checkOne(rule, field);
}

function* checkOne(rule: Fields, field: string): Generator<Reported> {
  const { Variable, ...rest } = rule;
  if (!isPath(Variable)) {
    const value = Variable === undefined ? "is missing." : `is ${JSON.stringify(Variable)}.`;
    yield wrong(`${field}.Variable`, value, 'Write a path that begins with "$".');
  }
  const names = Object.keys(rest);
  const unknown = names.find((name) => !Object.hasOwn(OPERATORS, name));
  if (unknown !== undefined) {
    const near = nearest(unknown, Object.keys(OPERATORS));
    yield wrong(
      `${field}.${unknown}`,
      "is no comparison of the States Language.",
      near === undefined ? "Write one such as StringEquals." : `Write ${near}.`,
    );
    return;
  }
  if (names.length !== 1) {
    const message =
      names.length === 0
        ? "compares with nothing."
        : `has ${names.length} comparisons, ${names.join(" and ")}.`;
    yield wrong(field, message, "Write exactly one; join several by And.");
    return;
  }
  const [operator] = names;
  if (!OPERATORS[operator](rest[operator])) {
    const value = JSON.stringify(rest[operator]);
    yield wrong(
      `${field}.${operator}`,
      `compares with ${value}.`,
      `Write a value of the kind ${operator} compares.`,
    );
  }
}

function wrong(field: string, message: string, fix: string): Reported {
  return { rule: "choice-rule", field, message, fix };
}
