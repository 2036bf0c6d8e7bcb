const BASES = [
  ...(["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"] as const),
  ...(["StringLike", "StringNotLike", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"] as const),
  ...(["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"] as const),
  ...(["NumericGreaterThan", "NumericGreaterThanEquals"] as const),
  ...(["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals"] as const),
  ...(["DateGreaterThan", "DateGreaterThanEquals"] as const),
  ...(["Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "Null"] as const),
];

export type BaseOperator = (typeof BASES)[number];

export interface ConditionOperator {
  readonly base: BaseOperator;
  /** True, too, when the request doesn't carry the key. */
  readonly ifExists: boolean;
  /** How a key with several values is compared; without it a key has one. */
  readonly quantifier?: "ForAnyValue" | "ForAllValues";
}

/** `ForAnyValue:StringLikeIfExists`; undefined when IAM has no such operator. */
export function parseOperator(name: string): ConditionOperator | undefined {
  const match = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(name);
  const base = BASES.find((candidate) => candidate === match?.[2]);
  const ifExists = match?.[3] !== undefined;
  if (match === null || base === undefined || (base === "Null" && ifExists)) {
    return undefined;
  }
  return { base, ifExists, quantifier: match[1] as ConditionOperator["quantifier"] };
}

export function operatorName({ base, ifExists, quantifier }: ConditionOperator): string {
  return `${quantifier === undefined ? "" : `${quantifier}:`}${base}${ifExists ? "IfExists" : ""}`;
}

/** `StringNotLike` holds when none of its values match; so it does when the key is absent. */
export function isNegated(base: BaseOperator): boolean {
  return base === "NotIpAddress" || /^(String|Arn|Numeric|Date)Not/.test(base);
}
