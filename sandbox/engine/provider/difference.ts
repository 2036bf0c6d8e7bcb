import { isDeepStrictEqual } from "node:util";
import type { ResourceType } from "../../program/resource-types/resource-types";
import { DEFAULTS, namedBy } from "./check";
import { type DiffKind, type Difference, type Properties, UNKNOWN } from "./protocol";

export interface Compared {
  readonly token: string;
  readonly type: ResourceType;
  /** What AWS has, as far as is known. */
  readonly state: Properties;
  readonly oldInputs: Properties;
  readonly inputs: Properties;
}

/**
 * How what is wanted differs from what there is. What the program doesn't ask for, and didn't before, is the provider's own
 * affair. A change of a property that can't be changed replaces the resource; one whose name is fixed must go first then.
 */
export function difference({ token, type, state, oldInputs, inputs }: Compared): Difference {
  const detailed = new Map<string, DiffKind>();
  const replaces: string[] = [];
  const wanted = Object.keys(inputs).filter((property) => property !== DEFAULTS);
  const dropped = Object.keys(oldInputs).filter(
    (property) => property !== DEFAULTS && !(property in inputs) && property in state,
  );
  for (const property of [...wanted, ...dropped]) {
    const changes = changesOf(property, state[property], inputs[property]);
    const replacing =
      changes.length > 0 && property in type.inputs && type.inputs[property].replaces === true;
    if (replacing) {
      replaces.push(property);
    }
    for (const [path, kind] of changes) {
      detailed.set(path, replacing ? `${kind}_REPLACE` : kind);
    }
  }
  return {
    detailed,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && keepsItsName(token, type, state, inputs),
  };
}

/** Two resources can't have one name at the same time, not even while one takes the other's place. */
function keepsItsName(token: string, type: ResourceType, state: Properties, inputs: Properties): boolean {
  const property = namedBy(token, type);
  const defaults = inputs[DEFAULTS];
  const madeUp = Array.isArray(defaults) && property !== undefined && defaults.includes(property);
  return property !== undefined && !madeUp && isDeepStrictEqual(state[property], inputs[property]);
}

type Change = readonly [path: string, kind: "ADD" | "DELETE" | "UPDATE"];

function changesOf(path: string, before: unknown, after: unknown): readonly Change[] {
  if (isSame(before, after)) {
    return [];
  }
  if (isNothing(before)) {
    return [[path, "ADD"]];
  }
  if (isNothing(after)) {
    return [[path, "DELETE"]];
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      changesOf(`${path}[${index}]`, before[index], after[index]),
    ).flat();
  }
  if (isPlain(before) && isPlain(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((name) => changesOf(member(path, name), before[name], after[name]));
  }
  return [[path, "UPDATE"]];
}

function isSame(before: unknown, after: unknown): boolean {
  if (isNothing(before) && isNothing(after)) {
    return true;
  }
  if (isAsset(before) && isAsset(after)) {
    return before.hash === after.hash;
  }
  if (typeof before === "string" && typeof after === "string" && before !== after && after !== UNKNOWN) {
    return isSameDocument(before, after);
  }
  return isDeepStrictEqual(before, after);
}

/** Policies and definitions are compared by what they say, not by how it is written. */
function isSameDocument(before: string, after: string): boolean {
  if (!before.startsWith("{") || !after.startsWith("{")) {
    return false;
  }
  try {
    return isDeepStrictEqual(JSON.parse(before), JSON.parse(after));
  } catch {
    return false;
  }
}

/** `tags.Owner`; a key that isn't a word is quoted: `tags["aws:cost"]`. */
function member(path: string, name: string): string {
  return /^\w+$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

/** Of Pulumi's wire format: assets and archives have their signature and a hash of their contents. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

function isAsset(value: unknown): value is { readonly hash: string } {
  return isPlain(value) && SIGNATURE in value && typeof value.hash === "string" && value.hash !== "";
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}
