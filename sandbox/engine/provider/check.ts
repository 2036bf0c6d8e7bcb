import { digits } from "../../program/identifiers";
import type { ResourceType } from "../../program/resource-types/resource-types";
import type { Properties } from "./protocol";

/** Names of inputs that the provider filled in, as Pulumi's bridge keeps them beside the inputs. */
export const DEFAULTS = "__defaults";

/**
 * What stops a resource before anything is asked of AWS: required properties that are missing, and properties that there are
 * not, in the words of Pulumi's bridge to Terraform's provider.
 */
export function checkFailures(type: ResourceType, name: string, inputs: Properties): readonly string[] {
  const missing = Object.entries(type.inputs)
    .filter(([property, { required }]) => required === true && isNothing(inputs[property]))
    .map(
      ([property]) =>
        `Missing required argument. The argument "${snakeCase(property)}" is required, but no definition was found.. ` +
        `Examine values at '${name}.${property}'.`,
    );
  const unknown = Object.keys(inputs)
    .filter((property) => property !== DEFAULTS && !(property in type.inputs))
    .map((property) => `Invalid or unknown key. Examine values at '${name}.${property}'.`);
  return [...missing, ...unknown];
}

/** The property that the provider names a resource by where the program doesn't: of most types `name`. */
export function namedBy(token: string, type: ResourceType): string | undefined {
  const property = token === "aws:s3/bucket:Bucket" ? "bucket" : "name";
  const isOptional = property in type.inputs && type.inputs[property].required !== true;
  return isOptional && type.computed.includes(property) ? property : undefined;
}

/**
 * Inputs with a name that Pulumi makes, where the program gives none: the one that the resource has, or a new one.
 *
 * @param seed The same seed makes the same name.
 */
export function withName(
  { token, type, name }: { readonly token: string; readonly type: ResourceType; readonly name: string },
  old: Properties,
  inputs: Properties,
  seed: string,
): Properties {
  const property = namedBy(token, type);
  if (property === undefined || !isNothing(inputs[property]) || !isNothing(inputs[`${property}Prefix`])) {
    return inputs;
  }
  const prefix = token === "aws:kms/alias:Alias" ? "alias/" : "";
  const kept = Array.isArray(old[DEFAULTS]) && old[DEFAULTS].includes(property) ? old[property] : undefined;
  return { ...inputs, [property]: kept ?? `${prefix}${name}-${digits(seed, 7)}`, [DEFAULTS]: [property] };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** `assumeRolePolicy` -> `assume_role_policy` */
function snakeCase(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
