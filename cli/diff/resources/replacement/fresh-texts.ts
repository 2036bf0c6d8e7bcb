import { namedBy } from "../../../../sandbox/engine/provider/check";
import { type Properties, UNKNOWN } from "../../../../sandbox/engine/provider/protocol";
import { publishedOutputs, publishes } from "../../../../sandbox/engine/provider/publishing";
import { isKnownType, resourceType } from "../../../../sandbox/program/resource-types/resource-types";
import type { Snapshot, SnapshotResource } from "../../snapshot";
import type { Pair } from "../match/match";
import type { ResourceChange } from "../resource-change";
import { parsePropertyPath, withBase } from "../properties/property-path";
import { isAddress, madeByAws, texts } from "../stand-ins";

/**
 * Texts in the head's inputs that stand for what AWS makes anew with the resource: its id, its ARN, its version. A name that the
 * program gives is known before: what holds it needs no change.
 */
export function textsOfNew(resource: SnapshotResource, place: Snapshot): readonly string[] {
  const made = madeByAws(resource, place);
  if (made === undefined) {
    return [];
  }
  const outputs = Object.entries(made.outputs).filter(
    ([output]) =>
      !(output in resource.inputs) && (isAddress(output) || /version|etag|endpoints/i.test(output)),
  );
  const given = new Set(texts(resource.inputs));
  return [made.id, ...outputs.flatMap(([, value]) => texts(value))].filter(
    (text) => text !== "" && !given.has(text),
  );
}

/** Those of the version that an update in place publishes; none where it publishes none. */
export function textsOfVersion(
  { before, after }: Pair,
  { properties }: ResourceChange,
  place: Snapshot,
): readonly string[] {
  const made = madeByAws(after, place);
  if (made === undefined || !publishes(after.type, before.inputs, plannedInputs(before, after, properties))) {
    return [];
  }
  const outputs = Object.keys(publishedOutputs(after.type, made.outputs, 0, undefined));
  return texts(outputs.map((output) => made.outputs[output])).filter((text) => text !== "");
}

/** As the engine hands them to the provider in a preview. */
function plannedInputs(
  before: SnapshotResource,
  after: SnapshotResource,
  properties: ResourceChange["properties"],
): Properties {
  const ignored = (after.options.ignoreChanges ?? []).map(parsePropertyPath);
  const inputs = ignored.reduce<unknown>((value, path) => withBase(before.inputs, value, path), after.inputs);
  const unknown = properties.filter(({ follows }) => follows !== undefined && follows.what !== "tags");
  return { ...(inputs as Properties), ...Object.fromEntries(unknown.map(({ path }) => [path, UNKNOWN])) };
}

/** Whether the old one must go before the new one is made: the program says so, or both have one name. */
export function isDeletedFirst({ before, after }: Pair): boolean {
  if (after.options.deleteBeforeReplace === true) {
    return true;
  }
  const name = isKnownType(after.type) ? namedBy(after.type, resourceType(after.type)) : undefined;
  return name !== undefined && after.inputs[name] !== undefined && before.inputs[name] === after.inputs[name];
}
