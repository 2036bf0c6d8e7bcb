import { isIP, BlockList } from "node:net";
import { isNegated, operatorName, type BaseOperator, type ConditionOperator } from "./condition-operators";
import { matchesArnCondition, matchesPattern, parsePattern, type VariableLookup } from "./pattern";
import type { Condition } from "./policy";

/** Condition keys of a request; their names' case doesn't matter. */
export class RequestContext {
  private readonly keys = new Map<string, string | readonly string[]>();

  constructor(...sources: readonly Readonly<Record<string, string | readonly string[]>>[]) {
    for (const source of sources) {
      for (const [key, value] of Object.entries(source)) {
        this.keys.set(key.toLowerCase(), value);
      }
    }
  }

  /** The values of a key; undefined when the request doesn't carry it, or carries an empty list of them. */
  values(key: string): readonly string[] | undefined {
    const value = this.keys.get(key.toLowerCase());
    return typeof value === "string" ? [value] : value?.length === 0 ? undefined : value;
  }

  /** A policy variable's value: a key with one value. */
  readonly lookup: VariableLookup = (key) => {
    const values = this.values(key);
    return values?.length === 1 ? values[0] : undefined;
  };
}

/** What a condition came to: `problem` when it can't be judged, in words that name the fix. */
export type Outcome = boolean | { readonly problem: string };

/** @param variables whether the policy's version replaces policy variables. */
export function holds(condition: Condition, context: RequestContext, variables: boolean): Outcome {
  const { operator, key, values } = condition;
  const { base, quantifier } = operator;
  const present = context.values(key);
  if (base === "Null") {
    return values.some((value) => (value.toLowerCase() === "true") === (present === undefined));
  }
  if (present === undefined) {
    return holdsOfNothing(operator);
  }
  if (present.length !== 1 && quantifier === undefined) {
    const problem = `${operatorName(operator)} compares "${key}", which has ${present.length} values here: `;
    return { problem: `${problem}write ForAnyValue: or ForAllValues: before the operator` };
  }
  const compare = comparison(base, values, variables ? context.lookup : undefined);
  return quantifier === "ForAnyValue" ? present.some(compare) : present.every(compare);
}

/** With a quantifier IfExists says nothing: it is asked of each value, and there is none. */
function holdsOfNothing({ base, ifExists, quantifier }: ConditionOperator): boolean {
  return quantifier === undefined ? ifExists || isNegated(base) : quantifier === "ForAllValues";
}

type Comparison = (present: string) => boolean;

/** Whether one value of the request satisfies the operator. A policy value whose variable has no value equals nothing, so a Not holds. */
function comparison(base: BaseOperator, values: readonly string[], lookup?: VariableLookup): Comparison {
  const positive = isNegated(base) ? base.replace(/Not(?=IpAddress|Equals|Like)/, "") : base;
  let matches: Comparison;
  if (/^(String|Arn)/.test(positive)) {
    const patterns = values.map((value) => textMatch(positive, value, lookup));
    matches = (present) => patterns.some((pattern) => pattern?.(present) === true);
  } else {
    matches = (present) => values.some((value) => valueMatch(positive, value, present));
  }
  return isNegated(base) ? (present) => !matches(present) : matches;
}

function textMatch(operator: string, value: string, lookup?: VariableLookup): Comparison | undefined {
  const pattern = parsePattern(value, lookup);
  if (pattern === undefined) {
    return undefined;
  }
  if (operator.startsWith("Arn")) {
    return (present) => matchesArnCondition(pattern, present);
  }
  if (operator === "StringLike") {
    return (present) => matchesPattern(pattern, present);
  }
  // Only the Like operators know wildcards: the others take `*` and `?` as they stand.
  const literal = pattern.map((piece) => (typeof piece === "string" ? piece : piece.description!)).join("");
  return operator === "StringEqualsIgnoreCase"
    ? (present) => present.toLowerCase() === literal.toLowerCase()
    : (present) => present === literal;
}

/** Operators whose values are numbers, dates and the like; a value that isn't one matches nothing. */
function valueMatch(operator: string, value: string, present: string): boolean {
  if (operator === "Bool") {
    return value.toLowerCase() === present.toLowerCase();
  }
  if (operator === "BinaryEquals") {
    return value === present;
  }
  if (operator === "IpAddress") {
    return inRange(value, present);
  }
  const order = operator.startsWith("Date")
    ? instant(present) - instant(value)
    : Number(present) - Number(value);
  switch (operator.replace(/^(Numeric|Date)/, "")) {
    case "Equals":
      return order === 0;
    case "LessThan":
      return order < 0;
    case "LessThanEquals":
      return order <= 0;
    case "GreaterThan":
      return order > 0;
    default:
      return order >= 0;
  }
}

/** ISO 8601, or seconds since 1970; NaN when neither. */
function instant(text: string): number {
  return /^\d+$/.test(text) && text.length > 4 ? Number(text) * 1_000 : Date.parse(text);
}

function inRange(range: string, address: string): boolean {
  const [network = "", bits] = range.split("/") as readonly (string | undefined)[];
  const family = isIP(network);
  if (family === 0 || isIP(address) !== family) {
    return false;
  }
  const type = family === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, bits === undefined ? (family === 4 ? 32 : 128) : Number(bits), type);
  return list.check(address, type);
}
