/** Most dangerous first: see `order.ts`. */
export interface ResourceChanges {
  readonly changes: readonly ResourceChange[];
  /** Resources that both revisions have and that stay as they are; components are not counted. */
  readonly unchanged: number;
  /** What is deleted and made anew though it may only have another name in the program. */
  readonly missingAliases: readonly MissingAlias[];
  /** Where the stack is, when that changes: everything AWS has of it is made anew there. */
  readonly moved?: { readonly before: string; readonly after: string };
}

/** Of one resource, as the engine would carry it out on a stack that the base was deployed to. */
export interface ResourceChange {
  readonly action: "create" | "update" | "replace" | "delete" | "rename";
  readonly urn: string;
  /** Where an alias lets the head's resource take over the base's. */
  readonly previousUrn?: string;
  readonly type: string;
  readonly name: string;
  /** Only made of others: AWS has nothing of it. */
  readonly component: boolean;
  /** Name of the component right under the stack that it is part of. */
  readonly within?: string;
  /** What AWS calls it, where the program says so: `stepline-prod-runs`. */
  readonly physicalName?: string;
  /** Holds data, or an address that others depend on: see `stateful.ts`. Says what is lost without it. */
  readonly stateful?: string;
  /** What stands in the way of a deletion or replacement, or undoes it: the engine's `protect`, AWS's deletion protection, ... */
  readonly guards: readonly string[];
  /** Guards that the change takes away, a sentence each. */
  readonly removedGuards: readonly string[];
  /** Left in AWS when Pulumi deletes it from the stack. */
  readonly retained: boolean;
  /** Its address is made of its contents: a replacement adds a new version, and the earlier one stays. */
  readonly contentAddressed: boolean;
  readonly properties: readonly PropertyChange[];
  /** What is asked of the engine beside inputs: `protect`, `retainOnDelete`. */
  readonly options: readonly PropertyChange[];
  /** URNs of new resources whose id or ARN it is bound to: they force its replacement. */
  readonly forcedBy: readonly string[];
  /** How the old and the new one get in each other's way, in a sentence. */
  readonly collision?: string;
}

export interface PropertyChange {
  /** `tags.Team`, `rules[tidy].status`, `policy.Statement[ReadCurated].Action[s3:GetObject]` */
  readonly path: string;
  /** Absent: the property is new, or gone; or it follows. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** The program gives the same, but it is made of what AWS makes anew. */
  readonly follows?: Follows;
  /**
   * AWS can't change it in place: the resource is replaced. `unknown`: the table of resource types does not have the type, or the
   * property is newer than what was read of the provider.
   */
  readonly replaces: boolean | "unknown";
}

/** What a property follows: the id and the ARN of a new resource, the version that an update publishes, a provider's tags. */
export interface Follows {
  readonly urn: string;
  readonly what: "id" | "version" | "tags";
}

/** A resource of the head, with everything under it, that would keep what the base has if it said what it was called. */
export interface MissingAlias {
  /** URN in the base. */
  readonly before: string;
  /** URN in the head. */
  readonly after: string;
  /** URNs, in the base and in the head, of the resources that the alias makes one; without components. */
  readonly connected: readonly { readonly before: string; readonly after: string }[];
  /** How many of them then need no replacement. */
  readonly kept: number;
  /** `aliases: [{ name: "marketing" }]` */
  readonly fix: string;
}
