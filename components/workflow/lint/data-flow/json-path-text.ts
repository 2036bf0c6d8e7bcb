import { suggestion } from "../nearest";
import type { Problem } from "./scope";
import { ANY, BOOLEAN, NUMBER, TEXT, type ValueType } from "./value-type";

/** `$.a['b'][0]` -> `$`, `a`, `b`, 0. */
export interface PathText {
  /** `$`, `$$` for the context object, `$name` for a variable. */
  readonly root: string;
  readonly steps: readonly (string | number)[];
  /** Something follows that finds any number of values: a filter, a wildcard, a slice. */
  readonly open: boolean;
}

const STEP = /\.([\p{L}_][\p{L}\p{N}_-]*)(?![\p{L}\p{N}_(-])|\[(\d+)\]|\['([^'\\]+)'\]|\["([^"\\]+)"\]/uy;

/** The steps of a path, as far as each names one place. Undefined for what is no path. */
export function parsePath(text: string): PathText | undefined {
  const root = /^\$(?:\$|[A-Za-z_]\w*)?/.exec(text)?.[0];
  if (root === undefined) {
    return undefined;
  }
  const steps: (string | number)[] = [];
  let at = root.length;
  while (at < text.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (match === null) {
      return { root, steps, open: true };
    }
    const [, plain, index, single, double] = match as unknown as (string | undefined)[];
    steps.push(index === undefined ? (plain ?? single ?? double ?? "") : Number(index));
    at = STEP.lastIndex;
  }
  return { root, steps, open: false };
}

interface Intrinsic {
  readonly least: number;
  readonly most: number;
  readonly gives: ValueType;
}

const takes = (least: number, most = least, gives: ValueType = ANY): Intrinsic => ({ least, most, gives });

/** Developer guide, "Intrinsic functions for JSONPath states". */
const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  "States.Array": takes(0, Infinity),
  "States.ArrayContains": takes(2, 2, BOOLEAN),
  "States.ArrayGetItem": takes(2),
  "States.ArrayLength": takes(1, 1, NUMBER),
  "States.ArrayPartition": takes(2),
  "States.ArrayRange": takes(3),
  "States.ArrayUnique": takes(1),
  "States.Base64Decode": takes(1, 1, TEXT),
  "States.Base64Encode": takes(1, 1, TEXT),
  "States.Format": takes(1, Infinity, TEXT),
  "States.Hash": takes(2, 2, TEXT),
  "States.JsonMerge": takes(3),
  "States.JsonToString": takes(1, 1, TEXT),
  "States.MathAdd": takes(2, 2, NUMBER),
  "States.MathRandom": takes(2, 3, NUMBER),
  "States.StringSplit": takes(2),
  "States.StringToJson": takes(1),
  "States.UUID": takes(0, 0, TEXT),
};

/** `States.MathAdd($.n, 1)`; undefined for what is no call. */
export interface IntrinsicCall {
  readonly name: string;
  /** As they are written. */
  readonly given: readonly string[];
}

export function parseIntrinsic(text: string): IntrinsicCall | undefined {
  const match = /^\s*(States\.\w+)\s*\(([\s\S]*)\)\s*$/.exec(text);
  return match === null ? undefined : { name: match[1], given: split(match[2]) };
}

/** At the commas that stand in no text, call or filter. */
function split(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const [piece] of text.matchAll(/'(?:\\[\s\S]|[^'\\])*'|[\s\S]/g)) {
    depth += "([".includes(piece) ? 1 : ")]".includes(piece) ? -1 : 0;
    if (piece === "," && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else {
      part += piece;
    }
  }
  return text.trim() === "" ? [] : [...parts, part.trim()];
}

export function resultOfIntrinsic({ name }: IntrinsicCall): ValueType {
  return Object.hasOwn(INTRINSICS, name) ? INTRINSICS[name].gives : ANY;
}

/** What is wrong with a call, or with a call inside it: its name, or how much it is given. */
export function intrinsicProblem(text: string): Problem | undefined {
  const call = parseIntrinsic(text);
  if (call === undefined) {
    return {
      rule: "json-path",
      message: `${JSON.stringify(text)} can't be read as an intrinsic function.`,
      fix: "Write States.Name(argument, ...).",
    };
  }
  const inner = call.given.filter((each) => each.startsWith("States.")).map(intrinsicProblem);
  return ofCall(call) ?? inner.find((problem) => problem !== undefined);
}

function ofCall({ name, given }: IntrinsicCall): Problem | undefined {
  if (!Object.hasOwn(INTRINSICS, name)) {
    return {
      rule: "unknown-function",
      message: `${name} is no intrinsic function.`,
      fix: suggestion(name, Object.keys(INTRINSICS)),
    };
  }
  const { least, most } = INTRINSICS[name];
  if (given.length < least || given.length > most) {
    const range =
      most === least ? String(least) : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
    return {
      rule: "wrong-argument-count",
      message: `${name} is given ${given.length} argument${given.length === 1 ? "" : "s"}.`,
      fix: `Give it ${range}.`,
    };
  }
  return name === "States.Format" ? ofFormat(given) : undefined;
}

/** Each `{}` of the text stands for one argument after it. */
function ofFormat([text, ...values]: readonly string[]): Problem | undefined {
  const places = text.startsWith("'") ? [...text.matchAll(/(?<!\\)\{\}/g)].length : values.length;
  return places === values.length
    ? undefined
    : {
        rule: "wrong-argument-count",
        message: `States.Format has ${places} times {} in its text, and is given ${values.length} values.`,
        fix: "Write as many values as there are {}.",
      };
}
