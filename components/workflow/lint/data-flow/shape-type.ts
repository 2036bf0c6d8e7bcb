import { resolved, type ShapeIn } from "../integrations/shape";
import { ANY, BOOLEAN, lazyObject, list, mapOf, NUMBER, TEXT, type ValueType } from "./value-type";

/** The type of a result. Every member of it may be missing: the models say little about that, so nothing is concluded from it. */
export function typeOfShape(given: ShapeIn, source: string): ValueType {
  const shape = resolved(given);
  const inside = (member: ShapeIn["shape"]): ValueType =>
    typeOfShape({ shape: member, shapes: given.shapes }, source);
  switch (shape) {
    case "string":
    case "blob":
      return TEXT;
    case "integer":
    case "number":
      return NUMBER;
    case "boolean":
      return BOOLEAN;
    // SDK integrations give text, some optimised ones milliseconds.
    case "timestamp":
    case "any":
      return ANY;
  }
  if ("object" in shape) {
    return lazyObject(Object.keys(shape.object), (name) => inside(shape.object[name]), source);
  }
  if ("list" in shape) {
    return list(inside(shape.list));
  }
  if ("map" in shape) {
    return mapOf(inside(shape.map));
  }
  if ("enum" in shape) {
    return { kind: "string", values: shape.enum };
  }
  return "string" in shape ? TEXT : NUMBER;
}
