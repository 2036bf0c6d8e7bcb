import { isFields, jsonataOf } from "../definition";
import { type Node, parse } from "./expression";
import { infer } from "./infer";
import { remembered } from "./memo";
import type { Scope } from "./scope";
import { ANY, BOOLEAN, either, list, NULL, NUMBER, objectOf, type ValueType } from "./value-type";

/** JSON in which texts between `{%` and `%}` are JSONata, with the place it has in a state: `Arguments`. */
export interface Template {
  readonly field: string;
  readonly value: unknown;
}

/** An expression with its place: `Arguments.Payload.runId`. */
export interface Expression {
  readonly field: string;
  readonly text: string;
}

/** Every expression in a template, in reading order. */
export function* expressionsIn({ field, value }: Template): Generator<Expression> {
  const text = jsonataOf(value);
  if (text !== undefined) {
    yield { field, text };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* expressionsIn({ field: `${field}[${index}]`, value: item as unknown });
    }
  } else if (isFields(value)) {
    for (const [name, item] of Object.entries(value)) {
      yield* expressionsIn({ field: placeOf(field, name), value: item });
    }
  }
}

/** `Assign.runId`; a name with other signs in it stands in brackets. */
export function placeOf(field: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${field}.${name}` : `${field}[${JSON.stringify(name)}]`;
}

/** What the expressions of a template can see, and who wants to know what they give. */
export interface Reader {
  readonly scopeAt: (field: string, node: Node) => Scope;
  readonly typed?: (field: string, type: ValueType) => void;
}

/** What the template becomes. */
export function typeOfTemplate({ field, value }: Template, reader: Reader): ValueType {
  if (value === null) {
    return NULL;
  }
  switch (typeof value) {
    case "boolean":
      return BOOLEAN;
    case "number":
      return NUMBER;
    case "string":
      return typeOfText(value, field, reader);
    case "object":
      break;
    default:
      return ANY;
  }
  if (Array.isArray(value)) {
    return list(
      either(
        ...value.map((item: unknown, index) =>
          typeOfTemplate({ field: `${field}[${index}]`, value: item }, reader),
        ),
      ),
    );
  }
  const members = Object.entries(value).map(([name, item]) => [
    name,
    typeOfTemplate({ field: placeOf(field, name), value: item as unknown }, reader),
  ]);
  return objectOf(Object.fromEntries(members) as Record<string, ValueType>);
}

function typeOfText(text: string, field: string, { scopeAt, typed }: Reader): ValueType {
  const expression = jsonataOf(text);
  if (expression === undefined) {
    return { kind: "string", values: [text] };
  }
  const parsed = parse(expression);
  if (!("node" in parsed)) {
    return ANY;
  }
  const scope = scopeAt(field, parsed.node);
  if (typed === undefined) {
    return remembered(parsed.node, scope, () => infer(parsed.node, scope));
  }
  const type = infer(parsed.node, scope);
  if (type.kind === "nothing") {
    scope.report({
      rule: "no-value",
      message: "The expression never has a value, and JSON has nothing for that: the state fails.",
      fix: "Give it a value in every case, null if need be.",
    });
  }
  typed(field, type);
  return type;
}
