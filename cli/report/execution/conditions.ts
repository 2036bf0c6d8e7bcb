import { member } from "./payload";

type Rule = Readonly<Record<string, unknown>>;

/** JSONPath comparisons that read better as signs. */
const SIGNS: readonly (readonly [suffix: string, sign: string])[] = [
  ["LessThanEquals", "<="],
  ["GreaterThanEquals", ">="],
  ["LessThan", "<"],
  ["GreaterThan", ">"],
  ["Equals", "="],
  ["Matches", "matches"],
];

/** A Choice rule's condition in words: JSONata as it is, without its `{% %}`; JSONPath as `$.rows > 0 and not ($.dry)`. */
export function conditionText(rule: Rule): string {
  const { Condition: condition } = rule;
  if (condition !== undefined) {
    return typeof condition === "string" ? withoutDelimiters(condition) : JSON.stringify(condition);
  }
  for (const [operator, word] of [
    ["And", " and "],
    ["Or", " or "],
  ] as const) {
    const parts = rule[operator];
    if (Array.isArray(parts)) {
      return parts.map((part) => nested(part as Rule)).join(word);
    }
  }
  if (typeof rule.Not === "object" && rule.Not !== null) {
    return `not (${conditionText(rule.Not as Rule)})`;
  }
  return comparison(rule);
}

function nested(rule: Rule): string {
  return member(rule, "And") === undefined && member(rule, "Or") === undefined
    ? conditionText(rule)
    : `(${conditionText(rule)})`;
}

function comparison(rule: Rule): string {
  const known = new Set(["Variable", "Next", "Comment", "Assign", "Output"]);
  const [operator, value] = Object.entries(rule).find(([name]) => !known.has(name)) ?? ["", ""];
  const variable = String(rule.Variable);
  if (operator.startsWith("Is")) {
    const kind = operator
      .slice(2)
      .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
      .toLowerCase();
    return `${variable} is ${value === false ? "not " : ""}${kind}`;
  }
  const byPath = operator.endsWith("Path");
  const name = operator.replace(/Path$/, "");
  const sign = SIGNS.find(([suffix]) => name.endsWith(suffix))?.[1] ?? name;
  return `${variable} ${sign} ${byPath ? String(value) : JSON.stringify(value)}`;
}

function withoutDelimiters(text: string): string {
  return /^\s*\{%([\s\S]*)%\}\s*$/.exec(text)?.[1].trim() ?? text;
}
