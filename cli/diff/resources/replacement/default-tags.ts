import { isDeepStrictEqual } from "node:util";
import { isKnownType, resourceType } from "../../../../sandbox/program/resource-types/resource-types";
import type { SnapshotResource } from "../../snapshot";
import type { Pair } from "../match/match";
import { isObject } from "../properties/difference";

/** Whether a provider's own tags, which go onto all that takes tags, change those of the resource. */
export function getsOtherTags(provider: Pair, { before, after }: Pair): boolean {
  return (
    after.provider === provider.after.urn &&
    isKnownType(after.type) &&
    resourceType(after.type).computed.includes("tagsAll") &&
    !isDeepStrictEqual(
      { ...defaultTags(provider.before), ...tagsOf(before) },
      { ...defaultTags(provider.after), ...tagsOf(after) },
    ) &&
    !isDeepStrictEqual(defaultTags(provider.before), defaultTags(provider.after))
  );
}

/** A provider's inputs that are no texts are JSON. */
function defaultTags({ inputs }: SnapshotResource): Readonly<Record<string, unknown>> {
  const { defaultTags: given } = inputs;
  const value: unknown = typeof given === "string" && given.startsWith("{") ? JSON.parse(given) : given;
  return isObject(value) && isObject(value.tags) ? value.tags : {};
}

function tagsOf({ inputs: { tags } }: SnapshotResource): Readonly<Record<string, unknown>> {
  return isObject(tags) ? tags : {};
}
