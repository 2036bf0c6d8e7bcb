import { isFields, jsonataOf } from "../definition";
import { left, type Node, nodesOf, pairs, parse } from "./expression";

/** How much of its old self a new value holds. */
export interface Taken {
  /** How often the old value is in it, whole. */
  readonly selves: number;
  /** Something stands around it or beside it: the value gets longer. */
  readonly grows: boolean;
  /** It holds what is around its own place, not only what was there. */
  readonly around: boolean;
  /** What is beside it, in bytes. */
  readonly bytes: number;
}

/** The place whose old and new value are compared. */
export interface Growing {
  /** `["trace"]`, `["states", "input", "log"]` */
  readonly path: readonly string[];
  /** Names of `path` that name the whole: 1 for a variable, 2 for `$states.input`. */
  readonly root: number;
  readonly bytesOf: (node: Node) => number;
  /** What names that an expression binds hold. */
  readonly bound?: ReadonlyMap<string, Taken>;
}

/** A template as one expression: its objects and lists as constructors. */
export function nodeOfTemplate(value: unknown): Node {
  const text = jsonataOf(value);
  if (text !== undefined) {
    const parsed = parse(text);
    return "node" in parsed ? parsed.node : { type: "value", value: null };
  }
  if (Array.isArray(value)) {
    return { type: "unary", value: "[", expressions: value.map(nodeOfTemplate) };
  }
  if (isFields(value)) {
    const lhs = Object.entries(value).map(([name, item]) => [
      { type: "string", value: name },
      nodeOfTemplate(item),
    ]);
    return { type: "unary", value: "{", lhs };
  }
  return { type: typeof value === "string" || typeof value === "number" ? typeof value : "value", value };
}

export function takenUp(node: Node, growing: Growing): Taken {
  if (node.predicate !== undefined || node.stages !== undefined) {
    return other(node, growing);
  }
  const self = ofSelf(node, growing);
  if (self !== undefined) {
    return self;
  }
  switch (node.type) {
    case "unary":
      return node.value === "["
        ? ofList(node, growing)
        : node.value === "{"
          ? ofObject(node, growing)
          : other(node, growing);
    case "binary":
      return node.value === "&" ? together([left(node), node.rhs!], growing) : other(node, growing);
    case "condition":
      return most([node.then!, ...(node.else ? [node.else] : [])].map((branch) => takenUp(branch, growing)));
    case "block":
      return ofBlock(node.expressions ?? [], growing);
    case "function":
      return ofFunction(node, growing);
    case "apply":
      return node.rhs?.type === "function"
        ? takenUp({ ...node.rhs, arguments: [left(node), ...(node.rhs.arguments ?? [])] }, growing)
        : other(node, growing);
    default:
      return other(node, growing);
  }
}

function other(node: Node, { bytesOf }: Growing): Taken {
  return { selves: 0, grows: false, around: false, bytes: bytesOf(node) };
}

function ofSelf(node: Node, { path, root, bound }: Growing): Taken | undefined {
  const steps = node.type === "path" ? (node.steps ?? []) : [node];
  const [first, ...rest] = steps;
  const plain = steps.every(
    ({ predicate, stages, focus, index }) =>
      predicate === undefined && stages === undefined && focus === undefined && index === undefined,
  );
  if (
    (first as Node | undefined)?.type !== "variable" ||
    !plain ||
    rest.some(({ type }) => type !== "name")
  ) {
    return undefined;
  }
  const names = steps.map(({ value }) => value as string);
  if (names.length === 1 && bound?.has(names[0]) === true) {
    return bound.get(names[0]);
  }
  const holds = names.length >= root && names.every((name, index) => name === path[index]);
  const around = names.length < path.length;
  return holds ? { selves: 1, grows: around, around, bytes: 0 } : undefined;
}

/** Side by side, as `&` and `$append` put them. */
function together(nodes: readonly Node[], growing: Growing): Taken {
  const parts = nodes.map((node) => takenUp(node, growing));
  const selves = parts.reduce((total, part) => total + part.selves, 0);
  return {
    selves,
    grows: selves > 0,
    around: parts.some(({ around }) => around),
    bytes: parts.reduce((total, part) => total + part.bytes, 0),
  };
}

