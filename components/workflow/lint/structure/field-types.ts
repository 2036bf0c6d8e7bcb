import { isFields, jsonataOf, type QueryLanguage } from "../definition";

/** What a field may hold. `undefined` when the value does; else what it should be, as words: `a whole number from 1`. */
export type FieldType = (value: unknown, language: QueryLanguage) => string | undefined;

const says = (holds: boolean, expected: string): string | undefined => (holds ? undefined : expected);

export const anything: FieldType = () => undefined;
export const text: FieldType = (value) => says(typeof value === "string", "a text");
export const someText: FieldType = (value) =>
  says(typeof value === "string" && value.length > 0, "a text that is not empty");
export const bool: FieldType = (value) => says(typeof value === "boolean", "true or false");
export const object: FieldType = (value) => says(isFields(value), "an object");
export const someObject: FieldType = (value) =>
  says(isFields(value) && Object.keys(value).length > 0, "an object that is not empty");

export function oneOf(...values: readonly string[]): FieldType {
  return (value) => says(values.includes(value as string), values.map((each) => `"${each}"`).join(" or "));
}

/** A number within bounds; in JSONata also an expression that gives one. */
export function number(least: number, most: number, dynamic: "dynamic" | "fixed" = "dynamic"): FieldType {
  return inBounds(least, most, dynamic, Number.isInteger, "a whole number");
}

export function decimal(least: number, most: number, dynamic: "dynamic" | "fixed" = "dynamic"): FieldType {
  return inBounds(least, most, dynamic, Number.isFinite, "a number");
}

function inBounds(
  least: number,
  most: number,
  dynamic: "dynamic" | "fixed",
  isNumber: (value: unknown) => boolean,
  words: string,
): FieldType {
  const range = most === Infinity ? `${words} from ${least}` : `${words} from ${least} to ${most}`;
  return (value, language) => {
    if (dynamic === "dynamic" && language === "JSONata" && jsonataOf(value) !== undefined) {
      return undefined;
    }
    return says(isNumber(value) && (value as number) >= least && (value as number) <= most, range);
  };
}

export function listOf(item: FieldType, least = 1): FieldType {
  return (value, language) => {
    if (!Array.isArray(value) || value.length < least) {
      return least === 0 ? "a list" : "a list that is not empty";
    }
    const wrong = value.map((each: unknown) => item(each, language)).find((each) => each !== undefined);
    return wrong === undefined ? undefined : `a list of which each is ${wrong}`;
  };
}

/** A JSONPath, the context object's, an intrinsic function's or a variable's. */
export const path: FieldType = (value) =>
  says(
    typeof value === "string" && /^(?:\$|States\.)/.test(value),
    'a path that begins with "$", or an intrinsic function',
  );
export const pathOrNull: FieldType = (value, language) =>
  value === null ? undefined : path(value, language);

/** A path to one place: no filter, wildcard, slice or function. */
export const referencePath: FieldType = (value) =>
  says(
    typeof value === "string" &&
      /^\$(?:\.[^.[\]*?@:(),]+|\['[^']*'\]|\["[^"]*"\]|\[\d+\])*$/.test(value) &&
      !value.startsWith("$$"),
    'a reference path such as "$.result"',
  );
export const resultPath: FieldType = (value, language) =>
  value === null ? undefined : referencePath(value, language);

/** `2008-11-21T00:00:00Z`; in JSONata also an expression. */
export const timestamp: FieldType = (value, language) =>
  says(
    (language === "JSONata" && jsonataOf(value) !== undefined) ||
      (typeof value === "string" &&
        /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(value)),
    'a time such as "2008-11-21T00:00:00Z"',
  );

/** A list, or an expression that gives one. */
export const items: FieldType = (value) =>
  says(
    Array.isArray(value) || isFields(value) || jsonataOf(value) !== undefined,
    "a list or a JSONata expression",
  );

/** An object, or an expression that gives one. */
export const template: FieldType = (value, language) =>
  says(isFields(value) || (language === "JSONata" && jsonataOf(value) !== undefined), "an object");

/** A condition of a Choice in JSONata. */
export const condition: FieldType = (value) =>
  says(jsonataOf(value) !== undefined || typeof value === "boolean", "a JSONata expression, {% … %}");
