import type { Snapshot, SnapshotResource } from "../../snapshot";
import type { Pair } from "../match/match";
import type { Step } from "../properties/difference";
import { contains, parsePropertyPath } from "../properties/property-path";
import type { Follows, PropertyChange, ResourceChange } from "../resource-change";
import { SHORTEST } from "../stand-ins";
import { getsOtherTags } from "./default-tags";
import { isDeletedFirst, textsOfNew, textsOfVersion } from "./fresh-texts";
import { isImmutable } from "./immutable";

/** A resource that both revisions have, and what happens to it. */
export interface Planned {
  readonly pair: Pair;
  readonly change: ResourceChange;
}

/**
 * What happens to the resources of both revisions, with what follows from what happens to others, as Pulumi's engine plans it: an
 * input that holds the id or the ARN of a replaced or created resource, or the version that an update publishes, is not known
 * before. Then its resource is updated, or replaced where AWS can't change the property. Before a resource that goes before the
 * new one is made, all go that can't keep an input from it.
 *
 * @param created by the head
 */
export function withFollowing(
  planned: readonly Planned[],
  created: readonly SnapshotResource[],
  before: Snapshot,
  after: Snapshot,
): readonly ResourceChange[] {
  const following = new Following(planned, before, after);
  created.forEach((resource) => {
    following.isMade(resource);
  });
  planned.forEach(({ change }) => {
    following.changes(change.urn);
  });
  return following.all;
}

class Following {
  /** By URN in the head. */
  private readonly plans: Map<string, Planned>;
  /** URNs in the base -> in the head. */
  private readonly heads: ReadonlyMap<string, string>;
  private readonly done = new Set<string>();

  constructor(
    planned: readonly Planned[],
    private readonly before: Snapshot,
    private readonly after: Snapshot,
  ) {
    this.plans = new Map(planned.map((plan) => [plan.change.urn, plan]));
    this.heads = new Map(planned.map(({ pair }) => [pair.before.urn, pair.after.urn]));
  }

  public get all(): readonly ResourceChange[] {
    return [...this.plans.values()].map(({ change }) => change);
  }

  public isMade(resource: SnapshotResource): void {
    const id: Follows = { urn: resource.urn, what: "id" };
    this.reach(resource.urn, textsOfNew(resource, this.after), id);
  }

  /** What follows from what happens to one resource; once for each way in which it changes. */
  public changes(urn: string): void {
    const plan = this.plans.get(urn);
    if (plan === undefined) {
      return;
    }
    const { pair, change } = plan;
    if (change.action === "replace" && this.isFirst(`replace ${urn}`)) {
      // AWS's part of a renamed resource goes by its earlier name.
      this.reach(urn, textsOfNew(asBefore(pair), this.after), { urn, what: "id" });
      if (isDeletedFirst(pair)) {
        this.takeAlong(pair.before.urn);
      }
    } else if (change.action === "update") {
      const texts = textsOfVersion({ ...pair, after: asBefore(pair) }, change, this.after);
      if (texts.length > 0 && this.isFirst(`publish ${urn}`)) {
        this.reach(urn, texts, { urn, what: "version" });
      }
      this.tag(pair);
    }
  }

  /** Changes the inputs that hold one of the texts, which stand for what isn't known of the resource. */
  private reach(urn: string, texts: readonly string[], follows: Follows): void {
    for (const { pair } of [...this.plans.values()]) {
      const { propertyDependencies = {}, inputs, custom } = pair.after;
      const bound = Object.entries(propertyDependencies).filter(
        ([property, urns]) =>
          custom && urns.includes(urn) && holds(inputs[property], property, texts, pair.after),
      );
      for (const [property] of bound) {
        this.follow(pair, property, follows);
      }
    }
  }

  private follow({ after: { urn, type, options } }: Pair, path: string, follows: Follows): void {
    const replacing = (options.replaceOnChanges ?? []).map(parsePropertyPath);
    const immutable = replacing.some((each) => contains(each, [{ kind: "key", key: path }]));
    this.add(urn, { path, follows, replaces: immutable || isImmutable(type, path) });
  }

  /** As the engine does: by the base's inputs, of which none is known that comes from what goes. */
  private takeAlong(gone: string): void {
    for (const { urn, type, custom, options, propertyDependencies = {} } of this.before.resources) {
      const head = this.heads.get(urn);
      const ignored = (options.ignoreChanges ?? []).map(parsePropertyPath);
      const bound = Object.keys(propertyDependencies).find(
        (property) =>
          propertyDependencies[property].includes(gone) &&
          isImmutable(type, property) === true &&
          !ignored.some((path) => contains(path, [{ kind: "key", key: property }])),
      );
      if (custom && head !== undefined && bound !== undefined && this.isFirst(`along ${urn}`)) {
        this.add(head, {
          path: bound,
          follows: { urn: this.heads.get(gone) ?? gone, what: "id" },
          replaces: true,
        });
        this.takeAlong(urn);
      }
    }
  }

  private tag(provider: Pair): void {
    if (provider.after.type !== "pulumi:providers:aws" || !this.isFirst(`tag ${provider.after.urn}`)) {
      return;
    }
    const follows: Follows = { urn: provider.after.urn, what: "tags" };
    for (const { pair } of [...this.plans.values()].filter((plan) => getsOtherTags(provider, plan.pair))) {
      this.add(pair.after.urn, { path: "tagsAll", follows, replaces: false });
    }
  }

  private add(urn: string, property: PropertyChange & { readonly follows: Follows }): void {
    const plan = this.plans.get(urn);
    if (plan === undefined) {
      return;
    }
    const { change } = plan;
    const known = change.properties.some(({ path }) => isInside(path, property.path));
    const replaces = property.replaces === true;
    const changed: ResourceChange = {
      ...change,
      action: replaces || change.action === "replace" ? "replace" : "update",
      forcedBy: replaces ? [...new Set([...change.forcedBy, property.follows.urn])] : change.forcedBy,
      properties: known ? change.properties : [...change.properties, property],
    };
    this.plans.set(urn, { ...plan, change: changed });
    this.changes(urn);
  }

  private isFirst(step: string): boolean {
    const first = !this.done.has(step);
    this.done.add(step);
    return first;
  }
}

function asBefore({ before, after }: Pair): SnapshotResource {
  return { ...after, urn: before.urn, name: before.name };
}

function isInside(path: string, property: string): boolean {
  return path === property || path.startsWith(`${property}.`) || path.startsWith(`${property}[`);
}

/** Whether a text stands in the value where a change of it isn't ignored. */
function holds(
  value: unknown,
  property: string,
  texts: readonly string[],
  { options }: SnapshotResource,
): boolean {
  const ignored = (options.ignoreChanges ?? []).map(parsePropertyPath);
  return leaves(value, [{ kind: "key", key: property }]).some(
    ([leaf, steps]) =>
      !ignored.some((path) => contains(path, steps)) &&
      texts.some((text) => leaf === text || (text.length >= SHORTEST && leaf.includes(text))),
  );
}

function leaves(value: unknown, steps: readonly Step[]): readonly (readonly [string, readonly Step[]])[] {
  if (typeof value === "string") {
    return [[value, steps]];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, member]) =>
    leaves(member, [
      ...steps,
      Array.isArray(value) ? { kind: "index", index: Number(key) } : { kind: "key", key },
    ]),
  );
}
