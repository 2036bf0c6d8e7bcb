import type { PropertyPath, RecordedResource } from "../../sandbox/types";
import { type AssetReader, isAsset } from "./asset-contents";
import { byText } from "./json";

/** In the place of a secret. */
export const SECRET = "[secret]";

/** What stands for a secret: `[secret]`, or a text that also tells equal ones, `[secret 1a2b3c]`. */
export type SecretText = (secret: unknown) => string;

/** Whether a text stands for a secret. */
export function isSecretText(text: string): boolean {
  return /^\[secret(?: [0-9a-f]+)?\]$/.test(text);
}

/** A resource as the program declares it, as data that may be shown. */
export interface ShownResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Made by a provider; otherwise a component of the program. */
  readonly custom: boolean;
  /** URN. Only the stack itself has none. */
  readonly parent?: string;
  /** URNs. */
  readonly dependencies: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Secrets are left out, assets and archives told by their contents. */
export async function shownResource(
  resource: RecordedResource,
  reader: AssetReader,
  secretText?: SecretText,
): Promise<ShownResource> {
  const { urn, type, name, custom, parent, dependencies, inputs, secretInputs = [] } = resource;
  return {
    urn,
    type,
    name,
    custom,
    parent,
    dependencies: [...new Set(dependencies)].sort(byText),
    inputs: (await shown(inputs, secretInputs, reader, secretText)) as Readonly<Record<string, unknown>>,
  };
}

/** @param secrets where in `value` a secret is */
export async function shown(
  value: unknown,
  secrets: readonly PropertyPath[],
  reader: AssetReader,
  secretText: SecretText = () => SECRET,
): Promise<unknown> {
  if (secrets.some((path) => path.length === 0)) {
    return secretText(await shown(value, [], reader));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (isAsset(value)) {
    return await reader.contents(value);
  }
  const members = await Promise.all(
    Object.entries(value).map(async ([key, member]): Promise<[string, unknown]> => {
      const inside = secrets.filter((path) => path[0] === key).map((path) => path.slice(1));
      return [key, await shown(member, inside, reader, secretText)];
    }),
  );
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}
