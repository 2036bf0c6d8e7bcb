import { accessTable, isOwner, mayDo, requireDatabaseCreate, requireRead, requireSchema } from "./access";
import { catalogSchema, findTable, schemaOwner, setSchemaOwner } from "./catalog";
import { executeCopy } from "./execute-copy";
import { executeMerge } from "./execute-merge";
import {
  changeDefaultPrivileges,
  changeMembership,
  changeOwner,
  changePrincipal,
  changePrivileges,
} from "./execute-privileges";
import { createDeclaredTable, createTableAs } from "./execute-tables";
import type { LoadFiles } from "./load-files";
import { readResult, type QueryResult } from "./results";
import { requireSuperuser, type Session } from "./session";
import { parseStatement } from "./sql/parse";
import type { DeleteStatement, InsertStatement, Statement, UpdateStatement } from "./sql/statement";
import { quoteLiteral, quoteName, quoteTable, translate, type TranslationScope } from "./sql/translate";
import { SqlError } from "./sql-error";

export interface Outcome {
  /** Rows returned, or inserted, updated and deleted; 0 for definitions. */
  readonly rows: number;
  /** Only of a query. */
  readonly result?: QueryResult;
}

export interface StatementContext {
  readonly session: Session;
  readonly scope: TranslationScope;
  readonly files: LoadFiles;
}

const takesParameters = new Set<Statement["kind"]>([
  "select",
  "insert",
  "update",
  "delete",
  "merge",
  "createTableAs",
]);

/**
 * Runs one statement of Redshift SQL.
 *
 * @throws SqlError as the statement's `Error`; Cancelled.
 */
export async function executeStatement(
  sql: string,
  files: LoadFiles,
  session: Session,
  parameters: ReadonlyMap<string, string>,
) {
  const statement = parseStatement(sql);
  const scope: TranslationScope = {
    user: session.user.name,
    statementTime: timestampText(new Date()),
    transactionTime: timestampText(session.transactionTime),
    parameters: takesParameters.has(statement.kind) ? parameters : new Map(),
  };
  return execute({ session, scope, files }, statement);
}

function timestampText(time: Date): string {
  return time.toISOString().replace("T", " ").replace("Z", "");
}

async function execute(context: StatementContext, statement: Statement): Promise<Outcome> {
  const { session } = context;
  switch (statement.kind) {
    case "select":
      return select(context, statement.tokens);
    case "insert":
      return { rows: await insert(context, statement) };
    case "update":
      return { rows: await update(context, statement) };
    case "delete":
      return { rows: await deleteRows(context, statement) };
    case "merge":
      return { rows: await executeMerge(context, statement) };
    case "copy":
      return { rows: await executeCopy(context, statement) };
    default:
      await define(context, statement);
      session.signal.throwIfAborted();
      return { rows: 0 };
  }
}

type Definition = Exclude<Statement, { kind: "select" | "insert" | "update" | "delete" | "merge" | "copy" }>;

async function define(context: StatementContext, statement: Definition): Promise<void> {
  const { session } = context;
  switch (statement.kind) {
    case "createTable":
      return createDeclaredTable(context, statement);
    case "createTableAs":
      return createTableAs(context, statement.target, statement.query);
    case "truncate":
      return truncate(session, statement);
    case "dropTable":
      return dropTables(session, statement);
    case "createSchema":
      return createSchema(session, statement);
    case "dropSchema":
      return dropSchema(session, statement);
    case "alterOwner":
      return changeOwner(session, statement);
    case "createRole":
    case "dropRole":
    case "createUser":
    case "dropUser":
      return changePrincipal(session, statement);
    case "grantRole":
    case "revokeRole":
      return changeMembership(session, statement);
    case "grant":
    case "revoke":
      return changePrivileges(session, statement);
    case "alterDefaultPrivileges":
      return changeDefaultPrivileges(session, statement);
    case "analyze":
      if (statement.table !== undefined) await accessTable(session, statement.table, []);
      return;
    case "comment":
      return;
  }
}

async function select(
  { session, scope }: StatementContext,
  tokens: InsertStatement["source"],
): Promise<Outcome> {
  const query = translate(tokens, scope);
  await requireRead(session, query);
  const result = readResult(await session.run(query));
  return { rows: result.records.length, result };
}

async function insert({ session, scope }: StatementContext, statement: InsertStatement): Promise<number> {
  await accessTable(session, statement.table, ["insert"]);
  const columns = statement.columns === undefined ? "" : ` (${statement.columns.map(quoteName).join(", ")})`;
  const sql = `INSERT INTO ${quoteTable(statement.table)}${columns} ${translate(statement.source, scope)}`;
  await requireRead(session, sql);
  return (await session.run(sql)).rowsChanged;
}

