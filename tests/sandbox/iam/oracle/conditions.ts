import { contextValues, isArnLike, isLike, isSame, NOTHING, readPattern, type Context } from "./text";

type Written = string | number | boolean;
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, Written | readonly Written[]>>>>;

/** Whether one value of the request and one of the policy agree, in the positive sense of the operator. */
type Agreement = (asked: string, written: string, context: Context | undefined) => boolean;

const number = (compare: (asked: number, written: number) => boolean): Agreement => {
  return (asked, written) => compare(Number(asked), Number(written));
};
const date = (compare: (asked: number, written: number) => boolean): Agreement => {
  return (asked, written) => compare(instant(asked), instant(written));
};
const arn: Agreement = (asked, written, context) => isArnLike(asked, readPattern(written, context));
const string: Agreement = (asked, written, context) => isSame(asked, readPattern(written, context));
const inAnyCase: Agreement = (asked, written, context) => {
  const pattern = readPattern(written, context);
  return (
    pattern !== NOTHING &&
    isSame(
      asked.toLowerCase(),
      pattern.map((place) => (typeof place === "string" ? place : { letter: place.letter.toLowerCase() })),
    )
  );
};
const address: Agreement = (asked, written) => {
  const [base, bits] = written.split("/") as [string, bits?: string];
  const from = addressBits(base);
  const to = addressBits(asked);
  const length = bits === undefined ? from.length : Number(bits);
  return from.length === to.length && from.slice(0, length) === to.slice(0, length);
};

/** The operator table of the IAM user guide; a negated operator is named with the positive one it turns round. */
const OPERATORS: Readonly<Record<string, readonly [Agreement, "is" | "is not"]>> = {
  StringEquals: [string, "is"],
  StringNotEquals: [string, "is not"],
  StringEqualsIgnoreCase: [inAnyCase, "is"],
  StringNotEqualsIgnoreCase: [inAnyCase, "is not"],
  StringLike: [(asked, written, context) => isLike(asked, readPattern(written, context)), "is"],
  StringNotLike: [(asked, written, context) => isLike(asked, readPattern(written, context)), "is not"],
  NumericEquals: [number((asked, written) => asked === written), "is"],
  NumericNotEquals: [number((asked, written) => asked === written), "is not"],
  NumericLessThan: [number((asked, written) => asked < written), "is"],
  NumericLessThanEquals: [number((asked, written) => asked <= written), "is"],
  NumericGreaterThan: [number((asked, written) => asked > written), "is"],
  NumericGreaterThanEquals: [number((asked, written) => asked >= written), "is"],
  DateEquals: [date((asked, written) => asked === written), "is"],
  DateNotEquals: [date((asked, written) => asked === written), "is not"],
  DateLessThan: [date((asked, written) => asked < written), "is"],
  DateLessThanEquals: [date((asked, written) => asked <= written), "is"],
  DateGreaterThan: [date((asked, written) => asked > written), "is"],
  DateGreaterThanEquals: [date((asked, written) => asked >= written), "is"],
  Bool: [(asked, written) => asked.toLowerCase() === written.toLowerCase(), "is"],
  BinaryEquals: [(asked, written) => asked === written, "is"],
  IpAddress: [address, "is"],
  NotIpAddress: [address, "is not"],
  ArnEquals: [arn, "is"],
  ArnLike: [arn, "is"],
  ArnNotEquals: [arn, "is not"],
  ArnNotLike: [arn, "is not"],
};

export const ORACLE_OPERATORS = [...Object.keys(OPERATORS), "Null"];

/** Every operator of a block and every key of an operator must hold. */
export function conditionsHold(block: ConditionBlock, context: Context, variables: boolean): boolean {
  const tests = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: [values].flat().map(String) })),
  );
  return tests.every(({ operator, key, values }) =>
    holds(operator, values, contextValues(context, key), variables ? context : undefined),
  );
}

function holds(
  name: string,
  written: readonly string[],
  asked: readonly string[] | undefined,
  context: Context | undefined,
): boolean {
  const colon = name.indexOf(":");
  const quantifier = colon < 0 ? undefined : name.slice(0, colon);
  const operator = name.slice(colon + 1).replace(/IfExists$/, "");
  const absent = asked === undefined || asked.length === 0;
  if (operator === "Null") {
    return written.some((value) => (value.toLowerCase() === "true") === absent);
  }
  const [agreement, sense] = OPERATORS[operator] ?? unknownOperator(name);
  const matches = (value: string) =>
    written.some((other) => agreement(value, other, context)) === (sense === "is");
  if (quantifier === "ForAllValues") {
    return (asked ?? []).every(matches);
  }
  if (quantifier === "ForAnyValue") {
    return (asked ?? []).some(matches);
  }
  if (absent) {
    return name.endsWith("IfExists") || sense === "is not";
  }
  return matches(asked[0] ?? "");
}

function unknownOperator(name: string): never {
  throw new Error(`The IAM user guide has no condition operator "${name}": see ORACLE_OPERATORS.`);
}

/** Seconds since 1970: of a W3C date (`2026-11-21`, `2026-11-21T04:30:00Z`), or the number itself. */
function instant(text: string): number {
  if (/^\d+$/.test(text)) {
    return Number(text);
  }
  const [year, month, day, hour = 0, minute = 0, second = 0] = text
    .split(/[-T:Z]/)
    .filter(Boolean)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/** An address as its binary digits: 32 for IPv4, 128 for IPv6. */
function addressBits(text: string): string {
  if (!text.includes(":")) {
    return text
      .split(".")
      .map((byte) => Number(byte).toString(2).padStart(8, "0"))
      .join("");
  }
  const [left, right] = text.split("::") as [string, right?: string];
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const tail = right === undefined ? [] : groups(right);
  const missing = right === undefined ? 0 : 8 - groups(left).length - tail.length;
  return [...groups(left), ...Array.from({ length: missing }, () => "0"), ...tail]
    .map((group) => parseInt(group, 16).toString(2).padStart(16, "0"))
    .join("");
}
