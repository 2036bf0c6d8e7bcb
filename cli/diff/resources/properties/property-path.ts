import { isObject, type Step } from "./difference";

/** A path as `ignoreChanges` and `replaceOnChanges` have them: keys are texts, `*` among them; places in lists are numbers. */
export type PropertyPath = readonly (string | number)[];

/**
 * @param path `tags`, `tags["a.b"]`, `rules[0].status`, `rules[*]`, as of Pulumi's docs, "ignoreChanges"
 */
export function parsePropertyPath(path: string): PropertyPath {
  const parts = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\*|\d+)\]|([^.[]+)/g);
  return [...parts].map((part) => {
    const [, quoted, index, key] = part as readonly (string | undefined)[];
    if (index !== undefined) {
      return index === "*" ? "*" : Number(index);
    }
    return quoted === undefined ? (key ?? "") : quoted.replace(/\\(.)/g, "$1");
  });
}

/** Whether the place is where the path leads, or inside of it. */
export function contains(path: PropertyPath, steps: readonly Step[]): boolean {
  return (
    path.length <= steps.length &&
    path.every((element, position) => {
      const step = steps[position];
      return element === "*" || element === (step.kind === "key" ? step.key : indexOf(step));
    })
  );
}

function indexOf(step: Exclude<Step, { readonly kind: "key" }>): number | undefined {
  return step.kind === "order" ? undefined : step.index;
}

/** The value with what the base has at the path: what the engine makes of `ignoreChanges` before it asks for differences. */
export function withBase(before: unknown, after: unknown, path: PropertyPath): unknown {
  const [element, ...rest] = path;
  if (path.length === 0) {
    return before;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return after.map((member: unknown, index) =>
      (element === "*" || element === index) && index < before.length
        ? withBase(before[index], member, rest)
        : member,
    );
  }
  if (!isObject(before) || !isObject(after) || typeof element === "number") {
    return after;
  }
  const keys = element === "*" ? [...new Set([...Object.keys(before), ...Object.keys(after)])] : [element];
  const reset = Object.fromEntries(keys.map((key) => [key, withBase(before[key], after[key], rest)]));
  return Object.fromEntries(
    Object.entries({ ...after, ...reset }).filter(([, value]) => value !== undefined),
  );
}
