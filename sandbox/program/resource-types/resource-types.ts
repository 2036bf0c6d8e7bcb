import types from "./table.json";

/** What is known of a provider's type of resource: `generate.ts` reads it from the provider's SDK, with corrections of its own. */
export interface ResourceType {
  /** Every property that may be given. */
  readonly inputs: Readonly<Record<string, ResourceInput>>;
  /** Properties that only the provider makes, or makes where none is given: unknown before a resource is created. */
  readonly computed: readonly string[];
}

export interface ResourceInput {
  readonly required?: true;
  /** A change of it can't be made in place: the resource is replaced. */
  readonly replaces?: true;
  /** The provider marks it as a secret. */
  readonly secret?: true;
}

const TYPES = types as Readonly<Partial<Record<string, ResourceType>>>;

/**
 * @param type `aws:s3/bucket:Bucket`
 * @throws Error for a type that the table does not have yet
 */
export function resourceType(type: string): ResourceType {
  const found = TYPES[type];
  if (found === undefined) {
    throw new Error(
      `The table of resource types has no ${type}: add it by npx ts-node sandbox/program/resource-types/generate.ts.`,
    );
  }
  return found;
}

/** Whether the table has a type. */
export function isKnownType(type: string): boolean {
  return type in TYPES;
}
