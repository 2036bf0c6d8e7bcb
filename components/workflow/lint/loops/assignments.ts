import { type Fields, isFields, jsonataOf, listed, type StateView, type Transition } from "../definition";
import { lastName, type Literal, literalsIn, nodeOf, operand, subjectOf } from "./condition";

/** What a way out of a state does to a variable, or to a member of the data it hands on. */
export type Change =
  | { readonly kind: "step"; readonly by: number }
  | { readonly kind: "constant"; readonly value: Literal }
  | { readonly kind: "other" };

export type Changes = ReadonlyMap<string, Change>;

/** Everything that taking this way out of the state changes, by the name that conditions ask for. */
export function changesOn(state: StateView, transition: Transition): Changes {
  const { fields } = state;
  const changes = new Map<string, Change>();
  const assigned = assignOf(fields, transition);
  const isJsonata = state.queryLanguage === "JSONata";
  const changeOf = isJsonata ? jsonataChange : jsonPathChange;
  collect(changes, assigned, "", changeOf);
  const data = isJsonata ? [fields.Output] : [fields.Parameters, fields.Result, fields.ResultSelector];
  const handedOn = new Map<string, Change>();
  for (const part of transition.kind === "catch" ? [] : data) {
    collect(handedOn, part, "", changeOf);
  }
  for (const [name, change] of handedOn) {
    // Conditions ask for data by its last name: where it stands in a state's input is another state's doing.
    const last = lastName(name);
    changes.set(last, changes.get(last) ?? change);
  }
  return changes;
}

function assignOf(fields: Fields, { kind, field }: Transition): unknown {
  if (kind === "next" || kind === "default") {
    return fields.Assign;
  }
  const list = kind === "catch" ? "Catch" : "Choices";
  return listed(fields, list).find((entry) => `${entry.field}.Next` === field)?.item.Assign;
}

function collect(
  changes: Map<string, Change>,
  value: unknown,
  name: string,
  changeOf: (value: unknown, name: string) => Change | undefined,
): void {
  if (isFields(value)) {
    for (const [key, inner] of Object.entries(value)) {
      const member = key.replace(/\.\$$/, "");
      collect(changes, inner, name === "" ? member : `${name}.${member}`, changeOf);
    }
    return;
  }
  const change = changeOf(value, name);
  if (name !== "" && change !== undefined) {
    changes.set(name, change);
  }
}

const OTHER: Change = { kind: "other" };

function jsonataChange(value: unknown, name: string): Change | undefined {
  const expression = jsonataOf(value);
  if (expression === undefined) {
    return constant(value);
  }
  const node = nodeOf(expression);
  if (node === undefined) {
    return OTHER;
  }
  const literals = literalsIn(node);
  if (literals.length === 1) {
    return { kind: "constant", value: literals[0] };
  }
  const { type, value: operator, rhs } = node;
  const lhs = operand(node.lhs);
  const from = lhs === undefined ? undefined : subjectOf(lhs);
  const by = rhs === undefined ? undefined : literalsIn(rhs)[0];
  const itself = from !== undefined && (from === name || lastName(from) === lastName(name));
  if (type === "binary" && (operator === "+" || operator === "-") && itself && typeof by === "number") {
    return { kind: "step", by: operator === "+" ? by : -by };
  }
  return OTHER;
}

function jsonPathChange(value: unknown, name: string): Change {
  const step =
    typeof value === "string" ? /^States\.MathAdd\(\s*(\$[^,]*?)\s*,\s*(-?\d+)\s*\)$/.exec(value) : null;
  if (step !== null && lastName(step[1]) === lastName(name)) {
    return { kind: "step", by: Number(step[2]) };
  }
  return constant(value) ?? OTHER;
}

function constant(value: unknown): Change | undefined {
  if (typeof value === "string") {
    return value.startsWith("$") || value.startsWith("States.") ? OTHER : { kind: "constant", value };
  }
  return typeof value === "number" || typeof value === "boolean" ? { kind: "constant", value } : undefined;
}
