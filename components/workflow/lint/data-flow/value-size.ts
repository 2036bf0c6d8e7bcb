import type { StateView } from "../definition";
import type { LintedWorkflow } from "../rule";
import { analysisOf } from "./analysis";
import { childOutput } from "./children";
import { ERROR_OUTPUT, statesType } from "./context-object";
import { left, type Node, pairs } from "./expression";
import { infer } from "./infer";
import type { Binding, Scope } from "./scope";
import { resultOfTask } from "./task-result";
import { alternatives, ANY, either, isMap, type ValueType } from "./value-type";

/** Longest payload of a state, in bytes: developer guide, "Service quotas". */
export const PAYLOAD_BYTES = 256 * 1024;
/** What a value of any size counts as: ten of them fill a payload. */
export const UNKNOWN_BYTES = PAYLOAD_BYTES / 10;
/** A text of which only is known that it is one: a name, an id, a status, a time. */
export const TEXT_BYTES = 1024;
const NUMBER_BYTES = 25;
/** Deeper than this, a shape holds itself. */
const DEEPEST = 6;

/** Bytes that a value of the type takes as JSON; Infinity where it has no greatest size. */
export function bytesOfType(type: ValueType, depth = 0): number {
  return Math.max(0, ...alternatives(type).map((one) => bytesOf(one, depth)));
}

function bytesOf(type: ValueType, depth: number): number {
  switch (type.kind) {
    case "number":
    case "boolean":
    case "null":
      return NUMBER_BYTES;
    case "nothing":
    case "function":
      return 0;
    case "string":
      return type.values === undefined ? TEXT_BYTES : Math.max(...type.values.map(textBytes));
    case "object":
      return isMap(type) || depth > DEEPEST
        ? Infinity
        : sum(type.names.map((name) => textBytes(name) + bytesOfType(type.member(name) ?? ANY, depth + 1)));
    default:
      return Infinity;
  }
}

export function textBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) + 1;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Tells what a JSONata expression of the state gives at most, in bytes. */
export function sizer(state: StateView, workflow: LintedWorkflow): (node: Node) => number {
  const result = resultOfTask(state, workflow.options, (child) => childOutput(child, workflow));
  const states = statesType(state, ANY, ANY, { result, errorOutput: ERROR_OUTPUT });
  const variables = new Map<string, Binding>(assignedTypes(workflow)).set("states", {
    type: states,
    always: true,
  });
  const scope: Scope = {
    variables,
    input: undefined,
    guards: new Set(),
    asking: false,
    assigned: new Set(),
    everAssigned: new Set(),
    report: () => undefined,
  };
  const bytes = (node: Node): number => Math.min(bytesOfNode(node, scope, bytes), UNKNOWN_BYTES);
  return bytes;
}

function bytesOfNode(node: Node, scope: Scope, bytes: (node: Node) => number): number {
  if (node.predicate !== undefined || node.stages !== undefined) {
    return bytesOfType(infer(node, scope));
  }
  if (node.type === "string") {
    return textBytes(node.value as string);
  }
  if (node.type === "unary" && node.value === "[") {
    return sum((node.expressions ?? []).map((one) => bytes(one) + 1));
  }
  if (node.type === "unary" && node.value === "{") {
    return sum(pairs(node).map(([key, value]) => bytes(key) + bytes(value)));
  }
  if (node.type === "binary" && node.value === "&") {
    return bytes(left(node)) + bytes(node.rhs!);
  }
  const length = node.arguments?.at(2);
  if (node.type === "function" && node.procedure?.value === "substring" && length?.type === "number") {
    return (length.value as number) + 2;
  }
  return bytesOfType(infer(node, scope));
}

const types = new WeakMap<LintedWorkflow, ReadonlyMap<string, Binding>>();

/** Variables by what expressions assign to them; any value where a part of them is a template. */
function assignedTypes(workflow: LintedWorkflow): ReadonlyMap<string, Binding> {
  let known = types.get(workflow);
  if (known === undefined) {
    const found = new Map<string, Binding>();
    const analysis = analysisOf(workflow);
    for (const name of analysis.assigned.keys()) {
      const given = [...analysis.types.values()].flatMap((fields) =>
        [...fields].filter(([field]) => field.endsWith(`Assign.${name}`)).map(([, type]) => type),
      );
      found.set(name, { type: given.length === 0 ? ANY : either(...given), always: true });
    }
    known = found;
    types.set(workflow, known);
  }
  return known;
}
