import type { Snapshot, SnapshotResource } from "../../snapshot";
import { grouped } from "../grouped";
import { isComponent } from "../remote-component";
import { physicalName } from "../physical-name";
import { inputChanges } from "../properties/input-changes";
import type { MissingAlias } from "../resource-change";
import { withKeptStandIns } from "../stand-ins";
import { type Matches, matchResources } from "./match";

interface Candidate {
  readonly before: SnapshotResource;
  readonly after: SnapshotResource;
  readonly fix: string;
}

/**
 * What the head makes and what the base's goes, where an alias would connect them. Only such as keep something then: where AWS would
 * replace every resource all the same, an alias is of no use.
 */
export function missingAliases(before: Snapshot, after: Snapshot, matches: Matches): readonly MissingAlias[] {
  const found: MissingAlias[] = [];
  const bases = new Set<string>();
  const [baseParts, headParts] = [partsOf(matches.deleted), partsOf(matches.created)];
  for (const created of roots(matches.created)) {
    const best = roots(matches.deleted)
      .filter(({ urn }) => !bases.has(urn))
      .flatMap((deleted) => candidate(deleted, created, matches))
      .map((one) =>
        connected(
          one,
          { ...before, resources: baseParts(one.before) },
          { ...after, resources: headParts(created) },
        ),
      )
      .filter(({ kept }) => kept > 0)
      .sort((one, other) => other.kept - one.kept || other.connected.length - one.connected.length)
      .at(0);
    if (best !== undefined) {
      bases.add(best.before);
      found.push(best);
    }
  }
  return found;
}

/** A resource of the list with all that is part of it. */
function partsOf(
  resources: readonly SnapshotResource[],
): (root: SnapshotResource) => readonly SnapshotResource[] {
  const children = grouped(resources, ({ parent }) => parent ?? "");
  const parts = (root: SnapshotResource): readonly SnapshotResource[] => [
    root,
    ...(children.get(root.urn) ?? []).flatMap(parts),
  ];
  return parts;
}

/** Those that are not part of another one of the list. */
function roots(resources: readonly SnapshotResource[]): readonly SnapshotResource[] {
  const urns = new Set(resources.map(({ urn }) => urn));
  return resources.filter(({ parent }) => parent === undefined || !urns.has(parent));
}

/** Two of the three, type, name and parent, are as they were. */
function candidate(
  before: SnapshotResource,
  after: SnapshotResource,
  { pairs }: Matches,
): readonly Candidate[] {
  const parent = pairs.find((pair) => pair.after.urn === after.parent)?.before.urn ?? after.parent;
  const same = {
    type: before.type === after.type,
    name: before.name === after.name,
    parent: before.parent === parent,
  };
  if (before.custom !== after.custom || (before.custom && !isSame(before, after))) {
    return [];
  }
  if (same.type && same.parent) {
    return [{ before, after, fix: `aliases: [{ name: ${JSON.stringify(before.name)} }]` }];
  }
  if (same.name && same.parent) {
    return [{ before, after, fix: `aliases: [{ type: ${JSON.stringify(before.type)} }]` }];
  }
  return same.type && same.name ? [{ before, after, fix: `aliases: [${JSON.stringify(before.urn)}]` }] : [];
}

/** For AWS: of the same type and name, with nothing different that can't be changed. A rename must not hide that one is meant to be another. */
function isSame(before: SnapshotResource, after: SnapshotResource): boolean {
  return (
    before.type === after.type &&
    physicalName(before) === physicalName(after) &&
    inputChanges(before, { ...after, options: {} }).every(({ replaces }) => replaces === false)
  );
}

/** @param before only what goes; `after`: only what comes */
function connected(
  { before: old, after: renamed, fix }: Candidate,
  before: Snapshot,
  after: Snapshot,
): MissingAlias {
  const aliases = [...(renamed.options.aliases ?? []), { urn: old.urn }];
  const aliased: Snapshot = {
    ...after,
    resources: after.resources.map((resource) =>
      resource.urn === renamed.urn ? { ...resource, options: { ...resource.options, aliases } } : resource,
    ),
  };
  const { pairs } = matchResources(before, aliased);
  const gained = matchResources(before, withKeptStandIns(aliased, pairs)).pairs.filter(
    (pair) => !isComponent(pair.after),
  );
  return {
    before: old.urn,
    after: renamed.urn,
    connected: gained.map((pair) => ({ before: pair.before.urn, after: pair.after.urn })),
    kept: gained.filter(
      (pair) => !inputChanges(pair.before, pair.after).some(({ replaces }) => replaces === true),
    ).length,
    fix,
  };
}
