import { type Fields, isFields, jsonataOf, listed, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { left, type Node, nodesOf, pairs, parse, pathOf } from "./expression";
import { loopsOf } from "./loops";
import { expressionsIn, placeOf } from "./template";

/** Longest payload of a state, variables' total aside: developer guide, "Service quotas". */
export const PAYLOAD_LIMIT = "256 KiB";

/**
 * `payload-growth`: in a loop, a variable that takes itself up into its new value, or an output that takes up the input, gets
 * longer with every turn. It is bounded when a Choice of the loop compares a counter or the value's own count or length.
 */
export function* payloadGrowth(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    const loop = loopsOf(workflow).get(state);
    if (loop === undefined || state.queryLanguage === "JSONPath") {
      continue;
    }
    for (const { field, path, value } of takenUp(state)) {
      const grows = [...expressionsOf(value, field)].some(({ node, place }) =>
        adds(node, path, place !== field),
      );
      if (grows && !isBounded(path, loop)) {
        const what = path === "states.input" ? "the state's output" : `$${path}`;
        yield inState(workflow, state, {
          rule: "payload-growth",
          field,
          message: `Every turn of the loop adds to ${what}, and nothing ends the loop by that: a state takes ${PAYLOAD_LIMIT} at most.`,
          fix: `Keep the parts in S3 or DynamoDB, or compare ${path === "states.input" ? "a counter" : `$count($${path}) or a counter`} in a Choice of the loop.`,
        });
      }
    }
  }
}

interface TakenUp {
  readonly field: string;
  /** What would have to be in it: `items`, `states.input`. */
  readonly path: string;
  readonly value: unknown;
}

function* takenUp(state: StateView): Generator<TakenUp> {
  const parts: readonly { field: string; item: Fields }[] = [
    { field: "", item: state.fields },
    ...listed(state.fields, "Catch").map(({ field, item }) => ({ field: `${field}.`, item })),
    ...listed(state.fields, "Choices").map(({ field, item }) => ({ field: `${field}.`, item })),
  ];
  for (const { field, item } of parts) {
    for (const [name, value] of Object.entries(isFields(item.Assign) ? item.Assign : {})) {
      yield { field: placeOf(`${field}Assign`, name), path: name, value };
    }
    if (item.Output !== undefined) {
      yield { field: `${field}Output`, path: "states.input", value: item.Output };
    }
  }
}

function* expressionsOf(value: unknown, field: string): Generator<{ node: Node; place: string }> {
  for (const { field: place, text } of expressionsIn({ field, value })) {
    const parsed = parse(text);
    if ("node" in parsed) {
      yield { node: parsed.node, place };
    }
  }
}

/** Whether the value holds the old one whole, and more. `nested`: it stands inside an object or a list already. */
function adds(node: Node, path: string, nested: boolean): boolean {
  if (pathOf(node)?.join(".") === path) {
    return nested;
  }
  const under = (children: readonly Node[]): boolean => children.some((child) => adds(child, path, true));
  switch (node.type) {
    case "unary":
      return under(node.expressions ?? pairs(node).map(([, value]) => value));
    case "binary":
      return node.value === "&" && under([left(node), node.rhs!]);
    case "condition":
      return [node.then!, ...(node.else ? [node.else] : [])].some((branch) => adds(branch, path, nested));
    case "block":
      return (node.expressions ?? []).some((one) => adds(one.type === "bind" ? one.rhs! : one, path, nested));
    case "function":
      return addsByFunction(node, path);
    default:
      return false;
  }
}

function addsByFunction(node: Node, path: string): boolean {
  const given = node.arguments ?? [];
  switch (node.procedure?.value) {
    case "append":
      return given.some((argument) => adds(argument, path, true));
    case "merge":
      // With constant names it only replaces what is there.
      return given.some((argument) => adds(argument, path, true)) && hasOpenNames(node);
    case "join":
      return given.some((argument) => adds(argument, path, true));
    default:
      return false;
  }
}

function hasOpenNames(node: Node): boolean {
  return [...nodesOf(node)].some(
    (inner) =>
      inner.type === "unary" && inner.value === "{" && pairs(inner).some(([key]) => key.type !== "string"),
  );
}

const ORDER = new Set(["<", "<=", ">", ">="]);

function isBounded(path: string, loop: readonly StateView[]): boolean {
  const counters = new Set(loop.flatMap(countersOf));
  return loop
    .filter(({ type }) => type === "Choice")
    .flatMap(({ fields }) => listed(fields, "Choices"))
    .some(({ item }) => {
      const text = jsonataOf(item.Condition);
      const parsed = text === undefined ? undefined : parse(text);
      return parsed !== undefined && "node" in parsed && bounds(parsed.node, path, counters);
    });
}

function bounds(condition: Node, path: string, counters: ReadonlySet<string>): boolean {
  return [...nodesOf(condition)]
    .filter(({ type, value }) => type === "binary" && ORDER.has(value as string))
    .flatMap((comparison) => [...nodesOf(left(comparison)), ...nodesOf(comparison.rhs!)])
    .some((node) => {
      const name = pathOf(node)?.join(".");
      return name !== undefined && (name === path || counters.has(name));
    });
}

/** Variables that the state raises or lowers: `polls: $polls + 1`. */
function countersOf({ fields }: StateView): readonly string[] {
  const parts = [fields, ...listed(fields, "Choices").map(({ item }) => item)];
  return parts.flatMap((part) =>
    Object.entries(isFields(part.Assign) ? part.Assign : {}).flatMap(([name, value]) => {
      const text = jsonataOf(value);
      const parsed = text === undefined ? undefined : parse(text);
      const node = parsed !== undefined && "node" in parsed ? parsed.node : undefined;
      const counts = node?.type === "binary" && (node.value === "+" || node.value === "-");
      return counts && [left(node), node.rhs!].some((side) => pathOf(side)?.join(".") === name) ? [name] : [];
    }),
  );
}
