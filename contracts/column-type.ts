import type { ColumnType } from "./compiled-contract";
import type { OdcsProperty } from "./odcs";

type LogicalType = OdcsProperty["logicalType"];

/** `problem` says what is wrong and how to write it. */
export type TypeResult = { readonly type: ColumnType } | { readonly problem: string };

/**
 * Type of a delivered column, whose physical type is text: from its logical type and options. The standard has no option
 * for decimal places, so an exact number gives its physical type as DECIMAL(p,s).
 */
export function deliveredType(property: OdcsProperty): TypeResult {
  const { logicalType, logicalTypeOptions: options } = property;
  const exact = redshiftType(property.physicalType);
  if (logicalType === "number" && exact?.kind === "decimal") return { type: exact };
  if (property.physicalType !== "text") {
    return {
      problem: `physicalType "${property.physicalType}": CSV delivers text; write text, or DECIMAL(p,s) for an exact number.`,
    };
  }
  switch (logicalType) {
    case "string":
      if (options?.maxLength === undefined)
        return { problem: "a string needs logicalTypeOptions.maxLength (bytes)." };
      return { type: { kind: "string", maxBytes: options.maxLength } };
    case "integer": {
      const bits = { i16: 16, i32: 32, i64: 64 }[options?.format ?? "i32"];
      if (bits === undefined) return { problem: `format "${options?.format}": use i16, i32 or i64.` };
      return { type: { kind: "integer", bits: bits as 16 | 32 | 64 } };
    }
    case "number":
      if ((options?.format ?? "f64") !== "f64") return { problem: `format "${options?.format}": use f64.` };
      return { type: { kind: "double" } };
    case "boolean":
      return { type: { kind: "boolean" } };
    case "date":
    case "timestamp":
      return { type: { kind: logicalType } };
  }
}

/** Type of a target column: from its physical type, in Redshift's spelling; the logical type has to agree. */
export function targetType(property: OdcsProperty): TypeResult {
  const type = redshiftType(property.physicalType);
  if (type === undefined) {
    return {
      problem:
        `physicalType "${property.physicalType}": use SMALLINT, INTEGER, BIGINT, DOUBLE PRECISION, BOOLEAN, DATE, TIMESTAMP, ` +
        "VARCHAR(bytes, 1 to 65535) or DECIMAL(precision up to 38, scale up to precision).",
    };
  }
  const logical = logicalTypeOf(type);
  if (logical !== property.logicalType) {
    return {
      problem: `logicalType "${property.logicalType}" is not that of ${property.physicalType}: write ${logical}.`,
    };
  }
  return { type };
}

function redshiftType(physicalType: string): ColumnType | undefined {
  switch (physicalType) {
    case "SMALLINT":
      return { kind: "integer", bits: 16 };
    case "INTEGER":
      return { kind: "integer", bits: 32 };
    case "BIGINT":
      return { kind: "integer", bits: 64 };
    case "DOUBLE PRECISION":
      return { kind: "double" };
    case "BOOLEAN":
      return { kind: "boolean" };
    case "DATE":
      return { kind: "date" };
    case "TIMESTAMP":
      return { kind: "timestamp" };
  }
  const varchar = /^VARCHAR\(([1-9]\d{0,4})\)$/.exec(physicalType);
  if (varchar !== null && Number(varchar[1]) <= 65_535)
    return { kind: "string", maxBytes: Number(varchar[1]) };
  const decimal = /^DECIMAL\(([1-9]\d?),\s?(\d{1,2})\)$/.exec(physicalType);
  if (decimal === null) return undefined;
  const [precision, scale] = [Number(decimal[1]), Number(decimal[2])];
  return precision <= 38 && scale <= precision ? { kind: "decimal", precision, scale } : undefined;
}

function logicalTypeOf(type: ColumnType): LogicalType {
  return type.kind === "decimal" || type.kind === "double" ? "number" : type.kind;
}
