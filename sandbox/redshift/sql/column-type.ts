import { notModelled, SqlError } from "../sql-error";
import type { Cursor } from "./cursor";

/** A Redshift column type, of those the sandbox has. `length` is in bytes. */
export type RedshiftType =
  | { readonly name: "smallint" | "integer" | "bigint" | "real" | "double precision" | "boolean" | "date" }
  | { readonly name: "timestamp without time zone" }
  | { readonly name: "numeric"; readonly precision: number; readonly scale: number }
  | { readonly name: "character varying" | "character"; readonly length: number };

const aliases: Readonly<Partial<Record<string, RedshiftType["name"]>>> = {
  smallint: "smallint",
  int2: "smallint",
  integer: "integer",
  int: "integer",
  int4: "integer",
  bigint: "bigint",
  int8: "bigint",
  real: "real",
  float4: "real",
  double: "double precision",
  float8: "double precision",
  float: "double precision",
  boolean: "boolean",
  bool: "boolean",
  date: "date",
  timestamp: "timestamp without time zone",
  numeric: "numeric",
  decimal: "numeric",
  varchar: "character varying",
  nvarchar: "character varying",
  text: "character varying",
  char: "character",
  nchar: "character",
  bpchar: "character",
  character: "character",
};

/** Lengths of `VARCHAR` and `CHAR` without one, and the most they may have: Database Developer Guide, "Character types". */
const defaultLengths = { "character varying": 256, character: 1 } as const;
const maximumLengths = { "character varying": 65_535, character: 4_096 } as const;

/** Reads a type: `VARCHAR(40)`, `DOUBLE PRECISION`, `DECIMAL(10, 2)`. */
export function columnType(cursor: Cursor): RedshiftType {
  const word = cursor.word();
  const name = Object.hasOwn(aliases, word) ? aliases[word] : undefined;
  if (name === undefined) throw notModelled(`the type "${word}"`);
  switch (name) {
    case "numeric":
      return numericType(cursor);
    case "character":
    case "character varying":
      return characterType(
        cursor,
        word === "character" && cursor.take("varying") ? "character varying" : name,
        word,
      );
    case "timestamp without time zone":
      if (cursor.at("with")) throw notModelled("TIMESTAMP WITH TIME ZONE");
      if (cursor.take("without")) cursor.expect("time", "zone");
      return { name };
    case "double precision":
      if (word === "double") cursor.expect("precision");
      return { name };
    default:
      return { name };
  }
}

function numericType(cursor: Cursor): RedshiftType {
  if (!cursor.takeOperator("(")) return { name: "numeric", precision: 18, scale: 0 };
  const precision = cursor.integer();
  const scale = cursor.takeOperator(",") ? cursor.integer() : 0;
  cursor.expectOperator(")");
  if (precision < 1 || precision > 38)
    throw new SqlError(`DECIMAL precision ${precision} must be between 1 and 38`);
  if (scale > precision)
    throw new SqlError(`DECIMAL scale ${scale} must be between 0 and precision ${precision}`);
  return { name: "numeric", precision, scale };
}

function characterType(cursor: Cursor, name: "character" | "character varying", word: string): RedshiftType {
  const maximum = maximumLengths[name];
  let length: number = word === "bpchar" ? 256 : defaultLengths[name];
  if (cursor.takeOperator("(")) {
    length = cursor.take("max") ? maximum : cursor.integer();
    cursor.expectOperator(")");
  }
  if (word === "text" || word === "bpchar") length = 256;
  if (length < 1) throw new SqlError(`length for type ${name} must be at least 1`);
  if (length > maximum) throw new SqlError(`length for type ${name} cannot exceed ${maximum}`);
  return { name, length };
}

/** `character varying(40)`, as Redshift prints it. */
export function typeText(type: RedshiftType): string {
  if ("length" in type) return `${type.name}(${type.length})`;
  return "precision" in type ? `numeric(${type.precision},${type.scale})` : type.name;
}

/** The DuckDB type that holds the values. */
export function duckdbType(type: RedshiftType): string {
  if ("length" in type) return "VARCHAR";
  if ("precision" in type) return `DECIMAL(${type.precision},${type.scale})`;
  return (
    { "double precision": "DOUBLE", "timestamp without time zone": "TIMESTAMP", real: "FLOAT" }[
      type.name as string
    ] ?? type.name
  );
}

/** The type's name in `pg_type`: what the Data API calls it in `ColumnMetadata` and `DescribeTable`. */
export function catalogTypeName(type: RedshiftType): string {
  const names: Record<RedshiftType["name"], string> = {
    smallint: "int2",
    integer: "int4",
    bigint: "int8",
    real: "float4",
    "double precision": "float8",
    boolean: "bool",
    date: "date",
    "timestamp without time zone": "timestamp",
    numeric: "numeric",
    "character varying": "varchar",
    character: "bpchar",
  };
  return names[type.name];
}
