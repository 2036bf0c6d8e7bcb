import { duckdbType, type RedshiftType } from "./sql/column-type";
import type { TableName } from "./sql/cursor";
import { quoteLiteral, quoteName, quoteTable, tableText } from "./sql/translate";
import type { Session } from "./session";
import { notModelled, SqlError } from "./sql-error";

/**
 * What DuckDB does not keep of a Redshift database: owners, users, roles, grants. Kept in tables beside the data, so that a rollback
 * undoes them with it. A table's owner and its columns' Redshift types are comments on the table: they go when it goes.
 */
export const catalogSchema = "stepline_catalog";

export const catalogTables: readonly string[] = [
  `CREATE SCHEMA ${catalogSchema}`,
  `CREATE TABLE ${catalogSchema}.users (name VARCHAR)`,
  `CREATE TABLE ${catalogSchema}.roles (name VARCHAR)`,
  `CREATE TABLE ${catalogSchema}.memberships (role VARCHAR, grantee_kind VARCHAR, grantee VARCHAR)`,
  `CREATE TABLE ${catalogSchema}.schemas (name VARCHAR, owner VARCHAR)`,
  `CREATE TABLE ${catalogSchema}.grants
     (scope VARCHAR, object VARCHAR, privilege VARCHAR, grantee_kind VARCHAR, grantee VARCHAR)`,
  `CREATE TABLE ${catalogSchema}.default_grants
     (owner VARCHAR, schema VARCHAR, privilege VARCHAR, grantee_kind VARCHAR, grantee VARCHAR)`,
  // As a new database comes: everyone may have the namespace's IAM roles used.
  `INSERT INTO ${catalogSchema}.grants SELECT 'assumerole', 'ALL', use, 'public', ''
     FROM (VALUES ('copy'), ('unload'), ('external function'), ('create model')) AS uses(use)`,
];

export interface Column {
  readonly name: string;
  readonly type: RedshiftType;
  readonly notNull: boolean;
  /** DuckDB SQL. */
  readonly default?: string;
}

export interface Table {
  readonly name: TableName;
  /** `public` and `pg_temp` spelled out. */
  readonly schema: string;
  readonly temporary: boolean;
  readonly owner: string;
  readonly columns: readonly Column[];
}

const systemSchemas = new Set(["pg_catalog", "information_schema", "pg_internal", "main"]);

/** A table as the session sees it: temporary ones first, then `public` for a name without a schema. */
export async function findTable(session: Session, name: TableName): Promise<Table | undefined> {
  if (name.schema === catalogSchema) return undefined;
  if (name.schema !== undefined && systemSchemas.has(name.schema))
    throw notModelled(`the schema ${name.schema}`);
  const place =
    name.schema === undefined
      ? `(temporary OR (database_name = ${quoteLiteral(session.database)} AND schema_name = 'public'))`
      : `database_name = ${quoteLiteral(session.database)} AND schema_name = ${quoteLiteral(name.schema)}`;
  const found = await session.row<{ schema_name: string; temporary: boolean; comment: string }>(
    `SELECT schema_name, temporary, comment FROM duckdb_tables()
     WHERE NOT internal AND table_name = ${quoteLiteral(name.table)} AND ${place} ORDER BY temporary DESC LIMIT 1`,
  );
  if (found === undefined) return undefined;
  const columns = await readColumns(
    session,
    found.temporary ? "temp" : session.database,
    found.schema_name,
    name.table,
  );
  const owner = (JSON.parse(found.comment) as { owner: string }).owner;
  const schema = found.temporary ? "pg_temp" : found.schema_name;
  return { name, schema, temporary: found.temporary, owner, columns };
}

async function readColumns(
  session: Session,
  database: string,
  schema: string,
  table: string,
): Promise<Column[]> {
  const rows = await session.rows<{
    column_name: string;
    comment: string;
    is_nullable: boolean;
    column_default: string | null;
  }>(
    `SELECT column_name, comment, is_nullable, column_default FROM duckdb_columns()
     WHERE database_name = ${quoteLiteral(database)} AND schema_name = ${quoteLiteral(schema)}
       AND table_name = ${quoteLiteral(table)} ORDER BY column_index`,
  );
  return rows.map((row) => ({
    name: row.column_name,
    type: JSON.parse(row.comment) as RedshiftType,
    notNull: !row.is_nullable,
    ...(row.column_default === null ? {} : { default: row.column_default }),
  }));
}

/** @throws SqlError `relation "marketing.x" does not exist` */
export async function requireTable(session: Session, name: TableName): Promise<Table> {
  const table = await findTable(session, name);
  if (table === undefined) throw new SqlError(`relation "${tableText(name)}" does not exist`);
  return table;
}

/**
 * Makes a table. Lengths become checks, as Redshift refuses longer values and DuckDB knows no lengths. Keys are left out: Redshift
 * does not enforce them, so enforcing them would hide duplicates.
 */
export async function createTable(
  session: Session,
  target: { readonly name: TableName; readonly temporary: boolean },
  columns: readonly Column[],
): Promise<void> {
  const table = quoteTable(target.name);
  const definitions = columns.map((column) => {
    const check =
      "length" in column.type ? ` CHECK (strlen(${quoteName(column.name)}) <= ${column.type.length})` : "";
    const fallback = column.default === undefined ? "" : ` DEFAULT (${column.default})`;
    return `${quoteName(column.name)} ${duckdbType(column.type)}${column.notNull ? " NOT NULL" : ""}${check}${fallback}`;
  });
  await session.run(`CREATE ${target.temporary ? "TEMP " : ""}TABLE ${table} (${definitions.join(", ")})`);
  await setTableOwner(session, target.name, session.user.name);
  for (const column of columns) {
    const comment = quoteLiteral(JSON.stringify(column.type));
    await session.run(`COMMENT ON COLUMN ${table}.${quoteName(column.name)} IS ${comment}`);
  }
}

export async function setTableOwner(session: Session, name: TableName, owner: string): Promise<void> {
  await session.run(`COMMENT ON TABLE ${quoteTable(name)} IS ${quoteLiteral(JSON.stringify({ owner }))}`);
}

/** Owner of a schema; `public` belongs to the system. Undefined when there is no such schema. */
export async function schemaOwner(session: Session, schema: string): Promise<string | undefined> {
  if (schema === "public") return "rdsdb";
  const row = await session.row<{ owner: string }>(
    `SELECT owner FROM ${catalogSchema}.schemas WHERE name = ${quoteLiteral(schema)}`,
  );
  return row?.owner;
}

export async function setSchemaOwner(session: Session, schema: string, owner: string): Promise<void> {
  await session.run(`DELETE FROM ${catalogSchema}.schemas WHERE name = ${quoteLiteral(schema)}`);
  await session.run(
    `INSERT INTO ${catalogSchema}.schemas VALUES (${quoteLiteral(schema)}, ${quoteLiteral(owner)})`,
  );
}

export async function principalExists(
  session: Session,
  kind: "users" | "roles",
  name: string,
): Promise<boolean> {
  const rows = await session.rows(
    `SELECT 1 AS found FROM ${catalogSchema}.${kind} WHERE name = ${quoteLiteral(name)}`,
  );
  return rows.length > 0;
}

/** A user exists from its first login with IAM on; `CREATE USER` only makes it earlier. */
export async function ensureUser(session: Session): Promise<void> {
  if (await principalExists(session, "users", session.user.name)) return;
  await session.run(`INSERT INTO ${catalogSchema}.users VALUES (${quoteLiteral(session.user.name)})`);
}
