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
  /** Expected column, or for an extra one what the header has there. */
  readonly column?: string;
  /** Line of the file, from 1, where there is one. */
  readonly line?: number;
  /** One line, without the file's name and without values of its rows: it goes into mails, logs and the ledger. */
  readonly message: string;
  /** A value of the file that shows the problem. It may be personal data: only the report in the quarantine bucket has it. */
  readonly example?: string;
}

const maxCharacters = 2_000;

/**
 * The problems for a person: `contacts.csv: column "balance" is missing; ...`, one a line, at most 2,000 characters; what
 * does not fit is counted. Values of rows are left to the report, which the last line names.
 */
export function describeProblems(problems: readonly SchemaProblem[], reportUri?: string): string {
  if (reportUri !== undefined) {
    const where = `\nExamples of values: ${reportUri}`;
    return `${describeWithin(problems, maxCharacters - where.length)}${where}`;
  }
  return describeWithin(problems, maxCharacters);
}

function describeWithin(problems: readonly SchemaProblem[], characters: number): string {
  const lines = problems.map((problem) => shortened(`${printable(problem.file)}: ${problem.message}`, 400));
  const whole = lines.join("\n");
  if (whole.length <= characters) return whole;
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    // Room for the closing line, whatever its number.
    if (length + line.length + 1 > characters - 40) break;
    kept.push(line);
    length += line.length + 1;
  }
  return `${kept.join("\n")}\n... and ${lines.length - kept.length} more problems`;
}

/** A value of the file for its report: without control or direction characters, at most 200 characters. */
export function exampleOf(value: string): string {
  return shortened(printable(value), 200);
}

/**
 * A name that a producer chose, as a message may have it: quoted, at most 60 characters. Undefined for what does not look like
 * a name (`+49 30 1234`, `ann@example.com`, several lines): it may be a value.
 */
export function quotedName(name: string): string | undefined {
  return /^[\p{L}_][\p{L}\p{M}\p{N} _.()/-]*$/u.test(name) ? `"${shortened(name, 60)}"` : undefined;
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
