/** In place of a value that only AWS knows, as long as a resource is not made. */
export const UNKNOWN: unique symbol = Symbol("known after the deploy");

export type Properties = Readonly<Record<string, unknown>>;

/** A resource as the rules see it, of the engine or of a recorded program. */
export interface Resource {
  /** `urn:pulumi:prod::stepline::...` */
  readonly urn: string;
  /** `aws:s3/bucket:Bucket` */
  readonly type: string;
  /** `platform-lake-raw-bucket` */
  readonly name: string;
  /** Plain data. What is not known yet is UNKNOWN, at any depth. */
  readonly properties: Properties;
  /** URNs of what it was made from. */
  readonly dependencies: readonly string[];
  /** The same by property, where the engine tells. */
  readonly propertyDependencies?: Readonly<Partial<Record<string, readonly string[]>>>;
  /** `dev`, `prod`: waivers are given for one. */
  readonly environment: string;
  /** What the provider tags by itself. */
  readonly defaultTags: Properties;
  /** The only accounts that the provider lets it be made in; empty when any is allowed. */
  readonly accountIds: readonly string[];
}

/**
 * The value at a path, `loggingConfiguration.level`, `rules.0.id`. UNKNOWN when it, or something on the way to it, is not known yet;
 * undefined when there is none.
 */
export function read(resource: Resource, path: string): unknown {
  return path.split(".").reduce<unknown>(member, resource.properties);
}

export function member(value: unknown, key: string): unknown {
  if (value === UNKNOWN) {
    return UNKNOWN;
  }
  return typeof value === "object" && value !== null ? (value as Properties)[key] : undefined;
}

/** A text, also of a number or a boolean; empty for what is neither, or not known yet at any depth. */
export function textOf(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
}

/** A number, also one written as a text; NaN for what is neither. */
export function numberOf(value: unknown): number {
  return typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
}

/** The items of a list; none when it is missing or not known yet. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function ofType(resources: readonly Resource[], types: readonly string[]): readonly Resource[] {
  return resources.filter(({ type }) => types.includes(type));
}

/**
 * Whether a property names another resource, by its id, name, URL or ARN. What it holds may not be known yet: then what it was
 * made from decides.
 */
export function refersTo(holder: Resource, path: string, target: Resource): boolean {
  const value = read(holder, path);
  if (value !== UNKNOWN) {
    return typeof value === "string" && identities(target).some((identity) => names(value, identity));
  }
  const [property] = path.split(".");
  const sources = holder.propertyDependencies?.[property] ?? [];
  return (sources.length > 0 ? sources : holder.dependencies).includes(target.urn);
}

/** Where resources keep what others name them by. */
export const IDENTIFYING: readonly string[] = [
  "id",
  "arn",
  "name",
  "bucket",
  "url",
  "namespaceName",
  "workgroupName",
];

function identities(resource: Resource): readonly string[] {
  return IDENTIFYING.map((property) => read(resource, property)).filter(
    (value): value is string => typeof value === "string" && value !== "",
  );
}

/** `arn:aws:s3:::raw` and `https://.../raw` name `raw`. */
function names(value: string, identity: string): boolean {
  return value === identity || value.endsWith(`:${identity}`) || value.endsWith(`/${identity}`);
}
