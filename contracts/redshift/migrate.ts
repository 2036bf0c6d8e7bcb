import type { ColumnType, TargetColumn, TargetTable } from "../compiled-contract";
import { redshiftType } from "./ddl";
import { layoutAtRest, layoutStatements } from "./migrate-layout";
import type { MigrationStatement } from "./migration-statement";
import { identifier, qualified } from "./safe-text";

/**
 * The statements that bring the table of contract `base` to contract `head`, in their order. None where both name different
 * tables: the first load makes the new one, and the old one stays as it is.
 *
 * A load never alters a table that is there (`CREATE TABLE IF NOT EXISTS`). What it needs of it follows from contracts/redshift/load.ts:
 * the staging table is made by each load, and MERGE and INSERT name their columns, so neither the order of columns matters nor
 * columns beyond the contract's, unless they are NOT NULL.
 *
 * Redshift alters in place only the length of a VARCHAR, never NOT NULL; it adds one column a statement; it drops no column that is
 * in the distribution or sort key, nor, by default, one that a view reads; and it changes no column in a transaction.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html
 *
 * @throws Error named UnsafeSqlText for names that may not stand in SQL.
 */
export function migration(base: TargetTable, head: TargetTable): readonly MigrationStatement[] {
  if (base.schema !== head.schema || base.table !== head.table) {
    return [];
  }
  const table = qualified(head.schema, head.table);
  const changes = columnChanges(base, head);
  const swapped = changes.filter(({ kind }) => kind === "swap");
  const gone = base.columns.filter(({ name }) => !head.columns.some((column) => column.name === name));
  const leaving = [...swapped.map(({ to }) => to.name), ...gone.map(({ name }) => name)];
  const demands = gone.filter(({ required }) => required);
  const layout = layoutStatements(base, head, leaving, demands.length > 0, swapped.length > 0);
  return [
    ...head.columns.filter((column) => !hasColumn(base, column.name)).map((column) => added(table, column)),
    ...changes.filter(({ kind }) => kind === "widen").map(({ to }) => widened(table, to)),
    ...(swapped.length === 0 ? [] : layoutAtRest(base, head, leaving)),
    ...swapped.flatMap(({ to }) => swap(table, to, freeName(`${to.name}__new`, base, head))),
    ...layout,
    ...demands.map((column) => dropped(table, column)),
    ...gone.filter(({ required }) => !required).map((column) => dropped(table, column)),
    ...changes.filter(({ kind }) => kind === "shorten").map(({ to }) => shortened(table, to)),
  ];
}

interface ColumnChange {
  readonly kind: "widen" | "shorten" | "swap";
  readonly to: TargetColumn;
}

function columnChanges(base: TargetTable, head: TargetTable): readonly ColumnChange[] {
  return head.columns.flatMap((to): ColumnChange[] => {
    const from = base.columns.find(({ name }) => name === to.name);
    if (from === undefined) {
      return [];
    }
    // A column that stays NOT NULL in the table although the contract lets it be null refuses such rows.
    if (from.required && !to.required) {
      return [{ kind: "swap", to }];
    }
    if (from.type.kind === "string" && to.type.kind === "string") {
      const more = to.type.maxBytes - from.type.maxBytes;
      return more === 0 ? [] : [{ kind: more > 0 ? "widen" : "shorten", to }];
    }
    return redshiftType(from.type) === redshiftType(to.type) || holds(from.type, to.type)
      ? []
      : [{ kind: "swap", to }];
  });
}

/** Whether `wide` is the same kind of type and takes every value of `narrow`: then a table that has it can stay. */
export function holds(wide: ColumnType, narrow: ColumnType): boolean {
  if (wide.kind === "integer" && narrow.kind === "integer") {
    return wide.bits >= narrow.bits;
  }
  if (wide.kind === "decimal" && narrow.kind === "decimal") {
    return wide.scale >= narrow.scale && wide.precision - wide.scale >= narrow.precision - narrow.scale;
  }
  return wide.kind === "string" && narrow.kind === "string" && wide.maxBytes >= narrow.maxBytes;
}

