import { typeName, valueCheck } from "../../../contracts/column-value";
import type { ColumnType, CsvFormat, SourceColumn } from "../../../contracts/compiled-contract";
import { holds } from "../../../contracts/redshift/migrate";
import { quoted } from "../document/quoted-words";
import type { ContractDifference } from "./contract-change";

/** A delivered file: the data, or a lookup, which is checked value by value. */
export interface DeliveredFile {
  readonly csv: CsvFormat;
  readonly columns: readonly SourceColumn[];
}

/** @param place `source`, `lookups.job_categories` */
export function deliveredDifferences(
  place: string,
  before: DeliveredFile,
  after: DeliveredFile,
): readonly ContractDifference[] {
  return [
    ...csvDifferences(`${place}.csv`, before.csv, after.csv),
    ...headerDifferences(`${place}.columns`, before.columns, after.columns),
    ...after.columns.flatMap((column) => {
      const earlier = before.columns.find(({ name }) => name === column.name);
      return earlier === undefined
        ? []
        : columnDifferences(`${place}.columns.${column.name}`, earlier, column);
    }),
  ];
}

function csvDifferences(place: string, before: CsvFormat, after: CsvFormat): readonly ContractDifference[] {
  const parts = [
    ["delimiter", "fields are separated by"],
    ["quote", "values are quoted with"],
  ] as const;
  const changed = parts.filter(([part]) => before[part] !== after[part]);
  const marks: readonly ContractDifference[] = changed.map(([part, what]) => ({
    path: `${place}.${part}`,
    breaking: true,
    words: `In files ${what} ${quoted(after[part])}, no longer ${quoted(before[part])}: files as they were are refused or misread.`,
  }));
  if (before.allowByteOrderMark === after.allowByteOrderMark) {
    return marks;
  }
  const words = after.allowByteOrderMark
    ? "Files may begin with a byte order mark."
    : "Files may no longer begin with a byte order mark: such a file is refused.";
  return [...marks, { path: `${place}.allowByteOrderMark`, breaking: !after.allowByteOrderMark, words }];
}

/** A header has to have exactly the contract's columns in its order (contracts/header-diff.ts): every change refuses old files. */
function headerDifferences(
  place: string,
  before: readonly SourceColumn[],
  after: readonly SourceColumn[],
): readonly ContractDifference[] {
  const has = (columns: readonly SourceColumn[], name: string): boolean =>
    columns.some((column) => column.name === name);
  const added = after.filter(({ name }) => !has(before, name));
  const gone = before.filter(({ name }) => !has(after, name));
  const order = (columns: readonly SourceColumn[]): readonly string[] =>
    columns.map(({ name }) => name).filter((name) => has(before, name) && has(after, name));
  const moved = order(before).join() !== order(after).join();
  const old = "and so is every old file that is loaded again";
  return [
    ...added.map(({ name }) => ({
      path: `${place}.${name}`,
      breaking: true,
      words: `Files must have a column ${quoted(name)}: one without it is refused, ${old}.`,
    })),
    ...gone.map(({ name }) => ({
      path: `${place}.${name}`,
      breaking: true,
      words: `Files must not have the column ${quoted(name)} any more: one that has it is refused, ${old}.`,
    })),
    ...(moved
      ? [
          {
            path: place,
            breaking: true,
            words: `Files have their columns in another order: one in the order before is refused, ${old}.`,
          },
        ]
      : []),
  ];
}

function columnDifferences(
  place: string,
  before: SourceColumn,
  after: SourceColumn,
): readonly ContractDifference[] {
  const name = quoted(after.name);
  const found: ContractDifference[] = [];
  if (JSON.stringify(before.type) !== JSON.stringify(after.type)) {
    found.push(typeDifference(place, before.type, after.type, after.name));
  }
  if (before.required !== after.required) {
    const words = after.required
      ? `${name} must have a value: ${spoiled(place, "rows without one", `${after.name}.required`)}.`
      : `${name} may be empty: rows without a value are fine now.`;
    found.push({ path: `${place}.required`, breaking: after.required, words });
  }
  if ((before.dateFormat ?? "") !== (after.dateFormat ?? "") && before.type.kind === after.type.kind) {
    const words =
      `${name} is written ${quoted(after.dateFormat ?? "ISO 8601")}, no longer ${quoted(before.dateFormat ?? "ISO 8601")}: ` +
      `${spoiled(place, "rows in the form before")}, and a file of them is refused.`;
    found.push({ path: `${place}.dateFormat`, breaking: true, words });
  }
  return [...found, ...nullDifferences(place, before, after), ...booleanDifferences(place, before, after)];
}

