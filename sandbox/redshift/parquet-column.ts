import type { RedshiftType } from "./sql/column-type";

/** A leaf of a Parquet file's schema, as DuckDB's `parquet_schema` lists it. */
export interface ParquetColumn {
  readonly name: string;
  /** Physical type: `INT32`. Null for a group. */
  readonly type: string | null;
  /** What the physical type stands for: `INT_16`, `UTF8`, `DATE`. */
  readonly converted_type: string | null;
  readonly precision: string | null;
  readonly scale: string | null;
  readonly repetition_type: string | null;
  readonly num_children: string | null;
}

/**
 * Whether COPY loads the Parquet column into the table's column. It converts nothing: the stored type must be the column's own, to
 * the width of an integer ("Column type: SMALLINT, Parquet schema: optional int32" is an error) and the precision of a decimal.
 * Which pairs are refused is not documented; where nothing is known the pair is refused here.
 */
export function isCompatible(column: ParquetColumn, type: RedshiftType): boolean {
  const physical = column.type;
  const annotation = column.converted_type ?? "";
  switch (type.name) {
    case "smallint":
      return physical === "INT32" && annotation === "INT_16";
    case "integer":
      return physical === "INT32" && (annotation === "" || annotation === "INT_32");
    case "bigint":
      return physical === "INT64" && (annotation === "" || annotation === "INT_64");
    case "real":
      return physical === "FLOAT";
    case "double precision":
      return physical === "DOUBLE";
    case "boolean":
      return physical === "BOOLEAN";
    case "date":
      return physical === "INT32" && annotation === "DATE";
    case "timestamp without time zone":
      return physical === "INT96" || (physical === "INT64" && /^TIMESTAMP_(MICROS|MILLIS)$/.test(annotation));
    case "numeric":
      return (
        annotation === "DECIMAL" &&
        Number(column.precision) === type.precision &&
        Number(column.scale) === type.scale
      );
    case "character":
    case "character varying":
      return physical === "BYTE_ARRAY" && annotation === "UTF8";
  }
}

/** `optional int32 age (INT_32)` */
export function parquetText(column: ParquetColumn): string {
  const kind = column.type?.toLowerCase() ?? "group";
  const digits = column.converted_type === "DECIMAL" ? `(${column.precision},${column.scale})` : "";
  const annotation = column.converted_type === null ? "" : ` (${column.converted_type}${digits})`;
  return `${(column.repetition_type ?? "").toLowerCase()} ${kind} ${column.name}${annotation}`;
}
