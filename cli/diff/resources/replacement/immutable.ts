import { REPLACEMENTS } from "../../../../sandbox/program/resource-types/corrections";
import { isKnownType, resourceType } from "../../../../sandbox/program/resource-types/resource-types";

/**
 * Whether AWS can't change the property in place; `unknown` for a type that the table of resource types does not have, and for a
 * property that is newer than what was read of the provider.
 */
export function isImmutable(type: string, property: string): boolean | "unknown" {
  if (!isKnownType(type)) {
    return "unknown";
  }
  const { inputs } = resourceType(type);
  if (property in inputs && inputs[property].replaces === true) {
    return true;
  }
  return type in REPLACEMENTS && REPLACEMENTS[type].unread.includes(property) ? "unknown" : false;
}
