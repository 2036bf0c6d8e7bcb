import { parsePath } from "./json-path-text";
import { alternatives, ANY, either, isMap, objectOf, type ObjectType, type ValueType } from "./value-type";

/** What a state's input becomes when a result is put into it at `ResultPath`. */
export function atResultPath(input: ValueType, resultPath: unknown, result: ValueType): ValueType {
  if (resultPath === null) {
    return input;
  }
  if (resultPath === undefined) {
    return result;
  }
  const path = typeof resultPath === "string" ? parsePath(resultPath) : undefined;
  if (path === undefined || path.open || path.root !== "$") {
    return ANY;
  }
  return placed(input, path.steps, result);
}

function placed(into: ValueType, steps: readonly (string | number)[], value: ValueType): ValueType {
  if (steps.length === 0) {
    return value;
  }
  const [name, ...rest] = steps;
  if (typeof name === "number") {
    return ANY;
  }
  return either(
    ...alternatives(into).map((one) => {
      // Where a result can be put in, there is an object.
      const object = one.kind === "object" ? one : unknownObject();
      return withMember(object, name, placed(object.member(name) ?? objectOf({}), rest, value));
    }),
  );
}

/** Of which nothing is known. */
function unknownObject(): ObjectType {
  return { kind: "object", open: true, names: [], member: () => ANY };
}

function withMember(object: ObjectType, name: string, value: ValueType): ObjectType {
  const { names } = object;
  const member = (asked: string): ValueType | undefined => (asked === name ? value : object.member(asked));
  const all = names.includes(name) ? names : [...names, name];
  return isMap(object)
    ? {
        kind: "object",
        open: true,
        names: all,
        member: (asked) => (all.includes(asked) ? member(asked) : ANY),
      }
    : { kind: "object", names: all, member };
}
