import { isFields } from "../definition";
import type { Visit } from "./evaluate";
import { parseIntrinsic, parsePath, resultOfIntrinsic } from "./json-path-text";
import { memberOf } from "./member";
import { beyond } from "./paths";
import type { Scope } from "./scope";
import { placeOf } from "./template";
import {
  alternatives,
  ANY,
  BOOLEAN,
  either,
  list,
  NULL,
  NUMBER,
  objectOf,
  present,
  type ValueType,
} from "./value-type";

/** What `$` is in a field, and who is told what can't be there. */
export interface PathReader {
  readonly visit: Visit;
  readonly root: ValueType;
  /** Paths that may be missing: a Choice asks for them by IsPresent. */
  readonly asked?: ReadonlySet<string>;
}

/** The type of what a path or an intrinsic function finds. */
export function typeOfPath(text: string, field: string, reader: PathReader): ValueType {
  const call = parseIntrinsic(text);
  if (call !== undefined) {
    for (const given of call.given) {
      if (/^(?:\$|States\.)/.test(given)) {
        typeOfPath(given, field, reader);
      }
    }
    return resultOfIntrinsic(call);
  }
  const path = parsePath(text);
  if (path === undefined) {
    return ANY;
  }
  let type = rootNamed(path.root, path.steps, reader);
  let seen = path.root;
  for (const step of path.root === "$$" ? [] : path.steps) {
    seen += typeof step === "number" ? `[${step}]` : `.${step}`;
    type =
      typeof step === "number" ? element(type, step, field, reader) : member(type, step, seen, field, reader);
    if (type.kind === "any") {
      return ANY;
    }
  }
  return path.open ? ANY : type;
}

function rootNamed(
  root: string,
  steps: readonly (string | number)[],
  { visit, root: own }: PathReader,
): ValueType {
  if (root === "$") {
    return own;
  }
  if (root === "$$") {
    return steps.join(".") === "Map.Item.Value" ? (visit.before.item ?? ANY) : ANY;
  }
  return visit.before.variables.get(root.slice(1))?.type ?? ANY;
}

function element(type: ValueType, index: number, field: string, { visit }: PathReader): ValueType {
  if (type.kind === "list" && type.items !== undefined && index >= type.items.length) {
    visit.report?.(field, beyond(index, type.items.length));
    return ANY;
  }
  const found = alternatives(type).map((one) =>
    one.kind === "list" ? (one.items?.at(index) ?? one.of) : ANY,
  );
  return present(either(...found));
}

function member(
  type: ValueType,
  name: string,
  path: string,
  field: string,
  { visit, asked }: PathReader,
): ValueType {
  const report: Scope["report"] = (problem) => {
    if (asked?.has(path) !== true) {
      visit.report?.(field, problem);
    }
  };
  if (alternatives(type).some(({ kind }) => kind === "list")) {
    if (alternatives(type).every(({ kind }) => kind === "list")) {
      report({
        rule: "wrong-path",
        message: `${path} finds nothing: what it looks into is a list.`,
        fix: "Take one element by [0], or all of them by [*].",
      });
    }
    return ANY;
  }
  // A path that finds nothing stops the execution: what goes on has found something.
  return present(
    memberOf(type, name, path, { guards: new Set(), asking: false, report } as unknown as Scope),
  );
}

/** What a payload template becomes: members whose names end with `.$` are paths. */
export function typeOfPayload(value: unknown, field: string, reader: PathReader): ValueType {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => typeOfPayload(item, `${field}[${index}]`, reader));
    return list(either(...items));
  }
  if (!isFields(value)) {
    return typeOfJson(value);
  }
  const members = Object.entries(value).map(([name, item]): [string, ValueType] => {
    const place = placeOf(field, name);
    return name.endsWith(".$")
      ? [name.slice(0, -2), typeof item === "string" ? typeOfPath(item, place, reader) : ANY]
      : [name, typeOfPayload(item, place, reader)];
  });
  return objectOf(Object.fromEntries(members));
}

/** What stands in the definition as it is. */
export function typeOfJson(value: unknown): ValueType {
  switch (typeof value) {
    case "string":
      return { kind: "string", values: [value] };
    case "number":
      return NUMBER;
    case "boolean":
      return BOOLEAN;
  }
  if (value === null) {
    return NULL;
  }
  if (Array.isArray(value)) {
    return list(either(...value.map(typeOfJson)));
  }
  if (!isFields(value)) {
    return ANY;
  }
  const members = Object.entries(value).map(([name, item]) => [name, typeOfJson(item)] as const);
  return objectOf(Object.fromEntries(members));
}
