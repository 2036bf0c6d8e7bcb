/** Properties as they are on the wire: plain data, with `UNKNOWN` in it, and assets as objects with their hash. */
export type Properties = Readonly<Record<string, unknown>>;

/** What stands for a value that is not known before something is created. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a custom resource is asked about. */
export interface ResourceCall {
  readonly urn: string;
  /** `aws:s3/bucket:Bucket` */
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  /** Tells the connections of the engine's providers apart: one process serves all of them. */
  readonly connection: string;
}

export type DiffKind = "ADD" | "ADD_REPLACE" | "DELETE" | "DELETE_REPLACE" | "UPDATE" | "UPDATE_REPLACE";

export interface Difference {
  /** `tags.Owner`, `rules[0].id` -> how it differs. Empty: nothing does. */
  readonly detailed: ReadonlyMap<string, DiffKind>;
  /** Properties, by their top-level name, whose change replaces the resource. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export interface ConstructCall {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly inputs: Properties;
  readonly aliases: readonly string[];
  /** Package -> reference (`urn::id`). */
  readonly providers: Readonly<Record<string, string>>;
  readonly monitor: Monitor;
}

export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly custom: boolean;
  readonly inputs?: Properties;
  readonly provider?: string;
  readonly providers?: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
  readonly dependencies?: readonly string[];
  /** Input -> URNs that it comes from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

export interface Registered {
  readonly urn: string;
  /** `UNKNOWN` before it is created. */
  readonly id: string;
}

/** The engine, as a component asks it for resources. */
export interface Monitor {
  register(registration: Registration): Promise<Registered>;
  registerOutputs(urn: string, outputs: Properties): Promise<void>;
  /** Asks a function of a provider. */
  invoke(token: string, args: Properties, provider: string | undefined): Promise<Properties>;
}

/** A provider of components. Secrets in their inputs are wrapped, and may be passed on. */
export interface ComponentProvider {
  construct(call: ConstructCall): Promise<Constructed>;
}

export interface Constructed {
  readonly urn: string;
  readonly state: Properties;
  /** Output -> URNs of the resources that it comes from: who uses it waits for them, and goes before they do. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/**
 * A provider of resources. An error that is thrown is the engine's to show. Secrets arrive as plain values; the engine marks what
 * comes of them.
 */
export interface ResourceProvider {
  configure(connection: string, settings: Properties): void;
  check(call: ResourceCall & { readonly old: Properties; readonly inputs: Properties }): {
    readonly inputs: Properties;
    /** Why the resource can't be made: one sentence each. */
    readonly failures: readonly string[];
  };
  diff(
    call: ResourceCall & {
      readonly state: Properties;
      readonly oldInputs: Properties;
      readonly inputs: Properties;
    },
  ): Difference;
  create(call: ResourceCall & { readonly inputs: Properties; readonly preview: boolean }): {
    readonly id: string;
    readonly state: Properties;
  };
  update(
    call: ResourceCall & {
      readonly id: string;
      readonly state: Properties;
      readonly oldInputs: Properties;
      readonly inputs: Properties;
      readonly preview: boolean;
    },
  ): Properties;
  /** Gives nothing for a resource that is gone. */
  read(
    call: ResourceCall & { readonly id: string; readonly state: Properties; readonly inputs: Properties },
  ): { readonly state: Properties; readonly inputs: Properties } | undefined;
  delete(call: ResourceCall & { readonly id: string; readonly state: Properties }): void;
  invoke(token: string, connection: string): Properties;
}
