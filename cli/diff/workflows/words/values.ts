import { jsonataOf } from "../../../../components/workflow/lint/definition";
import { code, type Span, text, type Text } from "../../document/document";
import { durationWords } from "./quantities";

/** More of a value than this is no help in a sentence. */
const LONGEST = 160;
/** What is shown of what stays, on both sides of what differs. */
const AROUND = 30;

/** A value as people read it: JSONata without its delimiters, texts as they are, the rest as JSON. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? (jsonataOf(value)?.trim() ?? value) : JSON.stringify(value);
}

export function shown(value: unknown): Span {
  return code(cut(valueText(value) || '""'));
}

/** `15 minutes`, or the expression that gives them. */
export function shownSeconds(value: unknown): Span {
  return typeof value === "number" ? durationWords(value) : shown(value);
}

/** `` `b` instead of `a` ``, of long values the part that differs; of a value that is new or gone only that. */
export function insteadOf(before: unknown, after: unknown): Text {
  if (before === undefined) {
    return text`${shown(after)} (nothing before)`;
  }
  if (after === undefined) {
    return text`nothing (${shown(before)} before)`;
  }
  const [was, is] = differingParts(valueText(before), valueText(after));
  return text`${code(is || '""')} instead of ${code(was || '""')}`;
}

/** Both texts; of long ones what differs, with a little of what is around it. */
export function differingParts(before: string, after: string): readonly [before: string, after: string] {
  const [was, is] = [Array.from(before), Array.from(after)];
  if (Math.max(was.length, is.length) <= LONGEST) {
    return [before, after];
  }
  const shorter = Math.min(was.length, is.length);
  let head = 0;
  while (head < shorter && was[head] === is[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < shorter - head && was.at(-1 - tail) === is.at(-1 - tail)) {
    tail += 1;
  }
  const from = head <= AROUND + 1 ? 0 : head - AROUND;
  const behind = tail <= AROUND + 1 ? 0 : tail - AROUND;
  const part = (characters: readonly string[]): string => {
    const middle = characters.slice(from, characters.length - behind).join("");
    return cut(`${from > 0 ? "…" : ""}${middle}`, behind > 0 ? "…" : "");
  };
  return [part(was), part(is)];
}

function cut(value: string, end = ""): string {
  const characters = Array.from(value);
  return characters.length <= LONGEST ? `${value}${end}` : `${characters.slice(0, LONGEST - 1).join("")}…`;
}

/** A digest of a content (MD5 and longer), or the version of a Lambda function. */
const VERSION = /(?<![0-9a-f])[0-9a-f]{32,128}(?![0-9a-f])|(?<=:function:[\w-]+:)\d+$/g;

/** `s3://artifacts/glue/…/transform.py`, where two texts name two versions of one thing; undefined for any others. */
export function versionedName(before: unknown, after: unknown): string | undefined {
  if (typeof before !== "string" || typeof after !== "string") {
    return undefined;
  }
  const [was, is] = [before, after].map((value) => valueText(value).replace(VERSION, "…"));
  return was === is && before !== after ? cut(is) : undefined;
}

/** `` `A`, `B` and `C` ``; of more than `most` only the first, and how many there are. */
export function listedCodes(names: readonly string[], most = 4): Text {
  const spans: Text = names.slice(0, names.length > most ? most - 1 : most).map((name) => code(cut(name)));
  const others = names.length - spans.length;
  const all: Text = others > 0 ? [...spans, `${others} more`] : spans;
  return all.flatMap((span, index): Text => {
    if (index === 0) {
      return [span];
    }
    return [index === all.length - 1 ? " and " : ", ", span];
  });
}
