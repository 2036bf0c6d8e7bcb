import type { DuckDBResultReader } from "@duckdb/node-api";
import { catalogTypeName, type RedshiftType } from "./sql/column-type";
import { notModelled } from "./sql-error";

/** A value as the Data API returns it: exactly one member. */
export type Field =
  | { readonly isNull: true }
  | { readonly booleanValue: boolean }
  | { readonly longValue: number }
  | { readonly doubleValue: number }
  | { readonly stringValue: string };

export interface ColumnMetadata {
  readonly name: string;
  readonly label: string;
  readonly typeName: string;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  /** 1: yes, 0: no. */
  readonly nullable: number;
  readonly isSigned: boolean;
  readonly isCaseSensitive: boolean;
  readonly isCurrency: boolean;
  readonly schemaName: string;
  readonly tableName: string;
}

export interface QueryResult {
  readonly columns: readonly ColumnMetadata[];
  readonly records: readonly (readonly Field[])[];
}

export function readResult(reader: DuckDBResultReader): QueryResult {
  const types = reader.columnTypes().map((type) => resultType(String(type)));
  const columns = reader.columnNames().map((name, index) => metadata(label(name), types[index]));
  const records = reader.getRows().map((row) => row.map((value, index) => field(value, types[index])));
  return { columns, records };
}

/** DuckDB's type of a value -> the column type Redshift would give it. @throws SqlError when there is none. */
export function redshiftType(duckdb: string): RedshiftType {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(duckdb);
  if (decimal !== null) return { name: "numeric", precision: Number(decimal[1]), scale: Number(decimal[2]) };
  const type = plainTypes[duckdb];
  if (type === undefined) throw notModelled(`a column of the type ${duckdb}`);
  return type;
}

const plainTypes: Readonly<Partial<Record<string, RedshiftType>>> = {
  TINYINT: { name: "smallint" },
  SMALLINT: { name: "smallint" },
  INTEGER: { name: "integer" },
  UINTEGER: { name: "bigint" },
  BIGINT: { name: "bigint" },
  UBIGINT: { name: "bigint" },
  // What DuckDB makes of SUM over integers, where Redshift makes a BIGINT.
  HUGEINT: { name: "bigint" },
  FLOAT: { name: "real" },
  DOUBLE: { name: "double precision" },
  BOOLEAN: { name: "boolean" },
  DATE: { name: "date" },
  TIMESTAMP: { name: "timestamp without time zone" },
  VARCHAR: { name: "character varying", length: 65_535 },
  '"NULL"': { name: "character varying", length: 1 },
};

function resultType(duckdb: string): RedshiftType {
  return duckdb.startsWith("DECIMAL(") || duckdb in plainTypes
    ? redshiftType(duckdb)
    : { name: "character varying", length: 65_535 };
}

function field(value: unknown, type: RedshiftType): Field {
  if (value === null) return { isNull: true };
  switch (type.name) {
    case "boolean":
      return { booleanValue: value as boolean };
    case "smallint":
    case "integer":
    case "bigint":
      return { longValue: Number(value) };
    case "real":
    case "double precision":
      return { doubleValue: value as number };
    default:
      // Dates, decimals and texts; DuckDB's classes print themselves as SQL does.
      return { stringValue: (value as { toString(): string }).toString() };
  }
}

/** `count_star()` -> count; Redshift calls an expression without a name `?column?`. */
function label(name: string): string {
  if (/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name)) return name.toLowerCase();
  const call = /^(?:main\.)?"?(\w+)"?\(/.exec(name)?.[1];
  if (call === undefined) return "?column?";
  return call === "count_star" ? "count" : call.toLowerCase();
}

export function metadata(
  name: string,
  type: RedshiftType,
  origin = { schema: "", table: "", notNull: false },
): ColumnMetadata {
  const length = "length" in type ? type.length : 0;
  const numeric =
    !("length" in type) &&
    type.name !== "boolean" &&
    type.name !== "date" &&
    !type.name.startsWith("timestamp");
  return {
    name,
    label: name,
    typeName: catalogTypeName(type),
    length,
    precision: "precision" in type ? type.precision : length,
    scale: "scale" in type ? type.scale : 0,
    nullable: origin.notNull ? 0 : 1,
    isSigned: numeric,
    isCaseSensitive: "length" in type,
    isCurrency: false,
    schemaName: origin.schema,
    tableName: origin.table,
  };
}

/** What the values weigh, for `ResultSize`. */
export function resultBytes({ records }: QueryResult): number {
  let bytes = 0;
  for (const record of records) {
    for (const value of record) {
      bytes += "stringValue" in value ? Buffer.byteLength(value.stringValue) : "isNull" in value ? 0 : 8;
    }
  }
  return bytes;
}
