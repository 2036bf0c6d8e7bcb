import { suggestion } from "../nearest";
import type { Problem, Scope } from "./scope";
import {
  alternatives,
  ANY,
  described,
  either,
  list,
  NOTHING,
  type ObjectType,
  type ValueType,
} from "./value-type";

/** Source of the type of `$states`. */
export const STATES = "$states";

/**
 * The type of `value.name`. A list gives the members of its elements: none, one, or a list. Reports a name that no
 * alternative can have; `path` is how the text has it, `$states.result.Idd`.
 */
export function memberOf(value: ValueType, name: string, path: string, scope: Scope): ValueType {
  const found: ValueType[] = [];
  const without: ValueType[] = [];
  for (const one of alternatives(value)) {
    const type = memberOfOne(one, name);
    if (type === undefined) {
      without.push(one);
    } else {
      found.push(type);
    }
  }
  if (
    without.length > 0 &&
    found.every(({ kind }) => kind === "nothing") &&
    isWorthIt(without, path, scope)
  ) {
    scope.report(problemOf(without, name, path));
    return ANY;
  }
  return without.length > 0 ? either(...found, NOTHING) : either(...found);
}

/** Undefined when it has no such member. */
function memberOfOne(value: ValueType, name: string): ValueType | undefined {
  switch (value.kind) {
    case "any":
      return ANY;
    case "nothing":
    case "null":
      return NOTHING;
    case "object":
      return value.member(name);
    case "list": {
      const found = alternatives(value.of).flatMap((one) => memberOfOne(one, name) ?? []);
      return found.length === 0 && alternatives(value.of).length > 0
        ? undefined
        : either(...found, list(either(...found)), NOTHING);
    }
    default:
      return undefined;
  }
}

/** `$exists($states.input.start)` asks for what may not be there; but what a service never gives is never there. */
function isWorthIt(without: readonly ValueType[], path: string, scope: Scope): boolean {
  if (scope.guards.has(path.slice(1))) {
    return false;
  }
  return !scope.asking || without.some((one) => objectIn(one)?.source !== undefined);
}

function objectIn(value: ValueType): ObjectType | undefined {
  if (value.kind === "list") {
    return alternatives(value.of).map(objectIn).find(Boolean);
  }
  return value.kind === "object" ? value : undefined;
}

function problemOf(without: readonly ValueType[], name: string, path: string): Problem {
  const objects = without.flatMap((one) => objectIn(one) ?? []);
  const source = objects.find((one) => one.source !== undefined)?.source;
  if (source === STATES) {
    return ofStates(name, path);
  }
  if (objects.length === 0) {
    return {
      rule: "wrong-path",
      message: `${path} finds nothing: what it looks into is ${either(...without) === ANY ? "no object" : described(either(...without))}.`,
      fix: "Take the value itself, or correct the path before it.",
    };
  }
  const names = [...new Set(objects.flatMap((one) => one.names))];
  const has =
    source === undefined ? `the value there has no member ${name}` : `${source} gives no ${name} there`;
  return { rule: "wrong-path", message: `${path} finds nothing: ${has}.`, fix: suggestion(name, names) };
}

function ofStates(name: string, path: string): Problem {
  if (name === "errorOutput") {
    return {
      rule: "misplaced-error-output",
      message: `${path} exists only in Assign and Output of a Catch.`,
      fix: "Assign what is needed of the error to a variable in the Catch, and use that variable here.",
    };
  }
  if (name === "result") {
    return {
      rule: "misplaced-result",
      message: `${path} exists only in Assign and Output of a Task, Parallel or Map that succeeded.`,
      fix: "Assign what is needed of the result to a variable there, and use that variable here.",
    };
  }
  return {
    rule: "wrong-path",
    message: `${path} finds nothing: $states has no member ${name}.`,
    fix: suggestion(name, ["input", "result", "errorOutput", "context"]),
  };
}
