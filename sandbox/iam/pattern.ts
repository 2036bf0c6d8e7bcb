/** Any run of characters. */
export const ANY = Symbol("*");
/** Any one character. */
export const ONE = Symbol("?");

/** A pattern in pieces: text to be met as it stands, and wildcards. */
export type Pattern = readonly (string | typeof ANY | typeof ONE)[];

/** The value of a policy variable in this request; undefined when the request has none. */
export type VariableLookup = (key: string) => string | undefined;

/** Policy variables of a text, without their defaults: `aws:userid` of `home/${aws:userid}/*`. */
export function variablesOf(text: string): string[] {
  return [...text.matchAll(VARIABLE)]
    .map(([, name = ""]) => name.split(",")[0].trim())
    .filter((name) => !["*", "?", "$"].includes(name));
}

const VARIABLE = /\$\{([^}]*)\}/g;

/**
 * The pattern a policy's text stands for. A variable's value never acts as a wildcard.
 *
 * @returns undefined when a variable has neither value nor default in this request.
 */
export function parsePattern(text: string, lookup?: VariableLookup): Pattern | undefined {
  if (lookup === undefined) {
    return wildcards(text);
  }
  const pieces: (string | typeof ANY | typeof ONE)[] = [];
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const value = variableValue(match[1], lookup);
    if (value === undefined) {
      return undefined;
    }
    pieces.push(...wildcards(text.slice(from, match.index)), value);
    from = match.index + match[0].length;
  }
  return [...pieces, ...wildcards(text.slice(from))];
}

/** `*`, `?`, `$` stand for themselves in `${*}`; `${key, 'text'}` has a default. */
function variableValue(variable: string, lookup: VariableLookup): string | undefined {
  if (["*", "?", "$"].includes(variable)) {
    return variable;
  }
  const match = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(variable);
  const [, key = "", byDefault] = (match ?? []) as readonly (string | undefined)[];
  return lookup(key) ?? byDefault;
}

function wildcards(text: string): Pattern {
  return text
    .split(/([*?])/)
    .filter((piece) => piece !== "")
    .map((piece) => (piece === "*" ? ANY : piece === "?" ? ONE : piece));
}

/** Whether the whole text meets the pattern. */
export function matchesPattern(
  pattern: Pattern,
  text: string,
  options: { ignoreCase?: boolean } = {},
): boolean {
  const source = pattern.map((piece) => (piece === ANY ? "[^]*" : piece === ONE ? "[^]" : escape(piece)));
  return compiled(source.join(""), options.ignoreCase === true).test(text);
}

/**
 * Whether a resource's ARN meets the pattern. Of the six parts of an ARN, a wildcard stays within its own, except a `*` that ends one: it
 * may run past the colons (IAM user guide, "Using wildcards in resource ARNs"). The sixth part may hold colons itself.
 */
export function matchesResource(pattern: Pattern, arn: string): boolean {
  let source = "";
  let colons = 0;
  pattern.forEach((piece, index) => {
    const next = pattern.at(index + 1);
    const last = next === undefined || (typeof next === "string" && next.startsWith(":"));
    if (typeof piece === "string") {
      source += escape(piece);
      colons += piece.split(":").length - 1;
    } else {
      source += (colons >= 5 || (piece === ANY && last) ? "[^]" : "[^:]") + (piece === ANY ? "*" : "");
    }
  });
  return compiled(source, false).test(arn);
}

/** Whether an ARN meets the pattern of an Arn condition: part by part, wildcards never past a colon. */
export function matchesArnCondition(pattern: Pattern, arn: string): boolean {
  let source = "";
  let colons = 0;
  for (const piece of pattern) {
    if (typeof piece === "string") {
      source += escape(piece);
      colons += piece.split(":").length - 1;
    } else {
      source += (colons >= 5 ? "[^]" : "[^:]") + (piece === ANY ? "*" : "");
    }
  }
  return colons >= 5 && compiled(source, false).test(arn);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

const cache = new Map<string, RegExp>();

function compiled(source: string, ignoreCase: boolean): RegExp {
  // Runs of stars mean one; left as they are they make the search exponential.
  const single = source.replace(/(\[\^:?\]\*)\1+/g, "$1");
  const key = `${ignoreCase ? "i" : "c"}${single}`;
  let expression = cache.get(key);
  if (expression === undefined) {
    // Values of variables make patterns without end; the policies of a program are far fewer than this.
    if (cache.size > 5_000) {
      cache.clear();
    }
    expression = new RegExp(`^${single}$`, ignoreCase ? "i" : "");
    cache.set(key, expression);
  }
  return expression;
}
