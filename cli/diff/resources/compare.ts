import type { Snapshot, SnapshotResource } from "../snapshot";
import { creationCollisions, replacementCollision } from "./dangers/collision";
import { guardsOf } from "./dangers/guards";
import { removedGuards } from "./dangers/removed-guards";
import { lossOf } from "./dangers/stateful";
import { matchResources, type Pair } from "./match/match";
import { missingAliases } from "./match/missing-aliases";
import { isStackUrn } from "./match/urn";
import { inOrder } from "./order";
import { physicalName } from "./physical-name";
import { inputChanges, optionChanges } from "./properties/input-changes";
import { isComponent } from "./remote-component";
import { isContentAddressed } from "./replacement/content-addressed";
import { withFollowing } from "./replacement/following";
import type { PropertyChange, ResourceChange, ResourceChanges } from "./resource-change";
import { withKeptStandIns } from "./stand-ins";
import { topComponents } from "./top-components";

type Tops = ReturnType<typeof topComponents>;

/** What the engine would do with a stack that the base was deployed to. */
export function compareResources(before: Snapshot, declared: Snapshot): ResourceChanges {
  const matches = matchResources(before, declared);
  const after = withKeptStandIns(declared, matches.pairs);
  const { pairs, created, deleted } = matchResources(before, after);
  const [baseTops, headTops] = [topComponents(before), topComponents(after)];
  const collisions = creationCollisions(created, deleted);
  const planned = pairs
    .filter((pair) => !isStackUrn(pair.after.urn))
    .map((pair) => ({ pair, change: pairChange(pair, baseTops, headTops) }));
  const both = withFollowing(planned, created, before, after);
  const changes = [
    ...both.filter(isChange).map((change) => withCollision(change, pairs)),
    ...created
      .filter(({ urn }) => !isStackUrn(urn))
      .map((resource) => oneSided("create", resource, headTops, collisions.get(resource.urn))),
    ...deleted
      .filter(({ urn }) => !isStackUrn(urn))
      .map((resource) => oneSided("delete", resource, baseTops)),
  ];
  const moved =
    placeOf(before) !== placeOf(after) && before.resources.length > 0 && after.resources.length > 0;
  return {
    changes: inOrder(changes),
    unchanged: both.filter((change) => !isChange(change) && !change.component).length,
    missingAliases: missingAliases(before, declared, matches),
    ...(moved ? { moved: { before: placeOf(before), after: placeOf(after) } } : {}),
  };
}

function pairChange({ before, after }: Pair, base: Tops, head: Tops): ResourceChange {
  const properties = inputChanges(before, after);
  const options = optionChanges(before, after);
  const replaced = properties.some(({ replaces }) => replaces === true);
  const changed = properties.length > 0 || options.length > 0;
  return {
    ...common(before, base),
    ...within(after, head),
    // The engine replaces what the same change takes the protection from.
    guards: guardsOf(
      after.options.protect === true ? before : { ...before, options: { ...before.options, protect: false } },
    ),
    action: replaced ? "replace" : changed || before.urn === after.urn ? "update" : "rename",
    urn: after.urn,
    ...(before.urn === after.urn ? {} : { previousUrn: before.urn }),
    name: after.name,
    type: after.type,
    removedGuards: removedGuards(after.type, properties, options),
    contentAddressed: isContentAddressed(before, after),
    properties,
    options,
  };
}

function isChange({ properties, options, previousUrn }: ResourceChange): boolean {
  return properties.length > 0 || options.length > 0 || previousUrn !== undefined;
}

function withCollision(change: ResourceChange, pairs: readonly Pair[]): ResourceChange {
  const pair = pairs.find(({ after }) => after.urn === change.urn);
  const collision =
    change.action !== "replace" || pair === undefined
      ? undefined
      : replacementCollision(pair.before, pair.after);
  return collision === undefined ? change : { ...change, collision };
}

/** Of a resource that only one revision has. */
function oneSided(
  action: "create" | "delete",
  resource: SnapshotResource,
  tops: Tops,
  collision?: string,
): ResourceChange {
  const properties = Object.entries(resource.inputs).map(([path, value]): PropertyChange => {
    return { path, ...(action === "create" ? { after: value } : { before: value }), replaces: false };
  });
  const { guards, ...rest } = common(resource, tops);
  return {
    ...rest,
    action,
    guards: action === "create" ? [] : guards,
    removedGuards: [],
    contentAddressed: false,
    properties,
    options: [],
    ...(collision === undefined ? {} : { collision }),
  };
}

function common(
  resource: SnapshotResource,
  tops: Tops,
): Pick<
  ResourceChange,
  | "urn"
  | "type"
  | "name"
  | "component"
  | "within"
  | "physicalName"
  | "stateful"
  | "guards"
  | "retained"
  | "forcedBy"
> {
  const { urn, type, name, options } = resource;
  const [physical, stateful] = [physicalName(resource), lossOf(type)];
  return {
    urn,
    type,
    name,
    component: isComponent(resource),
    ...within(resource, tops),
    ...(physical === undefined ? {} : { physicalName: physical }),
    ...(stateful === undefined ? {} : { stateful }),
    guards: guardsOf(resource),
    retained: options.retainOnDelete === true,
    forcedBy: [],
  };
}

function within({ urn }: SnapshotResource, tops: Tops): { readonly within?: string } {
  const name = tops.get(urn);
  return name === undefined ? {} : { within: name };
}

function placeOf({ accountId, region }: Snapshot): string {
  return `${region} of account ${accountId}`;
}
