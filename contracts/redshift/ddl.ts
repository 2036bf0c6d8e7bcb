import type { ColumnType, TargetColumn, TargetTable } from "../compiled-contract";
import { identifier, qualified } from "./safe-text";

/**
 * The target table. No PRIMARY KEY: Redshift does not enforce one but plans queries as if it held, so a duplicate would give
 * wrong answers; de-duplication and MERGE keep the key, and the sandbox's database, which would enforce it, stays as lax.
 */
export function createTableStatement(target: TargetTable): string {
  return [
    `CREATE TABLE IF NOT EXISTS ${qualified(target.schema, target.table)} (`,
    columnList(target.columns),
    ")",
    ...distribution(target.distribution),
    ...(target.sortKey.length === 0 ? [] : [`SORTKEY (${target.sortKey.map(identifier).join(", ")})`]),
    // ENCODE is given per column or, as here, for all.
    "ENCODE AUTO",
  ].join("\n");
}

/** The table that COPY fills; gone with the session. Distributed like the target, so that the MERGE moves no rows. */
export function createStagingStatement(target: TargetTable, name: string): string {
  return [
    `CREATE TEMP TABLE ${identifier(name)} (`,
    columnList(target.columns),
    ")",
    ...distribution(target.distribution),
  ].join("\n");
}

/** `VARCHAR(20)`: Redshift counts bytes, as the contract does. */
export function redshiftType(type: ColumnType): string {
  switch (type.kind) {
    case "string":
      return `VARCHAR(${type.maxBytes})`;
    case "integer":
      return { 16: "SMALLINT", 32: "INTEGER", 64: "BIGINT" }[type.bits];
    case "decimal":
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case "double":
      return "DOUBLE PRECISION";
    case "boolean":
      return "BOOLEAN";
    case "date":
      return "DATE";
    case "timestamp":
      return "TIMESTAMP";
  }
}

function columnList(columns: readonly TargetColumn[]): string {
  return columns
    .map(
      ({ name, type, required }) =>
        `  ${identifier(name)} ${redshiftType(type)}${required ? " NOT NULL" : ""}`,
    )
    .join(",\n");
}

function distribution(distribution: TargetTable["distribution"]): string[] {
  if (distribution.style !== "KEY") return [`DISTSTYLE ${distribution.style}`];
  return ["DISTSTYLE KEY", `DISTKEY (${identifier(distribution.column)})`];
}
