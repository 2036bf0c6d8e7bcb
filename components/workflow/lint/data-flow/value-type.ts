/**
 * What a JSONata value can be, as far as it is known before anything runs. `nothing` is a value that isn't there: JSONata's
 * undefined.
 */
export type ValueType =
  | { readonly kind: "any" | "nothing" | "null" | "boolean" | "number" | "function" }
  | TextType
  | ListType
  | ObjectType
  | UnionType;

export interface TextType {
  readonly kind: "string";
  /** All that it can be; absent when it can be any text. */
  readonly values?: readonly string[];
}

export interface ListType {
  readonly kind: "list";
  readonly of: ValueType;
  /** Each by its place, where there are exactly so many: the results of a Parallel's branches. */
  readonly items?: readonly ValueType[];
}

export interface ObjectType {
  readonly kind: "object";
  /** What gives it its members, "glue:startJobRun.sync" or "the context object"; absent when the workflow itself made it. */
  readonly source?: string;
  readonly names: readonly string[];
  /** It may have any other members, too. */
  readonly open?: boolean;
  /** Type of a member that is there; undefined for a name that none has. */
  readonly member: (name: string) => ValueType | undefined;
}

export interface UnionType {
  readonly kind: "union";
  readonly of: readonly Exclude<ValueType, UnionType>[];
}

export const ANY: ValueType = { kind: "any" };
export const NOTHING: ValueType = { kind: "nothing" };
export const NULL: ValueType = { kind: "null" };
export const BOOLEAN: ValueType = { kind: "boolean" };
export const NUMBER: ValueType = { kind: "number" };
export const TEXT: ValueType = { kind: "string" };
export const FUNCTION: ValueType = { kind: "function" };

/** More alternatives than this say nothing any more. */
const MOST_ALTERNATIVES = 8;
/** Deeper than this, two objects count as the same: what a loop nests into itself must come to an end. */
const DEEPEST = 5;

export function list(of: ValueType): ListType {
  return { kind: "list", of };
}

export function listOfExactly(items: readonly ValueType[]): ListType {
  return { kind: "list", of: either(...items), items };
}

export function objectOf(members: Readonly<Record<string, ValueType>>, source?: string): ObjectType {
  const names = Object.keys(members);
  return {
    kind: "object",
    ...(source === undefined ? {} : { source }),
    names,
    member: (name) => (Object.hasOwn(members, name) ? members[name] : undefined),
  };
}

/** An object whose members are worked out when they are asked for: shapes of services are large, and some hold themselves. */
export function lazyObject(
  names: readonly string[],
  member: (name: string) => ValueType,
  source: string,
): ObjectType {
  const known = new Set(names);
  const found = new Map<string, ValueType>();
  return {
    kind: "object",
    source,
    names,
    member: (name) => {
      if (!known.has(name)) {
        return undefined;
      }
      const type = found.get(name) ?? member(name);
      found.set(name, type);
      return type;
    },
  };
}

/** An object with any names. */
export function mapOf(of: ValueType): ObjectType {
  return { kind: "object", names: [], member: () => of };
}

export function isMap(type: ObjectType): boolean {
  return type.open === true || (type.names.length === 0 && type.member("any name") !== undefined);
}

/** Either of them. */
export function either(...types: readonly ValueType[]): ValueType {
  const found: Exclude<ValueType, UnionType>[] = [];
  for (const type of types.flatMap(alternatives)) {
    if (type.kind === "any") {
      return ANY;
    }
    if (!found.some((other) => same(other, type))) {
      found.push(type);
    }
  }
  if (found.length > MOST_ALTERNATIVES) {
    return ANY;
  }
  if (found.length === 0) {
    return NOTHING;
  }
  return found.length === 1 ? found[0] : { kind: "union", of: found };
}

export function alternatives(type: ValueType): readonly Exclude<ValueType, UnionType>[] {
  return type.kind === "union" ? type.of : [type];
}

/** Without the possibility that it isn't there. */
export function present(type: ValueType): ValueType {
  return either(...alternatives(type).filter(({ kind }) => kind !== "nothing"));
}

/** Whether the value may be of one of the kinds. What isn't there is of none. */
export function mayBe(type: ValueType, ...kinds: readonly ValueType["kind"][]): boolean {
  return alternatives(type).some(({ kind }) => kind === "any" || kinds.includes(kind));
}

export function same(a: ValueType, b: ValueType, depth = 0): boolean {
  if (a === b || depth > DEEPEST) {
    return true;
  }
  if (a.kind !== b.kind) {
    return false;
  }
  if (a.kind === "list") {
    return sameList(a, b as ListType, depth + 1);
  }
  if (a.kind === "string") {
    return a.values?.join("\n") === (b as TextType).values?.join("\n");
  }
  if (a.kind === "union") {
    const others = (b as UnionType).of;
    return (
      a.of.length === others.length &&
      a.of.every((one) => others.some((other) => same(one, other, depth + 1)))
    );
  }
  return a.kind !== "object" || sameObject(a, b as ObjectType, depth);
}

function sameList(a: ListType, b: ListType, depth: number): boolean {
  if (a.items === undefined || b.items === undefined) {
    return a.items === b.items && same(a.of, b.of, depth);
  }
  const others = b.items;
  return a.items.length === others.length && a.items.every((item, index) => same(item, others[index], depth));
}

function sameObject(a: ObjectType, b: ObjectType, depth: number): boolean {
  if (a.source !== b.source || a.open !== b.open || a.names.length !== b.names.length) {
    return false;
  }
  if (a.open !== true && (isMap(a) || isMap(b))) {
    return isMap(a) && isMap(b) && same(a.member("any")!, b.member("any")!, depth + 1);
  }
  if (a.source !== undefined) {
    // One source gives the same members under the same names.
    return a.names.every((name, index) => name === b.names[index]);
  }
  return a.names.every((name) => {
    const other = b.member(name);
    return other !== undefined && same(a.member(name)!, other, depth + 1);
  });
}

/** `text`, `a list of numbers`, `an object or nothing`: how findings say it. */
export function described(type: ValueType): string {
  switch (type.kind) {
    case "any":
      return "any value";
    case "string":
      return "text";
    case "nothing":
      return "nothing";
    case "null":
      return "null";
    case "list":
      return "a list";
    case "object":
      return "an object";
    case "union":
      return [...new Set(type.of.map(described))].join(" or ");
    default:
      return `a ${type.kind}`;
  }
}
