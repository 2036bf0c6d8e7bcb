import type { Snapshot, SnapshotResource } from "../../snapshot";
import { isObject } from "../properties/difference";
import type { PropertyChange, ResourceChange } from "../resource-change";
import { standIns, texts } from "../stand-ins";
import { isImmutable } from "./immutable";

/** A property that AWS can't change, bound to a resource that gets another id. */
interface Binding {
  readonly dependent: string;
  readonly property: string;
  readonly value: unknown;
}

/**
 * The changes, with those that follow: what can't change a property that holds the id or the ARN of a replaced resource is replaced
 * as well, and so on. As the engine does for a resource that is deleted first; for another one, AWS makes a new id.
 *
 * @param unchanged of resources that both revisions have
 */
export function withCascade(
  changes: readonly ResourceChange[],
  unchanged: readonly ResourceChange[],
  before: Snapshot,
): { readonly changes: readonly ResourceChange[]; readonly unchanged: readonly ResourceChange[] } {
  const byUrn = new Map(before.resources.map((resource) => [resource.urn, resource]));
  const all = new Map([...changes, ...unchanged].map((change) => [change.previousUrn ?? change.urn, change]));
  const todo = [...all].filter(([, { action }]) => action === "replace").map(([urn]) => urn);
  for (let urn = todo.shift(); urn !== undefined; urn = todo.shift()) {
    const replaced = byUrn.get(urn);
    const cause = all.get(urn);
    // A new version at an address of its own leaves the earlier one where it is: nothing that names it must follow.
    const bound =
      replaced === undefined || cause?.contentAddressed === true ? [] : bindings(replaced, before);
    for (const { dependent, property, value } of bound) {
      const change = all.get(dependent);
      if (change !== undefined && cause !== undefined && change.action !== "delete") {
        todo.push(...(change.action === "replace" ? [] : [dependent]));
        all.set(dependent, forced(change, cause.urn, property, value));
      }
    }
  }
  const kept = new Set(unchanged.map((change) => change.urn));
  const after = [...all.values()];
  const stays = (change: ResourceChange): boolean => kept.has(change.urn) && change.forcedBy.length === 0;
  return { changes: after.filter((change) => !stays(change)), unchanged: after.filter(stays) };
}

function bindings(replaced: SnapshotResource, before: Snapshot): readonly Binding[] {
  const ids = new Set(standIns(replaced, before));
  return before.resources
    .filter((resource) => resource.dependencies.includes(replaced.urn))
    .flatMap(({ urn, type, inputs }) =>
      Object.entries(inputs)
        .filter(
          ([property, value]) =>
            isImmutable(type, property) === true && texts(value).some((text) => ids.has(text)),
        )
        .map(([property, value]) => ({ dependent: urn, property, value })),
    );
}

function forced(change: ResourceChange, cause: string, path: string, value: unknown): ResourceChange {
  const bound: PropertyChange = { path, before: value, after: value, replaces: true };
  const known = change.properties.some((property) => property.path === path);
  return {
    ...change,
    action: "replace",
    forcedBy: [...new Set([...change.forcedBy, cause])],
    properties: known || isObject(value) ? change.properties : [...change.properties, bound],
  };
}
