import { ANY, BOOLEAN, either, list, NOTHING, NUMBER, objectOf, TEXT, type ValueType } from "./value-type";

/** What a function wants first, as far as it fails otherwise, and what it gives. */
export interface BuiltIn {
  readonly takes?: readonly ValueType["kind"][];
  readonly gives: ValueType;
}

const LISTED_TEXT = either(TEXT, list(TEXT), NOTHING);
const MATCH = objectOf({ match: TEXT, index: NUMBER, start: NUMBER, end: NUMBER, groups: list(TEXT) });

function builtIns(
  names: string,
  gives: ValueType,
  ...takes: readonly ValueType["kind"][]
): Record<string, BuiltIn> {
  const one = takes.length === 0 ? { gives } : { gives, takes };
  return Object.fromEntries(names.split(" ").map((name) => [name, one]));
}

/**
 * JSONata 2.0.6 without `$eval`, and what Step Functions adds: `$partition`, `$range`, `$hash`, `$random` with a seed, `$uuid`,
 * `$parse`. Developer guide, "Transforming data with JSONata". Those whose result follows from their arguments are in calls.ts.
 */
export const FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  ...builtIns("string type now uuid", TEXT),
  ...builtIns(
    "substring substringBefore substringAfter lowercase uppercase trim pad replace",
    TEXT,
    "string",
  ),
  ...builtIns("base64encode base64decode encodeUrlComponent encodeUrl", TEXT, "string"),
  ...builtIns("decodeUrlComponent decodeUrl", TEXT, "string"),
  ...builtIns("formatNumber formatBase formatInteger fromMillis", TEXT, "number"),
  ...builtIns("join", TEXT, "string", "list"),
  ...builtIns("hash", TEXT),
  ...builtIns("count millis random", NUMBER),
  ...builtIns("number", NUMBER, "number", "string", "boolean"),
  ...builtIns("sum max min average", NUMBER, "number", "list"),
  ...builtIns("length toMillis parseInteger", NUMBER, "string"),
  ...builtIns("floor ceil round abs sqrt power", NUMBER, "number"),
  ...builtIns("boolean not exists", BOOLEAN),
  ...builtIns("contains", BOOLEAN, "string"),
  ...builtIns("split", list(TEXT), "string"),
  ...builtIns("keys", LISTED_TEXT, "object", "list"),
  ...builtIns("match", either(MATCH, list(MATCH), NOTHING), "string"),
  ...builtIns("range", list(NUMBER), "number"),
  ...builtIns("partition", list(ANY)),
  ...builtIns("parse", ANY, "string"),
  ...builtIns("error assert", NOTHING),
  ...builtIns("map filter single reduce sift each zip append spread merge lookup", ANY),
  ...builtIns("sort reverse shuffle distinct clone", ANY),
};
