import type { LocalCall } from "../types";
import { catalogSchema, findTable } from "./catalog";
import { page } from "./paging";
import { invalid, optionalText, requireText } from "./request";
import { metadata } from "./results";
import type { Session } from "./session";
import { quoteLiteral } from "./sql/translate";

type Input = LocalCall["input"];

const hidden = [catalogSchema, "main", "information_schema", "pg_catalog"].map(quoteLiteral).join(", ");

export function listDatabases(input: Input, database: string): Record<string, unknown> {
  const { items, nextToken } = page([database], "databases", pageSize(input), input.NextToken);
  return { Databases: items, NextToken: nextToken };
}

export async function listSchemas(input: Input, session: Session): Promise<Record<string, unknown>> {
  const rows = await session.rows<{ schema_name: string }>(
    `SELECT schema_name FROM duckdb_schemas() WHERE database_name = ${quoteLiteral(session.database)}
     AND schema_name NOT IN (${hidden}) AND schema_name LIKE ${pattern(input, "SchemaPattern")} ORDER BY schema_name`,
  );
  const schemas = rows.map(({ schema_name: name }) => name);
  const { items, nextToken } = page(schemas, "schemas", pageSize(input), input.NextToken);
  return { Schemas: items, NextToken: nextToken };
}

export async function listTables(input: Input, session: Session): Promise<Record<string, unknown>> {
  const rows = await session.rows<{ schema_name: string; table_name: string }>(
    `SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = ${quoteLiteral(session.database)}
     AND schema_name NOT IN (${hidden}) AND schema_name LIKE ${pattern(input, "SchemaPattern")}
     AND table_name LIKE ${pattern(input, "TablePattern")} ORDER BY schema_name, table_name`,
  );
  const tables = rows.map((row) => ({ schema: row.schema_name, name: row.table_name, type: "TABLE" }));
  const { items, nextToken } = page(tables, "tables", pageSize(input), input.NextToken);
  return { Tables: items, NextToken: nextToken };
}

export async function describeTable(input: Input, session: Session): Promise<Record<string, unknown>> {
  const schema = optionalText(input, "Schema") ?? "public";
  const name = requireText(input, "Table");
  const table = await findTable(session, { schema, table: name });
  const columns = (table?.columns ?? []).map((column) => ({
    ...metadata(column.name, column.type, { schema, table: name, notNull: column.notNull }),
    ...(column.default === undefined ? {} : { columnDefault: column.default }),
  }));
  const { items, nextToken } = page(columns, `${schema}.${name}`, pageSize(input), input.NextToken);
  return { TableName: name, ColumnList: items, NextToken: nextToken };
}

function pattern(input: Input, member: string): string {
  return quoteLiteral(optionalText(input, member) ?? "%");
}

function pageSize(input: Input): number {
  const size = input.MaxResults ?? 1000;
  if (typeof size !== "number" || !Number.isInteger(size) || size < 0 || size > 1000) {
    throw invalid("MaxResults must be between 0 and 1000.");
  }
  return size === 0 ? 1000 : size;
}
