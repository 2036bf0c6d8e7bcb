/** Most dangerous first: see `order.ts`. */
export interface ResourceChanges {
  readonly changes: readonly ResourceChange[];
  /** Resources that both revisions have and that stay as they are. */
  readonly unchanged: number;
}

/** Of one resource, as the engine would carry it out on a stack that the base was deployed to. */
export interface ResourceChange {
  readonly action: "create" | "update" | "replace" | "delete" | "rename";
  readonly urn: string;
  /** Where an alias lets the head's resource take over the base's. */
  readonly previousUrn?: string;
  readonly type: string;
  readonly name: string;
  /** Holds data, or an address that others depend on: see `stateful.ts`. Says what is lost without it. */
  readonly stateful?: string;
  /** What stands in the way of a deletion or replacement, in the base: the engine's `protect`, AWS's deletion protection, ... */
  readonly guards: readonly string[];
  /** Left in AWS when Pulumi deletes it from the stack. */
  readonly retained: boolean;
  readonly properties: readonly PropertyChange[];
}

export interface PropertyChange {
  /** `tags.Team`, `rules[0].status` */
  readonly path: string;
  /** Absent: the property is new, or gone. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** AWS can't change it in place: the resource is replaced. */
  readonly replaces: boolean;
}
