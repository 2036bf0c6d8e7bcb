import { isDeepStrictEqual } from "node:util";
import type { TargetColumn, TargetTable } from "../../../contracts/compiled-contract";
import { redshiftType } from "../../../contracts/redshift/ddl";
import { holds } from "../../../contracts/redshift/migrate";
import { identifier, qualified } from "../../../contracts/redshift/safe-text";
import { quoted } from "../document/quoted-words";
import type { ContractDifference } from "./contract-change";

/** The table: what its readers find in it, and what happens to the rows that are there. */
export function targetDifferences(before: TargetTable, after: TargetTable): readonly ContractDifference[] {
  const added = after.columns.filter(({ name }) => !columnOf(before, name));
  const gone = before.columns.filter(({ name }) => !columnOf(after, name));
  return [
    ...nameDifference(before, after),
    ...gone.map((column) => goneColumn(column, added, after)),
    ...added.map(addedColumn),
    ...after.columns.flatMap((column) => {
      const earlier = columnOf(before, column.name);
      return earlier === undefined ? [] : changedColumn(earlier, column);
    }),
    ...orderDifference(before, after),
    ...keyDifferences(before, after),
    ...layoutDifferences(before, after),
  ];
}

function columnOf({ columns }: TargetTable, name: string): TargetColumn | undefined {
  return columns.find((column) => column.name === name);
}

function nameDifference(before: TargetTable, after: TargetTable): readonly ContractDifference[] {
  const [old, now] = [`${before.schema}.${before.table}`, `${after.schema}.${after.table}`];
  if (old === now) {
    return [];
  }
  const rename =
    before.schema === after.schema
      ? ` To take them along, run ${quoted(`ALTER TABLE ${qualified(before.schema, before.table)} RENAME TO ${identifier(after.table)}`)} ` +
        "before the deploy, with no run going on."
      : "";
  const words = `Loads go to ${quoted(now)}, which the first one makes; ${quoted(old)} stays with its rows and gets no more.${rename}`;
  return [{ path: "target.table", breaking: true, words }];
}

/** A column under a new name can't be told from one that goes and one that comes: the choice is offered, never made. */
function goneColumn(
  column: TargetColumn,
  added: readonly TargetColumn[],
  { schema, table }: TargetTable,
): ContractDifference {
  const heir = added.find(
    ({ type, expression }) => isDeepStrictEqual(type, column.type) && expression === column.expression,
  );
  const statement =
    heir &&
    `ALTER TABLE ${qualified(schema, table)} RENAME COLUMN ${identifier(column.name)} TO ${identifier(heir.name)}`;
  const rename =
    statement === undefined
      ? ""
      : ` If ${quoted(heir!.name)} is its new name, run ${quoted(statement)}, with no run going on, in place of its ADD COLUMN and DROP COLUMN.`;
  return {
    path: `target.columns.${column.name}`,
    breaking: true,
    words: `Column ${quoted(column.name)} is gone: whoever reads it breaks or finds NULL in new rows.${rename}`,
  };
}

function addedColumn({ name, type, required }: TargetColumn): ContractDifference {
  const start = `New column ${quoted(name)} ${redshiftType(type)}: the table needs it before the first load with this contract`;
  const words = required
    ? `${start}. It never is null, says the contract; in rows that are there it is, until their dates are loaded again.`
    : `${start}; rows that are there have NULL.`;
  return { path: `target.columns.${name}`, breaking: required, words };
}

