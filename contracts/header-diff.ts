import type { CsvFormat } from "./compiled-contract";
import { closestName } from "./name-similarity";
import { exampleOf, quotedName, type SchemaProblem } from "./schema-problem";

type Finding = Omit<SchemaProblem, "file">;

/** A name of the header as a message may show it, undefined when it may be a value. */
type Shown = (name: string) => string | undefined;

/**
 * What a file's first line has in place of the contract's columns. No findings: exactly those, in that order. Messages show no
 * values: a first line that may hold some is described by positions.
 */
export function headerFindings(
  expected: readonly string[],
  header: readonly string[],
  csv: CsvFormat,
): Finding[] {
  const foreign = foreignDelimiter(expected, header, csv);
  if (foreign !== undefined) {
    const message = `fields are separated by ${delimiterName(foreign)}, the contract says ${delimiterName(csv.delimiter)}`;
    return [{ kind: "delimiter", line: 1, message }];
  }
  if (!expected.some((name) => header.includes(name)) && !looksRenamed(expected, header)) {
    const message = `the first line is no header: it has none of the contract's columns, expected "${expected[0]}" first`;
    return [{ kind: "missing-header", line: 1, message, example: exampleOf(header[0] ?? "") }];
  }
  if (header.some((name) => /[\r\n]/.test(name))) {
    const message =
      "a field of the header goes on in the next line: its quote is never closed, or lines end with CR alone";
    return [{ kind: "quoting", line: 1, message }];
  }
  if (header.length > expected.length * 2 + 100) {
    const message = `the header has ${header.length} fields, the contract ${expected.length} columns`;
    return [{ kind: "field-count", line: 1, message }];
  }
  const missing = expected.filter((name) => !header.includes(name));
  const extra = [...new Set(header.filter((name) => !expected.includes(name)))];
  const renamed = pairRenamed(missing, extra, expected, header);
  const shown = shownNames(expected, header);
  return [
    ...duplicates(header, shown),
    ...missing.map((name) => missingFinding(name, renamed.get(name), header, shown)),
    ...extra
      .filter((name) => ![...renamed.values()].includes(name))
      .map((name) => extraFinding(name, header, shown)),
    ...reordered(expected, header),
  ];
}

function foreignDelimiter(
  expected: readonly string[],
  header: readonly string[],
  csv: CsvFormat,
): string | undefined {
  if (expected.length === 1 || header.length !== 1) return undefined;
  return [",", ";", "\t", "|"].find((delimiter) => {
    return delimiter !== csv.delimiter && header[0].split(delimiter).length > expected.length / 2;
  });
}

function delimiterName(delimiter: string): string {
  return delimiter === "\t" ? "tabs" : `"${delimiter}"`;
}

/** A row of data resembles a name by chance ("may" and "day"); a header of renamed columns does so often. */
function looksRenamed(expected: readonly string[], header: readonly string[]): boolean {
  const alike = header.filter((name) => closestName(name, expected) !== undefined).length;
  return alike * 4 >= expected.length;
}

/**
 * Two of three fields have to be the contract's before others pass for names: a first line may be a row, or a header that
 * runs into one for want of a line break.
 */
function shownNames(expected: readonly string[], header: readonly string[]): Shown {
  const known = header.filter((name) => expected.includes(name)).length;
  const isHeader = known >= 2 * (header.length - known);
  return (name) => (expected.includes(name) ? `"${name}"` : isHeader ? quotedName(name) : undefined);
}

/** Missing column -> the extra one that has its place: first by likeness of names, then by position. */
function pairRenamed(
  missing: readonly string[],
  extra: readonly string[],
  expected: readonly string[],
  header: readonly string[],
): Map<string, string> {
  const pairs = new Map<string, string>();
  const free = new Set(extra);
  const pair = (name: string, other: string | undefined): void => {
    if (other === undefined || !free.has(other)) return;
    pairs.set(name, other);
    free.delete(other);
  };
  for (const name of missing) pair(name, closestName(name, free));
  for (const name of missing) {
    if (!pairs.has(name)) pair(name, header[expected.indexOf(name)]);
  }
  return pairs;
}

function missingFinding(
  name: string,
  instead: string | undefined,
  header: readonly string[],
  shown: Shown,
): Finding {
  if (instead === undefined)
    return { kind: "missing-column", column: name, message: `column "${name}" is missing` };
  const position = header.indexOf(instead) + 1;
  const other = shown(instead) === undefined ? "another" : `column ${shown(instead)}`;
  const message = `column "${name}" is missing; ${other} stands in its place (position ${position}): renamed?`;
  return { kind: "renamed-column", column: name, line: 1, message, example: exampleOf(instead) };
}

function extraFinding(name: string, header: readonly string[], shown: Shown): Finding {
  const message = `${columnAt(name, header, shown)} is not in the contract`;
  return { kind: "extra-column", column: exampleOf(name), line: 1, message };
}

/** `column "agent" (position 19)`, or `the column in position 19`. */
function columnAt(name: string, header: readonly string[], shown: Shown): string {
  const position = header.indexOf(name) + 1;
  const text = shown(name);
  return text === undefined ? `the column in position ${position}` : `column ${text} (position ${position})`;
}

function duplicates(header: readonly string[], shown: Shown): Finding[] {
  const repeated = [...new Set(header.filter((name, position) => header.indexOf(name) !== position))];
  return repeated.map((name) => {
    const count = header.filter((other) => other === name).length;
    return {
      kind: "duplicate-column",
      column: exampleOf(name),
      line: 1,
      message: `${columnAt(name, header, shown)} is there ${count} times`,
    };
  });
}

/** Columns that are there, but not in the contract's order. */
function reordered(expected: readonly string[], header: readonly string[]): Finding[] {
  const found = header.filter(
    (name, position) => expected.includes(name) && header.indexOf(name) === position,
  );
  const wanted = expected.filter((name) => header.includes(name));
  const first = found.findIndex((name, position) => name !== wanted[position]);
  if (first === -1) return [];
  const position = header.indexOf(found[first]) + 1;
  const last = found.findLastIndex((name, at) => name !== wanted[at]);
  const order = shortList(wanted.slice(first, last + 1));
  const message = `columns are in another order from position ${position} on: expected ${order}, found ${shortList(found.slice(first, last + 1))}`;
  return [{ kind: "reordered-columns", column: wanted[first], line: 1, message }];
}

function shortList(names: readonly string[]): string {
  return names.length <= 4
    ? names.join(", ")
    : `${names.slice(0, 3).join(", ")}, ... (${names.length} columns)`;
}
