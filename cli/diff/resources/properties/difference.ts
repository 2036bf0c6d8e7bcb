import { isDeepStrictEqual } from "node:util";
import { byText } from "../../../synth/json";
import { byNaturalKey, type Member } from "./natural-key";

/** One step from a value to what is in it. */
export type Step =
  | { readonly kind: "key"; readonly key: string }
  /** Of a list whose members have no key of their own. */
  | { readonly kind: "index"; readonly index: number }
  /**
   * Of a list whose members have one, `by`; or are told apart by their values, without `by`. `index` as of the head, or of the base
   * where the head has none.
   */
  | { readonly kind: "member"; readonly by?: string; readonly label: string; readonly index: number }
  /** In which order the members stand that both lists have: their labels. */
  | { readonly kind: "order" };

/** One place where two values differ; a side that has nothing there is absent. */
export interface Difference {
  readonly steps: readonly Step[];
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * Where two values differ, as deep as they have something in common. Texts that are JSON documents are compared as such; assets
 * and archives by their digest.
 */
export function differences(
  before: unknown,
  after: unknown,
  steps: readonly Step[] = [],
): readonly Difference[] {
  if (isDeepStrictEqual(before, after)) {
    return [];
  }
  const [one, other] = [jsonDocument(before), jsonDocument(after)];
  if (one !== undefined && other !== undefined) {
    return differences(one, other, steps);
  }
  if (isContents(before) && isContents(after)) {
    return digestOf(before) === digestOf(after) ? [] : [{ steps, before, after }];
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return listDifferences(before, after, steps);
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(byText);
    return keys.flatMap((key) => differences(before[key], after[key], [...steps, { kind: "key", key }]));
  }
  return [
    {
      steps,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

function listDifferences(
  before: readonly unknown[],
  after: readonly unknown[],
  steps: readonly Step[],
): readonly Difference[] {
  const keyed = byNaturalKey(before, after);
  if (keyed === undefined) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) =>
      differences(before[index], after[index], [...steps, { kind: "index", index }]),
    ).flat();
  }
  const [was, is] = [byLabel(keyed.before), byLabel(keyed.after)];
  const labels = [...new Set([...was.keys(), ...is.keys()])];
  const inside = labels.flatMap((label) => {
    const index = (is.get(label) ?? was.get(label))?.index ?? 0;
    return differences(was.get(label)?.value, is.get(label)?.value, [
      ...steps,
      { kind: "member", ...(keyed.key === undefined ? {} : { by: keyed.key }), label, index },
    ]);
  });
  const [order, newOrder] = [
    [...was.keys()].filter((label) => is.has(label)),
    [...is.keys()].filter((label) => was.has(label)),
  ];
  return isDeepStrictEqual(order, newOrder)
    ? inside
    : [...inside, { steps: [...steps, { kind: "order" }], before: order, after: newOrder }];
}

function byLabel(members: readonly Member[]): ReadonlyMap<string, Member> {
  return new Map(members.map((member) => [member.label, member]));
}

/** A text's JSON object or list: other values that JSON knows, like `10`, are texts like any other. */
function jsonDocument(value: unknown): object | undefined {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) {
    return undefined;
  }
  try {
    return JSON.parse(value) as object;
  } catch {
    return undefined;
  }
}

export interface Contents {
  readonly bytes: number;
  readonly sha256: string;
}

/** What an asset or archive holds, or nothing where the value is neither: cli/synth/asset-contents.ts. */
export function contentsOf(value: unknown): Contents | undefined {
  if (!isObject(value) || Object.keys(value).length !== 1) {
    return undefined;
  }
  const contents = value.asset ?? value.archive;
  return isObject(contents) && typeof contents.sha256 === "string" && typeof contents.bytes === "number"
    ? { bytes: contents.bytes, sha256: contents.sha256 }
    : undefined;
}

function isContents(value: unknown): boolean {
  return contentsOf(value) !== undefined;
}

function digestOf(value: unknown): string | undefined {
  return contentsOf(value)?.sha256;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