function ofList(node: Node, growing: Growing): Taken {
  const items = node.expressions ?? [];
  // `[$list]` is the list itself, `[[$list]]` holds it.
  const holds = items.length > 1 || items.some(({ type, value }) => type === "unary" && value === "[");
  const all = together(items, growing);
  return { ...all, grows: holds && all.grows };
}

/** Each member stands for the old member; what holds more than that grows. */
function ofObject(node: Node, growing: Growing): Taken {
  const members = pairs(node).map(([key, value]) => {
    const path = key.type === "string" ? [...growing.path, key.value as string] : [...growing.path, ""];
    const taken = takenUp(value, { ...growing, path });
    return { ...taken, bytes: taken.bytes + growing.bytesOf(key) };
  });
  const bytes = members.reduce((total, member) => total + member.bytes, 0);
  const around = members.filter((member) => member.around);
  if (around.length > 0) {
    return {
      selves: around.reduce((total, { selves }) => total + selves, 0),
      grows: true,
      around: true,
      bytes,
    };
  }
  const growth = members.filter(({ grows }) => grows);
  const selves = Math.max(0, ...members.map((member) => member.selves));
  return growth.length > 0 ? most(growth) : { selves, grows: false, around: false, bytes };
}

function ofBlock(expressions: readonly Node[], growing: Growing): Taken {
  const bound = new Map(growing.bound);
  let last: Taken = { selves: 0, grows: false, around: false, bytes: 0 };
  for (const expression of expressions) {
    const inner = { ...growing, bound };
    last = takenUp(expression.type === "bind" ? expression.rhs! : expression, inner);
    if (expression.type === "bind") {
      bound.set(left(expression).value as string, last);
    }
  }
  return last;
}

/** What gives its first argument back, in another order or as a text. */
const KEEPS = new Set(["string", "sort", "reverse", "shuffle", "distinct", "clone", "spread"]);

function ofFunction(node: Node, growing: Growing): Taken {
  const given = node.arguments ?? [];
  const name = node.procedure?.value as string;
  if (given.length === 0) {
    return other(node, growing);
  }
  if (name === "append") {
    return together(given, growing);
  }
  if (name === "join" || KEEPS.has(name)) {
    return takenUp(given[0], growing);
  }
  if (name === "map") {
    return ofMap(given, growing);
  }
  return name === "merge" ? ofMerge(node, growing) : other(node, growing);
}

/** `$map($trace, function($v) { {"was": $v} })`: every element gets longer. */
function ofMap([list, lambda]: readonly Node[], growing: Growing): Taken {
  const taken = takenUp(list, growing);
  const parameter = (lambda as Node | undefined)?.arguments?.at(0)?.value;
  if (taken.selves === 0 || lambda.body === undefined || typeof parameter !== "string") {
    return taken;
  }
  const element = takenUp(lambda.body, { ...growing, path: [parameter], root: 1 });
  return { ...taken, grows: taken.grows || element.grows, bytes: taken.bytes + element.bytes };
}

/** With constant names a merge only replaces what is there. */
function ofMerge(node: Node, growing: Growing): Taken {
  const [argument] = node.arguments!;
  const parts =
    argument.type === "unary" && argument.value === "[" ? (argument.expressions ?? []) : [argument];
  const taken = parts.map((part) => takenUp(part, growing));
  const all = together(parts, growing);
  const open = [...nodesOf(node)].some(
    (inner) =>
      inner.type === "unary" && inner.value === "{" && pairs(inner).some(([key]) => key.type !== "string"),
  );
  return open ? all : { ...all, selves: Math.min(all.selves, 1), grows: taken.some(({ grows }) => grows) };
}

function most(parts: readonly Taken[]): Taken {
  return [...parts].sort(
    (a, b) => Number(b.grows) - Number(a.grows) || b.selves - a.selves || b.bytes - a.bytes,
  )[0];
}
