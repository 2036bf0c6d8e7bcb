/** Stacks about which the same is to be said, but for their names; the first one stands for all. */
export interface AlikeStacks<T> {
  readonly stacks: readonly string[];
  readonly value: T;
}

/** Stands for the stack's own name: no text of a program holds it. */
const NAME = "\u0000";

/**
 * Puts stacks together whose values are the same once each stack's own name is replaced in all texts, in the order of the first
 * ones. `stepline-dev-raw` and `stepline-prod-raw` are alike; a `dev` that prod mentions stays, and keeps prod apart.
 */
export function alikeStacks<T>(
  values: readonly { readonly stack: string; readonly value: T }[],
): readonly AlikeStacks<T>[] {
  const groups = new Map<string, { stacks: string[]; value: T }>();
  for (const { stack, value } of values) {
    const key = withoutName(value, stack);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { stacks: [stack], value });
    } else {
      group.stacks.push(stack);
    }
  }
  return [...groups.values()];
}

/** `dev`; `dev and prod`; `dev, prod and test` */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
}

/** A value as text, without a name where that stands alone or between signs: not `dev` in `device`. */
export function withoutName(value: unknown, stack: string): string {
  const name = stack.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const alone = new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`, "g");
  const replaced = (member: unknown): unknown => {
    if (typeof member === "string") {
      return member.replace(alone, NAME);
    }
    if (Array.isArray(member)) {
      return member.map(replaced);
    }
    return typeof member === "object" && member !== null
      ? Object.fromEntries(
          Object.entries(member).map(([key, inner]) => [key.replace(alone, NAME), replaced(inner)]),
        )
      : member;
  };
  return JSON.stringify(replaced(value));
}
