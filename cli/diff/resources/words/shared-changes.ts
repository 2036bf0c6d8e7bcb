import type { PropertyChange, ResourceChange } from "../resource-change";
import { grouped } from "../grouped";
import { sectionOf } from "./property-words";

/** What differs in the same way in many resources. */
export interface SharedChange {
  readonly property: PropertyChange;
  readonly resources: readonly ResourceChange[];
}

/** Fewer are told at each. */
const MANY = 4;

/** Differences that many resources have in common, like a new tag, and the changes without them. */
export function sharedChanges(changes: readonly ResourceChange[]): {
  readonly shared: readonly SharedChange[];
  /** Those of which something is left to tell. */
  readonly rest: readonly ResourceChange[];
} {
  const differing = changes
    .filter(({ action }) => action === "update")
    .flatMap((resource) => resource.properties.map((property) => ({ property, resource })))
    .filter(({ property, resource }) => sectionOf(resource.type, property) === undefined);
  const shared = [...grouped(differing, ({ property }) => keyOf(property)).values()]
    .filter(({ length }) => length >= MANY)
    .map((group) => ({ property: group[0].property, resources: group.map(({ resource }) => resource) }));
  const told = new Set(shared.map(({ property }) => keyOf(property)));
  const rest = changes.flatMap((change) => {
    const properties = change.properties.filter(
      (property) => !told.has(keyOf(property)) || sectionOf(change.type, property) !== undefined,
    );
    const nothingLeft = properties.length === 0 && !change.options.some(({ after }) => after === true);
    return change.action !== "update" ? [change] : nothingLeft ? [] : [{ ...change, properties }];
  });
  return { shared, rest };
}

function keyOf({ path, before, after, follows, replaces }: PropertyChange): string {
  return JSON.stringify([path, before, after, follows, replaces]);
}
