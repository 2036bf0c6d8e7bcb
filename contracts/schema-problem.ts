/** What can be wrong with a delivered file as a whole, in contrast to rows of its own, which the Glue job quarantines. */
export type SchemaProblemKind =
  | "missing-column"
  | "extra-column"
  | "renamed-column"
  | "reordered-columns"
  | "duplicate-column"
  | "retyped-column"
  | "missing-header"
  | "delimiter"
  | "encoding"
  | "byte-order-mark"
  | "empty-file"
  | "no-rows"
  | "truncated"
  | "quoting"
  | "field-count"
  | "lookup-value"
  | "lookup-key";

export interface SchemaProblem {
  readonly kind: SchemaProblemKind;
  readonly file: string;
  /** Expected column, or for an extra one its own name. */
  readonly column?: string;
  /** Line of the file, from 1, where there is one. */
  readonly line?: number;
  /** One line, without the file's name. */
  readonly message: string;
}

const maxCharacters = 2_000;

/**
 * The problems for a person: `contacts.csv: column "balance" is missing; ...`, one a line, at most 2,000 characters; what
 * does not fit is counted in the last line.
 */
export function describeProblems(problems: readonly SchemaProblem[]): string {
  const lines = problems.map((problem) => shortened(`${printable(problem.file)}: ${problem.message}`, 400));
  const whole = lines.join("\n");
  if (whole.length <= maxCharacters) return whole;
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    // Room for the closing line, whatever its number.
    if (length + line.length + 1 > maxCharacters - 40) break;
    kept.push(line);
    length += line.length + 1;
  }
  return `${kept.join("\n")}\n... and ${lines.length - kept.length} more problems`;
}

/** A value of the file as it may stand in a message: quoted, without control or direction characters, at most 60 characters. */
export function quoted(value: string): string {
  return `"${shortened(printable(value), 60).replace(/"/g, "'")}"`;
}

function printable(value: string): string {
  return value.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`;
  });
}

function shortened(value: string, characters: number): string {
  const all = Array.from(value.slice(0, characters * 2 + 2));
  return all.length <= characters ? value : `${all.slice(0, characters - 3).join("")}...`;
}
