import { ANY, parsePattern, type Pattern } from "../../../../sandbox/iam/pattern";

/** How wildcards are read: IAM has a rule for each place. */
export type PatternKind =
  /** Wildcards stand for anything; case does not matter. */
  | "action"
  /** Wildcards stand for anything. */
  | "text"
  /** A wildcard stays in its part of the ARN, except a `*` that ends one (sandbox/iam/pattern.ts, `matchesResource`). */
  | "resource"
  /** A wildcard stays in its part of the ARN. */
  | "arn condition";

/** One step of a pattern: a character, or a wildcard and whether it may stand for a colon. */
type Step = string | { readonly many: boolean; readonly colons: boolean };

/**
 * Whether everything that meets `narrow` meets `wide`. Yes is certain; a no may be wrong for patterns of many wildcards, never
 * for `a*` and `ab*`.
 *
 * @param variables whether `${...}` in `narrow` or `wide` is a policy variable, whose value nobody knows here.
 */
export function coversPattern(wide: string, narrow: string, kind: PatternKind, variables: boolean): boolean {
  if (wide === narrow || (wide === "*" && kind !== "arn condition")) {
    return true;
  }
  if (variables && (wide.includes("${") || narrow.includes("${"))) {
    return coversVariables(wide, narrow, kind);
  }
  if (!/[*?]/.test(wide)) {
    return kind === "action" && wide.toLowerCase() === narrow.toLowerCase();
  }
  return walk(stepsOf(wide, kind), stepsOf(narrow, kind));
}

/** A pattern that ends in `*` after all six parts of an ARN began takes every value of a variable that comes later. */
function coversVariables(wide: string, narrow: string, kind: PatternKind): boolean {
  const prefix = wide.slice(0, -1);
  const free = kind === "text" || kind === "action" || prefix.split(":").length > 5;
  return wide.endsWith("*") && !/[*?$]/.test(prefix) && free && narrow.startsWith(prefix);
}

const known = new Map<string, readonly Step[]>();

function stepsOf(text: string, kind: PatternKind): readonly Step[] {
  const key = `${kind} ${text}`;
  const steps =
    known.get(key) ?? makeSteps(parsePattern(kind === "action" ? text.toLowerCase() : text)!, kind);
  known.set(key, steps);
  return steps;
}

function makeSteps(pattern: Pattern, kind: PatternKind): readonly Step[] {
  const steps: Step[] = [];
  let colons = 0;
  pattern.forEach((piece, index) => {
    if (typeof piece === "string") {
      steps.push(...piece.split(""));
      colons += piece.split(":").length - 1;
      return;
    }
    const next = pattern.at(index + 1);
    const ends = next === undefined || (typeof next === "string" && next.startsWith(":"));
    const anywhere = kind === "action" || kind === "text" || colons >= 5;
    steps.push({
      many: piece === ANY,
      colons: anywhere || (kind === "resource" && piece === ANY && ends),
    });
  });
  return onesFirst(steps);
}

/** `*?` means `?*`: written so, one walk from left to right finds what the other covers. */
function onesFirst(steps: readonly Step[]): readonly Step[] {
  const sorted = [...steps];
  for (let at = 1; at < sorted.length; at++) {
    for (let from = at; from > 0 && swaps(sorted[from - 1], sorted[from]); from--) {
      [sorted[from - 1], sorted[from]] = [sorted[from], sorted[from - 1]];
    }
  }
  return sorted;
}

function swaps(first: Step, second: Step): boolean {
  return (
    typeof first !== "string" &&
    typeof second !== "string" &&
    first.many &&
    !second.many &&
    first.colons === second.colons
  );
}

/** Pairs steps of both: each of `narrow` has to be taken by one of `wide`; only a `*` takes several, or none. */
function walk(wide: readonly Step[], narrow: readonly Step[]): boolean {
  // reached[j]: the steps of `wide` so far take exactly the first j of `narrow`.
  let reached = narrow.map(() => false).concat(false);
  reached[0] = true;
  for (const step of wide) {
    const next = reached.map(() => false);
    for (let at = 0; at <= narrow.length; at++) {
      const many = typeof step !== "string" && step.many;
      const before = at > 0 && (many ? next[at - 1] || reached[at - 1] : reached[at - 1]);
      next[at] = (many && reached[at]) || (before && takes(step, narrow[at - 1]));
    }
    reached = next;
  }
  return reached[narrow.length];
}

function takes(wide: Step, narrow: Step): boolean {
  if (typeof wide === "string") {
    return wide === narrow;
  }
  if (typeof narrow === "string") {
    return wide.colons || narrow !== ":";
  }
  return (wide.many || !narrow.many) && (wide.colons || !narrow.colons);
}
