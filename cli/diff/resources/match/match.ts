import type { Snapshot, SnapshotResource } from "../../snapshot";
import { aliasUrns } from "./aliases";

export interface Pair {
  readonly before: SnapshotResource;
  readonly after: SnapshotResource;
}

export interface Matches {
  readonly pairs: readonly Pair[];
  readonly created: readonly SnapshotResource[];
  readonly deleted: readonly SnapshotResource[];
}

type Resources = Pick<Snapshot, "resources">;

/** Which resource of the base each of the head takes over: the one of its URN, else the first of its aliases that the base has. */
export function matchResources(before: Resources, after: Resources): Matches {
  const matching = new Matching(before, after);
  const pairs: Pair[] = [];
  const created: SnapshotResource[] = [];
  for (const resource of after.resources) {
    const previous = matching.previous(resource);
    if (previous === undefined) {
      created.push(resource);
    } else {
      pairs.push({ before: previous, after: resource });
    }
  }
  const taken = new Set(pairs.map((pair) => pair.before.urn));
  return { pairs, created, deleted: before.resources.filter(({ urn }) => !taken.has(urn)) };
}

/** A parent is matched before its children: they inherit the alias that it used. */
class Matching {
  private readonly base: ReadonlyMap<string, SnapshotResource>;
  private readonly head: ReadonlyMap<string, SnapshotResource>;
  /** By URN in the head; `undefined` as long as it is being looked for, and where there is none. */
  private readonly found = new Map<string, SnapshotResource | undefined>();
  private readonly taken = new Set<string>();

  constructor(before: Resources, after: Resources) {
    this.base = new Map(before.resources.map((resource) => [resource.urn, resource]));
    this.head = new Map(after.resources.map((resource) => [resource.urn, resource]));
  }

  public previous(resource: SnapshotResource): SnapshotResource | undefined {
    if (this.found.has(resource.urn)) {
      return this.found.get(resource.urn);
    }
    this.found.set(resource.urn, undefined);
    const previous = this.base.get(resource.urn) ?? this.byAlias(resource);
    if (previous !== undefined) {
      this.taken.add(previous.urn);
      this.found.set(resource.urn, previous);
    }
    return previous;
  }

  private byAlias(resource: SnapshotResource): SnapshotResource | undefined {
    const free = aliasUrns(resource, (urn) => this.usedAlias(urn)).find(
      // One that another resource of the head goes by, or took over: the engine refuses it a second time.
      (urn) => this.base.has(urn) && !this.head.has(urn) && !this.taken.has(urn),
    );
    return free === undefined ? undefined : this.base.get(free);
  }

  private usedAlias(urn: string): string | undefined {
    const resource = this.head.get(urn);
    const previous = resource === undefined ? undefined : this.previous(resource);
    return previous === undefined || previous.urn === urn ? undefined : previous.urn;
  }
}