/**
 * Without NOT NULL, which would need a DEFAULT: a made-up value in every row that is there, and a column whose VARCHAR could never be
 * widened, since Redshift alters none with a default. Rows that come have a value all the same: staging is NOT NULL.
 */
function added(table: string, { name, type, required }: TargetColumn): MigrationStatement {
  const sql = `ALTER TABLE ${table} ADD COLUMN ${identifier(name)} ${redshiftType(type)}`;
  const caution =
    "Rows that are there get NULL, and the table will not say NOT NULL as a new one would (Redshift can't add that without " +
    "a default): the Glue job and the staging table still refuse nulls. Load the dates again whose rows need a value.";
  return { sql, when: "before", needed: true, ...(required ? { caution } : {}) };
}

function widened(table: string, column: TargetColumn): MigrationStatement {
  const caution =
    "Redshift refuses it for a column encoded BYTEDICT, RUNLENGTH, TEXT255 or TEXT32K, and changes nothing: then set " +
    `another encoding first (ALTER TABLE ${table} ALTER COLUMN ${identifier(column.name)} ENCODE ZSTD, and ALTER ENCODE AUTO when all is done).`;
  return { sql: typeStatement(table, column), when: "before", needed: true, caution };
}

function shortened(table: string, column: TargetColumn): MigrationStatement {
  const caution = "Fails, and changes nothing, when a value that is there is longer. No load needs it.";
  return { sql: typeStatement(table, column), when: "after", needed: false, caution };
}

function typeStatement(table: string, { name, type }: TargetColumn): string {
  return `ALTER TABLE ${table} ALTER COLUMN ${identifier(name)} TYPE ${redshiftType(type)}`;
}

/** A new column with the old one's values takes its name. */
function swap(table: string, { name, type }: TargetColumn, between: string): readonly MigrationStatement[] {
  const [own, temporary, written] = [identifier(name), identifier(between), redshiftType(type)];
  const steps: readonly (readonly [sql: string, caution?: string])[] = [
    [`ALTER TABLE ${table} ADD COLUMN ${temporary} ${written}`],
    [
      `UPDATE ${table} SET ${temporary} = CAST(${own} AS ${written})`,
      `Rewrites every row, and fails at a value that is no ${written}; a cast to fewer digits rounds, one to a shorter text cuts. ` +
        "VACUUM the table afterwards.",
    ],
    [
      `ALTER TABLE ${table} DROP COLUMN ${own}`,
      "Loses the old column: check the new one first. Redshift refuses it while a view reads the column: drop such views, and make " +
        "them again at the end.",
    ],
    [`ALTER TABLE ${table} RENAME COLUMN ${temporary} TO ${own}`],
  ];
  return steps.map(([sql, caution]) => ({
    ...{ sql, when: "without-runs", needed: true },
    ...(caution === undefined ? {} : { caution }),
  }));
}

function dropped(table: string, { name, required }: TargetColumn): MigrationStatement {
  const views = "Redshift refuses it while a view reads the column.";
  const caution = required
    ? "Loses the column's values. The new contract's loads give it none, and the table demands one: they fail until it is gone, as " +
      `loads of the old contract do afterwards. ${views}`
    : `Loses the column's values. No load needs it: left as it is, the column is NULL in new rows. ${views}`;
  return {
    sql: `ALTER TABLE ${table} DROP COLUMN ${identifier(name)}`,
    when: required ? "without-runs" : "after",
    needed: required,
    caution,
  };
}

function hasColumn({ columns }: TargetTable, name: string): boolean {
  return columns.some((column) => column.name === name);
}

function freeName(wanted: string, ...tables: readonly TargetTable[]): string {
  const name = wanted.slice(-127).replace(/^(?=\d)/, "_");
  return tables.some((table) => hasColumn(table, name)) ? freeName(`${wanted}_`, ...tables) : name;
}
