/** One place of a pattern: a letter that must stand there, any one letter (`?`), or any run of letters (`*`). */
export type Place = { readonly letter: string } | "one" | "run";

/** A pattern whose variable had no value: equal to nothing, like nothing. */
export const NOTHING = Symbol("no value");

export type Pattern = readonly Place[] | typeof NOTHING;

export type Context = Readonly<Record<string, string | readonly string[]>>;

/** The values a request carries for a key, whose name has no case; undefined when the key is not in the request. */
export function contextValues(context: Context, key: string): readonly string[] | undefined {
  const found = Object.entries(context).filter(([name]) => name.toLowerCase() === key.toLowerCase());
  return found.length === 0 ? undefined : found.flatMap(([, value]) => value);
}

/**
 * A policy's text, read letter by letter.
 *
 * @param context values for `${key}` and `${key, 'default'}`; undefined for a policy without variables (version 2008-10-17).
 */
export function readPattern(text: string, context: Context | undefined): Pattern {
  const places: Place[] = [];
  for (let at = 0; at < text.length; at++) {
    const end = text.indexOf("}", at);
    if (context !== undefined && text.startsWith("${", at) && end > at) {
      const value = variable(text.slice(at + 2, end), context);
      if (value === undefined) {
        return NOTHING;
      }
      places.push(...value.split("").map((letter) => ({ letter })));
      at = end;
    } else {
      const letter = text.charAt(at);
      places.push(letter === "*" ? "run" : letter === "?" ? "one" : { letter });
    }
  }
  return places;
}

/** `${*}`, `${?}` and `${$}` are those letters; a key with several values cannot be a variable. */
function variable(inside: string, context: Context): string | undefined {
  if (["*", "?", "$"].includes(inside)) {
    return inside;
  }
  const comma = inside.indexOf(",");
  const key = comma < 0 ? inside : inside.slice(0, comma);
  const fallback = comma < 0 ? undefined : inside.slice(inside.indexOf("'") + 1, inside.lastIndexOf("'"));
  const values = contextValues(context, key.trim());
  return values?.length === 1 ? values[0] : fallback;
}

/** All positions of the text that each place of the pattern can lead to; matched when the end is among the last ones. */
export function isLike(text: string, pattern: Pattern): boolean {
  if (pattern === NOTHING) {
    return false;
  }
  let reached = new Set([0]);
  for (const place of pattern) {
    const next = new Set<number>();
    for (const position of reached) {
      if (place === "run") {
        for (let to = position; to <= text.length; to++) {
          next.add(to);
        }
      } else if (position < text.length && (place === "one" || place.letter === text.charAt(position))) {
        next.add(position + 1);
      }
    }
    reached = next;
  }
  return reached.has(text.length);
}

/** The pattern taken letter by letter: `*` and `?` are nothing special. */
export function isSame(text: string, pattern: Pattern): boolean {
  return pattern !== NOTHING && pattern.map(letterOf).join("") === text;
}

function letterOf(place: Place): string {
  return place === "run" ? "*" : place === "one" ? "?" : place.letter;
}

/** In an Arn condition the six components are compared one by one, so no wildcard reaches over a colon but in the last. */
export function isArnLike(arn: string, pattern: Pattern): boolean {
  if (pattern === NOTHING) {
    return false;
  }
  const components = componentsOf(pattern);
  const parts = arn.split(":");
  const six = [...parts.slice(0, 5), parts.slice(5).join(":")];
  return (
    parts.length >= 6 &&
    components.length === 6 &&
    components.every((component, index) => isLike(six[index] ?? "", component))
  );
}

/**
 * In the Resource element, too, but that a `*` which ends a component may run on past its colon: so what it takes is tried in every length.
 */
export function isResourceLike(arn: string, pattern: Pattern): boolean {
  return pattern !== NOTHING && componentsAreLike(arn, componentsOf(pattern));
}

function componentsAreLike(text: string, components: readonly Place[][], index = 0): boolean {
  const component = components[index] ?? [];
  if (index === 5) {
    return isLike(text, component);
  }
  const last = index === components.length - 1;
  const ends = last ? [text.length] : positionsOf(":", text);
  return ends.some((end) => {
    const [own = "", ...past] = text.slice(0, end).split(":");
    const reaches = past.length === 0 || component.at(-1) === "run";
    return (
      reaches &&
      isLike(own, component) &&
      (last || componentsAreLike(text.slice(end + 1), components, index + 1))
    );
  });
}

function positionsOf(letter: string, text: string): number[] {
  return text.split("").flatMap((other, at) => (other === letter ? [at] : []));
}

function componentsOf(pattern: readonly Place[]): Place[][] {
  const components: Place[][] = [[]];
  for (const place of pattern) {
    if (isColon(place) && components.length < 6) {
      components.push([]);
    } else {
      components.at(-1)?.push(place);
    }
  }
  return components;
}

const isColon = (place: Place): boolean => typeof place !== "string" && place.letter === ":";

export function isLikeInAnyCase(text: string, pattern: string): boolean {
  return isLike(text.toLowerCase(), readPattern(pattern.toLowerCase(), undefined));
}
