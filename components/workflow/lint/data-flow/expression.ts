import jsonata from "jsonata";

/** A node of JSONata's syntax tree, as its parser gives it; its own declaration leaves out half of the members. */
export interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly steps?: readonly Node[];
  readonly expressions?: readonly Node[];
  readonly arguments?: readonly Node[];
  readonly procedure?: Node;
  readonly body?: Node;
  readonly expression?: Node;
  readonly expr?: Node;
  readonly condition?: Node;
  readonly then?: Node;
  readonly else?: Node;
  readonly lhs?: Node | readonly (readonly Node[])[];
  readonly rhs?: Node;
  readonly predicate?: readonly Node[];
  readonly stages?: readonly Node[];
  readonly terms?: readonly { readonly expression: Node }[];
  readonly group?: { readonly lhs: readonly (readonly Node[])[] };
  readonly pattern?: Node;
  readonly update?: Node;
  readonly delete?: Node;
  /** Names that `@$name` and `#$name` bind. */
  readonly focus?: string;
  readonly index?: string;
  readonly keepArray?: boolean;
}

export type Parsed = { readonly node: Node } | { readonly error: string; readonly position: number };

const parsed = new Map<string, Parsed>();

/** Parsed once each: retries and failure records repeat the same expressions in every state. */
export function parse(text: string): Parsed {
  let found = parsed.get(text);
  if (found === undefined) {
    found = parseAnew(text);
    parsed.set(text, found);
  }
  return found;
}

function parseAnew(text: string): Parsed {
  try {
    return { node: jsonata(text).ast() as unknown as Node };
  } catch (error) {
    const { message, position } = error as { message: string; position?: number };
    return { error: message, position: position ?? text.length };
  }
}

/** Pairs of an object constructor or a grouping, key and value. */
export function pairs(node: Node): readonly (readonly Node[])[] {
  return Array.isArray(node.lhs) ? (node.lhs as readonly (readonly Node[])[]) : [];
}

/** A node's one left side. */
export function left(node: Node): Node {
  return node.lhs as Node;
}

/** Every node directly inside. */
export function children(node: Node): readonly Node[] {
  return [
    ...(node.steps ?? []),
    ...(node.expressions ?? []),
    ...(node.arguments ?? []),
    ...(node.predicate ?? []),
    ...(node.stages ?? []),
    ...(node.terms ?? []).map(({ expression }) => expression),
    ...(Array.isArray(node.lhs) ? pairs(node).flat() : []),
    ...(node.group?.lhs.flat() ?? []),
    ...[
      Array.isArray(node.lhs) ? undefined : (node.lhs as Node | undefined),
      node.rhs,
      node.procedure,
      node.body,
      node.expression,
      node.expr,
      node.condition,
      node.then,
      node.else,
      node.pattern,
      node.update,
      node.delete,
    ].filter((child) => child !== undefined),
  ];
}

/** The node and all inside it. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) {
    yield* nodesOf(child);
  }
}

const variables = new WeakMap<Node, readonly string[]>();

/** Names of all variables in an expression, found once. */
export function variablesIn(node: Node): readonly string[] {
  let names = variables.get(node);
  if (names === undefined) {
    const found = [...nodesOf(node)].filter(({ type }) => type === "variable");
    names = [...new Set(found.map(({ value }) => value as string))];
    variables.set(node, names);
  }
  return names;
}

/** `$a.b.c` -> ["a", "b", "c"], as far as it consists of plain names; undefined when it begins with no variable. */
export function pathOf(node: Node): readonly string[] | undefined {
  if (node.type === "variable") {
    return [node.value as string];
  }
  const [first, ...rest] = node.type === "path" ? (node.steps ?? []) : [];
  if ((first as Node | undefined)?.type !== "variable") {
    return undefined;
  }
  const names = [first.value as string];
  for (const step of rest) {
    if (step.type !== "name") {
      return undefined;
    }
    names.push(step.value as string);
  }
  return names;
}
