import type { Problem } from "./scope";

/** How many arguments, at least and at most, by the functions' signatures in JSONata 2.0.6. */
const ARITY: Readonly<Record<string, readonly [number, number]>> = {
  ...taking(0, 0, "millis uuid"),
  ...taking(0, 2, "now"),
  ...taking(1, 1, "sum count max min average lowercase uppercase length trim number abs floor ceil sqrt"),
  ...taking(1, 1, "boolean not keys exists spread merge reverse shuffle distinct type parse"),
  ...taking(1, 1, "base64encode base64decode encodeUrl encodeUrlComponent decodeUrl decodeUrlComponent"),
  ...taking(1, 2, "string join formatBase round single sort toMillis assert"),
  ...taking(1, 3, "fromMillis"),
  ...taking(2, 2, "substringBefore substringAfter contains formatInteger parseInteger power"),
  ...taking(2, 2, "map filter lookup append each partition"),
  ...taking(2, 3, "substring pad match split formatNumber reduce"),
  ...taking(3, 4, "replace"),
  ...taking(3, 3, "range"),
};

function taking(least: number, most: number, names: string): Record<string, readonly [number, number]> {
  return Object.fromEntries(names.split(" ").map((name) => [name, [least, most] as const]));
}

/** Where there is a context, inside a filter or a path, it may stand for the first argument. */
export function arityProblem(name: string, given: number, hasContext: boolean): Problem | undefined {
  const [least, most] = Object.hasOwn(ARITY, name) ? ARITY[name] : [0, Infinity];
  if (given <= most && given >= (hasContext ? least - 1 : least)) {
    return undefined;
  }
  const takes = least === most ? String(least) : `${least} to ${most}`;
  return {
    rule: "wrong-argument-count",
    message: `$${name} is given ${given} argument${given === 1 ? "" : "s"}, but takes ${takes}: it fails.`,
    fix: `Give $${name} ${takes}.`,
  };
}
