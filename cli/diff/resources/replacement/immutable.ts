import { isKnownType, resourceType } from "../../../../sandbox/program/resource-types/resource-types";

/** Whether AWS can't change the property in place; `unknown` for a type that the table of resource types does not have. */
export function isImmutable(type: string, property: string): boolean | "unknown" {
  if (!isKnownType(type)) {
    return "unknown";
  }
  const { inputs } = resourceType(type);
  return property in inputs && inputs[property].replaces === true;
}
