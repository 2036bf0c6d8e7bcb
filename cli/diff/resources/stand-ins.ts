import { computedOutputs } from "../../../sandbox/program/computed-outputs";
import { digits } from "../../../sandbox/program/identifiers";
import { remoteOutputs } from "../../../sandbox/program/remote-components";
import type { Snapshot, SnapshotResource } from "../snapshot";
import type { Pair } from "./match/match";
import { isObject } from "./properties/difference";
import { isRemoteComponent } from "./remote-component";

type Place = Pick<Snapshot, "accountId" | "region">;

/** Shorter ones would be found inside of words that have nothing to do with them. */
export const SHORTEST = 6;

/** What stood for what AWS makes of a resource; nothing for a type that the recorder does not know. */
export interface MadeByAws {
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** As the recorder makes it, of the URN and the inputs. */
export function madeByAws(resource: SnapshotResource, place: Place): MadeByAws | undefined {
  const { type, name, urn, inputs } = resource;
  try {
    if (isRemoteComponent(type)) {
      return { id: "", outputs: remoteOutputs(type, name, urn, inputs) };
    }
    const { id, outputs = {} } = computedOutputs(type, {
      place: { ...place, partition: place.region.startsWith("cn-") ? "aws-cn" : "aws" },
      name,
      urn,
      inputs,
      physicalName: (input = "name") => textOf(inputs[input]) ?? `${name}-${digits(urn, 7)}`,
      text: (input) => textOf(inputs[input]) ?? "",
    });
    return { id, outputs };
  } catch {
    return undefined;
  }
}

/**
 * Texts that stood for what AWS makes of a resource, its id and ARN, when the program was evaluated: AWS is not asked, so they are
 * made of the URN. Nothing for a type that the recorder does not know: it has none in its place then.
 */
function standIns(resource: SnapshotResource, place: Place): readonly string[] {
  const made = resource.custom || isRemoteComponent(resource.type) ? madeByAws(resource, place) : undefined;
  return made === undefined ? [] : [...(made.id === "" ? [] : [made.id]), ...addresses(made.outputs)];
}

/**
 * The head's resources with the base's stand-ins for what has another URN now: AWS keeps the id of a resource that an alias keeps, and
 * what names it does not change.
 */
export function withKeptStandIns(after: Snapshot, pairs: readonly Pair[]): Snapshot {
  const kept = new Map<string, string>();
  for (const { before, after: renamed } of pairs.filter((pair) => pair.before.urn !== pair.after.urn)) {
    const now = standIns(renamed, after);
    // Inputs as of the head on both sides: what the change itself gives another name has another name.
    standIns({ ...renamed, urn: before.urn, name: before.name }, after).forEach((was, index) => {
      if (now[index] !== was && now[index].length >= SHORTEST) {
        kept.set(now[index], was);
      }
    });
  }
  if (kept.size === 0) {
    return after;
  }
  const pattern = new RegExp(
    [...kept.keys()]
      .sort((one, other) => other.length - one.length)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join("|"),
    "g",
  );
  const replaced = (text: string): string => text.replace(pattern, (found) => kept.get(found) ?? found);
  return {
    ...after,
    resources: after.resources.map((resource) => ({
      ...resource,
      inputs: inTexts(resource.inputs, replaced) as SnapshotResource["inputs"],
    })),
  };
}

function inTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") {
    return change(value);
  }
  if (Array.isArray(value)) {
    return value.map((member) => inTexts(member, change));
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inTexts(member, change)]))
    : value;
}

function addresses(outputs: Readonly<Record<string, unknown>>): readonly string[] {
  return texts(
    Object.entries(outputs)
      .filter(([output]) => isAddress(output))
      .map(([, value]) => value),
  );
}

/** Whether it is an output by which others name a resource; not what it is like. */
export function isAddress(output: string): boolean {
  return /(arn|id|ids|name|url|bucket)$/i.test(output) && output !== "ownerId";
}

/** All texts in a value, in an order of their own. */
export function texts(value: unknown): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