async function update({ session, scope }: StatementContext, statement: UpdateStatement): Promise<number> {
  const table = quoteTable(statement.table);
  const assignments = translate(statement.assignments, scope);
  const from = statement.from === undefined ? "" : `, ${translate(statement.from, scope)}`;
  const where = statement.where === undefined ? "" : ` WHERE ${translate(statement.where, scope)}`;
  await accessTable(session, statement.table, ["update"]);
  // As a query the same expressions name every table that is read: `SELECT a = (SELECT ...) FROM target, others WHERE ...`.
  await requireRead(session, `SELECT ${assignments} FROM ${table}${from}${where}`);
  return (await session.run(`UPDATE ${table} ${translate(statement.tokens, scope)}`)).rowsChanged;
}

async function deleteRows({ session, scope }: StatementContext, statement: DeleteStatement): Promise<number> {
  const table = quoteTable(statement.table);
  const using = statement.using === undefined ? "" : translate(statement.using, scope);
  const where = statement.where === undefined ? "" : ` WHERE ${translate(statement.where, scope)}`;
  await accessTable(session, statement.table, ["delete"]);
  if (where !== "")
    await requireRead(session, `SELECT 1 FROM ${table}${using === "" ? "" : `, ${using}`}${where}`);
  const sql = `DELETE FROM ${table}${using === "" ? "" : ` USING ${using}`}${where}`;
  return (await session.run(sql)).rowsChanged;
}

/** TRUNCATE commits the transaction it is part of: what came before it can no longer be rolled back. */
async function truncate(
  session: Session,
  statement: Extract<Statement, { kind: "truncate" }>,
): Promise<void> {
  await accessTable(session, statement.table, ["truncate"]);
  await session.outsideTransaction(() => session.run(`DELETE FROM ${quoteTable(statement.table)}`));
}

async function dropTables(
  session: Session,
  statement: Extract<Statement, { kind: "dropTable" }>,
): Promise<void> {
  for (const name of statement.tables) {
    const table = await findTable(session, name);
    if (table === undefined) {
      if (statement.ifExists) continue;
      throw new SqlError(`Table "${name.table}" does not exist`);
    }
    const object = `${table.schema}.${name.table}`;
    if (!(await mayDo(session, { scope: "table", object, owner: table.owner }, "drop"))) {
      throw new SqlError(`must be owner of relation ${name.table}`);
    }
    await session.run(`DROP TABLE ${quoteTable(name)}`);
    await session.run(
      `DELETE FROM ${catalogSchema}.grants WHERE scope = 'table' AND object = ${quoteLiteral(object)}`,
    );
  }
}

async function createSchema(
  session: Session,
  statement: Extract<Statement, { kind: "createSchema" }>,
): Promise<void> {
  const { schema } = statement;
  await requireDatabaseCreate(session);
  if (schema === catalogSchema || schema.startsWith("pg_"))
    throw new SqlError(`unacceptable schema name "${schema}"`);
  if ((await schemaOwner(session, schema)) !== undefined) {
    if (statement.ifNotExists) return;
    throw new SqlError(`Schema "${schema}" already exists`);
  }
  if (statement.owner !== undefined && statement.owner !== session.user.name) {
    requireSuperuser(session.user, "create a schema for another user");
  }
  await session.run(`CREATE SCHEMA ${quoteName(schema)}`);
  await setSchemaOwner(session, schema, statement.owner ?? session.user.name);
}

async function dropSchema(
  session: Session,
  statement: Extract<Statement, { kind: "dropSchema" }>,
): Promise<void> {
  const { schema } = statement;
  const owner = await schemaOwner(session, schema);
  if (owner === undefined) {
    if (statement.ifExists) return;
    throw new SqlError(`schema "${schema}" does not exist`);
  }
  if (!isOwner(session, owner)) await requireSchema(session, schema, "drop");
  await session.run(`DROP SCHEMA ${quoteName(schema)} ${statement.cascade ? "CASCADE" : "RESTRICT"}`);
  await session.run(`DELETE FROM ${catalogSchema}.schemas WHERE name = ${quoteLiteral(schema)}`);
  await session.run(
    `DELETE FROM ${catalogSchema}.grants WHERE (scope = 'schema' AND object = ${quoteLiteral(schema)})
     OR (scope = 'table' AND starts_with(object, ${quoteLiteral(`${schema}.`)}))`,
  );
}