function typeDifference(
  place: string,
  before: ColumnType,
  after: ColumnType,
  plainName: string,
): ContractDifference {
  const name = quoted(plainName);
  const wider = holds(after, before);
  const words = wider
    ? `${name} is ${typeName(after)}, was ${typeName(before)}: every value that fitted still fits.`
    : `${name} is ${typeName(after)}, was ${typeName(before)}: ` +
      `${spoiled(place, "rows whose value does not fit", `${plainName}.${after.kind === "string" ? "length" : "type"}`)}; a file where most do ` +
      "not is refused.";
  return { path: `${place}.type`, breaking: !wider, words };
}

/** A text that means null from now on was a value before, or was none that fits; only the column's check knows. */
function nullDifferences(
  place: string,
  before: SourceColumn,
  after: SourceColumn,
): readonly ContractDifference[] {
  const path = `${place}.nullValues`;
  // The empty text always means null, listed or not.
  const added = after.nullValues.filter((value) => value !== "" && !before.nullValues.includes(value));
  const gone = before.nullValues.filter((value) => value !== "" && !after.nullValues.includes(value));
  return [
    ...added.map((value) => {
      const wasValue = valueCheck(before)(value) === "good";
      const effect = after.required
        ? spoiled(place, "rows that have it", `${after.name}.required`)
        : wasValue
          ? "rows that are there keep it as a value, rows that come have NULL"
          : "rows that have it are fine now";
      const words = `${quoted(value)} in ${quoted(after.name)} means that there is no value: ${effect}.`;
      return { path, breaking: wasValue, words };
    }),
    ...gone.map((value) => {
      const isValue = valueCheck(after)(value) === "good";
      const effect = isValue
        ? "rows that come have it as a value, where rows that are there have NULL"
        : spoiled(place, "rows that have it");
      const words = `${quoted(value)} in ${quoted(after.name)} no longer means that there is no value: ${effect}.`;
      return { path, breaking: true, words };
    }),
  ];
}

function booleanDifferences(
  place: string,
  before: SourceColumn,
  after: SourceColumn,
): readonly ContractDifference[] {
  const { booleanValues: old } = before;
  const { booleanValues: now } = after;
  if (old === undefined || now === undefined) {
    return [];
  }
  return (["true", "false"] as const).flatMap((truth) => {
    const path = `${place}.booleanValues.${truth}`;
    const added = now[truth].filter((value) => !old[truth].includes(value));
    const gone = old[truth].filter((value) => !now[truth].includes(value));
    const other = truth === "true" ? "false" : "true";
    return [
      ...added.map((value) => {
        const turned = old[other].includes(value);
        const words = `${quoted(value)} in ${quoted(after.name)} means ${truth}${turned ? `, no longer ${other}` : ""}.`;
        return { path, breaking: turned, words };
      }),
      ...gone
        .filter((value) => !now[other].includes(value))
        .map((value) => ({
          path,
          breaking: true,
          words: `${quoted(value)} in ${quoted(after.name)} no longer means ${truth}: ${spoiled(place, "rows that have it")}.`,
        })),
    ];
  });
}

/** What becomes of rows with a bad value: of data they are quarantined, a lookup is refused whole (contracts/schema-check.ts). */
function spoiled(place: string, rows: string, rule?: string): string {
  if (place.startsWith("lookups.")) {
    return `a reference file with ${rows} is refused`;
  }
  return `${rows} are quarantined${rule === undefined ? "" : ` as ${quoted(rule)}`}`;
}
