import type { RecordedResource } from "../types";

/** Inputs of a resource, read as what its type says they are. */
export class ResourceInputs {
  constructor(public readonly resource: RecordedResource) {}

  /** A text among inputs and computed outputs. @throws Error when there is none. */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) {
      throw new Error(`${name} is not set.`);
    }
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.resource.state[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  number(name: string): number | undefined {
    const value = this.resource.inputs[name];
    return typeof value === "number" ? value : undefined;
  }

  is(name: string): boolean {
    return this.resource.inputs[name] === true;
  }

  /** An object input as the given type; its members in the program's spelling. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what the type declares.
  object<T>(name: string): T | undefined {
    return this.resource.inputs[name] as T | undefined;
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as above.
  list<T>(name: string): readonly T[] {
    return (this.resource.inputs[name] ?? []) as readonly T[];
  }

  tags(): readonly { Key: string; Value: string }[] {
    const tags = this.object<Readonly<Record<string, string>>>("tags") ?? {};
    return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  }
}

/** Spellings that are not the program's with a capital. */
const SPELLINGS: Readonly<Partial<Record<string, string>>> = {
  id: "ID",
  sseAlgorithm: "SSEAlgorithm",
  kmsMasterKeyId: "KMSMasterKeyID",
};

/** A configuration in the words of AWS's API: the same members, each with a capital. */
export function apiSpelling(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(apiSpelling);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      SPELLINGS[key] ?? key.charAt(0).toUpperCase() + key.slice(1),
      apiSpelling(member),
    ]),
  );
}