function changedColumn(before: TargetColumn, after: TargetColumn): readonly ContractDifference[] {
  const path = `target.columns.${after.name}`;
  const name = quoted(after.name);
  const found: ContractDifference[] = [];
  const [old, now] = [redshiftType(before.type), redshiftType(after.type)];
  if (old !== now) {
    const wider = holds(after.type, before.type);
    const narrower = holds(before.type, after.type);
    const words = wider
      ? `${name} is ${now}, was ${old}: what is there fits, and longer or larger values may come.`
      : narrower
        ? `${name} is ${now}, was ${old}: rows with a value that no longer fits are quarantined; the table keeps what it has.`
        : `${name} is ${now}, was ${old}: rows that are there have to be converted, and readers get another type.`;
    found.push({ path: `${path}.type`, breaking: !wider, words });
  }
  if (before.required !== after.required) {
    const words = after.required
      ? `${name} never is null, says the contract: rows without a value are quarantined. Redshift can't add NOT NULL to a column: rows ` +
        "that are there may still have NULL."
      : `${name} may be null: readers have to expect it, and the table's NOT NULL refuses such rows until the column is made anew.`;
    found.push({ path: `${path}.required`, breaking: true, words });
  }
  if (before.expression !== after.expression) {
    const words =
      `${name} is ${quoted(after.expression)}, was ${quoted(before.expression)}: rows that are there keep what they have until their ` +
      "dates are loaded again.";
    found.push({ path: `${path}.expression`, breaking: true, words });
  }
  if (before.description !== after.description) {
    found.push({
      path: `${path}.description`,
      breaking: false,
      words: `${name} is described in other words.`,
    });
  }
  return found;
}

/** COPY maps by position, but into the staging table, which every load makes from its own contract; the rest goes by name. */
function orderDifference(before: TargetTable, after: TargetTable): readonly ContractDifference[] {
  const order = (table: TargetTable, other: TargetTable): string =>
    table.columns
      .map(({ name }) => name)
      .filter((name) => columnOf(other, name))
      .join();
  return order(before, after) === order(after, before)
    ? []
    : [
        {
          path: "target.columns",
          breaking: false,
          words: "Columns come in another order: loads go by name, and the table keeps its own.",
        },
      ];
}

function keyDifferences(before: TargetTable, after: TargetTable): readonly ContractDifference[] {
  const list = (names: readonly string[]): string => quoted(names.join(", "));
  const found: ContractDifference[] = [];
  if (!isDeepStrictEqual([...before.key].sort(), [...after.key].sort())) {
    const words =
      `A row is known by ${list(after.key)}, before by ${list(before.key)}: rows that are there were made one a key by the old one, and ` +
      "may meet the new one several times or never.";
    found.push({ path: "target.key", breaking: true, words });
  }
  if (!isDeepStrictEqual(before.deduplicateBy, after.deduplicateBy)) {
    const words =
      `Of rows with one key the first by ${list(after.deduplicateBy)} is kept, before by ${list(before.deduplicateBy)}: a date that is ` +
      "loaded again may keep another row.";
    found.push({ path: "target.deduplicateBy", breaking: true, words });
  }
  if (before.loadMode !== after.loadMode) {
    const words =
      after.loadMode === "append"
        ? "Loads append: a load replaces the rows of its date, and rows of other dates with the same key stay, so readers find a key more than once."
        : "Loads merge: a row replaces the one with its key whatever its date, so readers no longer find a key once a date.";
    found.push({ path: "target.loadMode", breaking: true, words });
  }
  return found;
}

function layoutDifferences(before: TargetTable, after: TargetTable): readonly ContractDifference[] {
  const style = ({ distribution }: TargetTable): string =>
    quoted(distribution.style === "KEY" ? `KEY ${distribution.column}` : distribution.style);
  const names = (columns: readonly string[]): string =>
    columns.length === 0 ? "nothing" : quoted(columns.join(", "));
  const found: ContractDifference[] = [];
  if (style(before) !== style(after)) {
    const words = `Rows are distributed by ${style(after)}, before by ${style(before)}: queries give the same, at another speed.`;
    found.push({ path: "target.distribution", breaking: false, words });
  }
  if (!isDeepStrictEqual(before.sortKey, after.sortKey)) {
    const words = `Rows are sorted by ${names(after.sortKey)}, before by ${names(before.sortKey)}: queries give the same, at another speed.`;
    found.push({ path: "target.sortKey", breaking: false, words });
  }
  if (!isDeepStrictEqual(before.partitionBy, after.partitionBy)) {
    const words =
      `Curated files are partitioned by ${names(after.partitionBy)}, before by ${names(before.partitionBy)}: a load goes by its manifest ` +
      "and does not care; whoever reads the files by their paths does.";
    found.push({ path: "target.partitionBy", breaking: false, words });
  }
  return found;
}
