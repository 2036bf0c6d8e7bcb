import { type Fields, isFields, type StateView } from "../definition";
import type { Node } from "./expression";
import { TEXT_BYTES, textBytes, UNKNOWN_BYTES } from "./value-size";

/** Where a Pass in JSONPath puts what it makes, in the names JSONata has for it; undefined where that can't be told. */
export function placeOfPass({ type, fields }: StateView): readonly string[] | undefined {
  const { InputPath: from = "$", OutputPath: to = "$", ResultPath: place = "$", Parameters } = fields;
  const names = typeof place === "string" ? namesOf(place) : undefined;
  return type === "Pass" && Parameters !== undefined && from === "$" && to === "$" && names?.[0] === "states"
    ? names
    : undefined;
}

/** A template of JSONPath as an expression of JSONata that holds as much. */
export function nodeOfPaths(value: unknown): Node {
  if (Array.isArray(value)) {
    return { type: "unary", value: "[", expressions: value.map(nodeOfPaths) };
  }
  if (isFields(value)) {
    return { type: "unary", value: "{", lhs: Object.entries(value).map(memberOfPaths) };
  }
  return { type: typeof value === "string" ? "string" : "number", value };
}

function memberOfPaths([name, value]: readonly [string, unknown]): readonly Node[] {
  return name.endsWith(".$") && typeof value === "string"
    ? [{ type: "string", value: name.slice(0, -2) }, nodeOfText(value)]
    : [{ type: "string", value: name }, nodeOfPaths(value)];
}

/** Bytes of such an expression: of a path nothing is known. */
export function bytesOfPaths(node: Node): number {
  switch (node.type) {
    case "string":
      return textBytes(String(node.value));
    case "number":
      return textBytes(JSON.stringify(node.value ?? 0));
    case "text":
      return TEXT_BYTES;
    default:
      return UNKNOWN_BYTES;
  }
}

const NUMBERS = new Set(["MathAdd", "MathRandom", "ArrayLength", "ArrayContains"]);
const TEXTS = new Set(["UUID", "Hash"]);
/** What gives its first argument back, whole. */
const KEEPS = new Set(["ArrayUnique", "ArrayPartition", "JsonToString"]);

function nodeOfText(text: string): Node {
  const called = /^States\.(\w+)\((.*)\)$/s.exec(text.trim());
  return called === null ? nodeOfArgument(text.trim()) : nodeOfIntrinsic(called[1], argumentsIn(called[2]));
}

function nodeOfIntrinsic(name: string, given: readonly string[]): Node {
  if (NUMBERS.has(name)) {
    return { type: "number" };
  }
  if (TEXTS.has(name)) {
    return { type: "text" };
  }
  const nodes = given.map(nodeOfText);
  if (name === "Array" || name === "Format") {
    return call("append", nodes);
  }
  if (name === "JsonMerge") {
    return call("merge", [{ type: "unary", value: "[", expressions: nodes.slice(0, 2) }]);
  }
  if (name === "StringToJson") {
    // An object with names that only the run knows.
    return { type: "unary", value: "{", lhs: [[{ type: "path" }, { type: "path" }]] };
  }
  return KEEPS.has(name) && nodes.length > 0 ? nodes[0] : { type: "path" };
}

function call(name: string, given: readonly Node[]): Node {
  return { type: "function", procedure: { type: "variable", value: name }, arguments: given };
}

function nodeOfArgument(text: string): Node {
  if (text.startsWith("'")) {
    return { type: "string", value: text.slice(1, -1) };
  }
  if (text.startsWith("$$")) {
    return { type: "text" };
  }
  const names = namesOf(text.replace(/\[\*\]$/, ""));
  if (names === undefined) {
    return text.startsWith("$") ? { type: "path" } : { type: "number" };
  }
  const [first, ...rest] = names;
  const steps = [{ type: "variable", value: first }, ...rest.map((value) => ({ type: "name", value }))];
  return { type: "path", steps };
}

/** `$.c.log` -> states, input, c, log; `$log` -> log; undefined for anything that selects. */
function namesOf(path: string): readonly string[] | undefined {
  if (!/^\$\w*(?:\.[\w-]+)*$/.test(path)) {
    return undefined;
  }
  const [first, ...rest] = path.slice(1).split(".");
  return first === "" ? ["states", "input", ...rest] : [first, ...rest];
}

function argumentsIn(list: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let quoted = false;
  let text = "";
  for (const [index, sign] of Array.from(list).entries()) {
    quoted = sign === "'" && list[index - 1] !== "\\" ? !quoted : quoted;
    depth += quoted ? 0 : "([".includes(sign) ? 1 : ")]".includes(sign) ? -1 : 0;
    if (sign === "," && depth === 0 && !quoted) {
      found.push(text);
      text = "";
    } else {
      text += sign;
    }
  }
  return text.trim() === "" ? found : [...found, text];
}

/** Whether a state in JSONPath hands on its input, or a part of it. */
export function handsOnByPath({ type, fields }: { readonly type: string; readonly fields: Fields }): boolean {
  const { ResultPath: place, Parameters, Result } = fields;
  if (typeof place === "string" ? place !== "$" : place === null) {
    return true;
  }
  if (type === "Pass") {
    return (
      Result === undefined && (Parameters === undefined || /"\$\.?[^$]/.test(JSON.stringify(Parameters)))
    );
  }
  return !["Task", "Map", "Parallel"].includes(type);
}
