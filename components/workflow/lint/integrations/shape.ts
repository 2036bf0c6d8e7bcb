/**
 * What an argument takes or a result holds, as the catalogue writes it: `"string"`, `"#JobRun"` for a shape by name,
 * `{ "list": "string", "size": [1, 40] }`. Bounds are `[least, most]`, null for none: of a text its length, of a number its value.
 */
export type Shape =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "timestamp"
  | "blob"
  | "any"
  | `#${string}`
  | { readonly string: Bounds }
  | { readonly integer: Bounds }
  | { readonly number: Bounds }
  | { readonly list: Shape; readonly size?: Bounds }
  | { readonly map: Shape }
  | EnumShape
  | ObjectShape;

export type Bounds = readonly [number | null, number | null];

export interface EnumShape {
  readonly enum: readonly string[];
}

export interface ObjectShape {
  readonly object: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

/** Shapes by the names that `#name` refers to. */
export type Shapes = Readonly<Record<string, Shape>>;

/** A shape and the service's table its references are looked up in. */
export interface ShapeIn {
  readonly shape: Shape;
  readonly shapes: Shapes;
}

/** Follows `#name`. */
export function resolved({ shape, shapes }: ShapeIn): Exclude<Shape, `#${string}`> {
  let found = shape;
  while (typeof found === "string" && found.startsWith("#")) {
    found = shapes[found.slice(1)];
  }
  return found as Exclude<Shape, `#${string}`>;
}
