import type { Difference, Step } from "../../../../../cli/diff/resources/properties/difference";

/** What becomes of a value by differences: of lists with natural keys up to the order of their members. */
export function applied(value: unknown, differences: readonly Difference[]): unknown {
  return differences
    .filter(({ steps }) => steps.at(-1)?.kind !== "order")
    .reduce((result, { steps, after }) => withValue(result, steps, after), value);
}

/** Members without value, which others have left, stay as `undefined`, so that later indexes hold: see `tidy`. */
function withValue(value: unknown, steps: readonly Step[], after: unknown): unknown {
  if (steps.length === 0) {
    return after;
  }
  const [step, ...rest] = steps;
  if (Array.isArray(value)) {
    const members = [...(value as readonly unknown[])];
    const at = step.kind === "member" ? members.findIndex((member) => isMember(member, step)) : -1;
    const index = step.kind === "index" ? step.index : at === -1 ? members.length : at;
    members[index] = withValue(members[index], rest, after);
    return members;
  }
  assert(step.kind === "key");
  const inside = (value as Readonly<Record<string, unknown>>)[step.key];
  return { ...(value as object), [step.key]: withValue(inside, rest, after) };
}

function isMember(value: unknown, { by, label }: Step & { readonly kind: "member" }): boolean {
  const key = by === undefined ? value : (value as Readonly<Record<string, unknown>> | undefined)?.[by];
  return JSON.stringify(key) === label || key === label;
}

/** Without what is undefined, and with lists sorted: what is left of two values that differ in the order of members only is equal. */
export function tidy(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .filter((member) => member !== undefined)
      .map(tidy)
      .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, member]) => member !== undefined)
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([key, member]) => [key, tidy(member)]),
      )
    : value;
}

function assert(condition: boolean): asserts condition {
  if (!condition) {
    throw new Error("A step leads into a value that has no such inside.");
  }
}
