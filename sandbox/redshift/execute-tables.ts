import { accessTable, requireRead, requireSchema } from "./access";
import { createTable, findTable, type Column } from "./catalog";
import { grantDefaults } from "./execute-privileges";
import type { StatementContext } from "./execute";
import { redshiftType } from "./results";
import type { CreateTableStatement, NewTable } from "./sql/statement";
import type { Token } from "./sql/tokens";
import { quoteTable, translate } from "./sql/translate";
import { SqlError } from "./sql-error";

export async function createDeclaredTable(
  context: StatementContext,
  statement: CreateTableStatement,
): Promise<void> {
  if (!(await mayCreate(context, statement.target))) return;
  const columns: Column[] = [];
  for (const column of statement.columns) {
    if ("like" in column) {
      const like = await accessTable(context.session, column.like, []);
      columns.push(
        ...like.columns.map((copied) => (column.includingDefaults ? copied : withoutDefault(copied))),
      );
    } else {
      const { name, type, notNull } = column;
      const fallback =
        column.default === undefined ? {} : { default: translate(column.default, context.scope) };
      columns.push({ name, type, notNull, ...fallback });
    }
  }
  await make(context, statement.target, columns);
}

/** `CREATE TABLE x AS query`: columns have the query's types, and are not NOT NULL. */
export async function createTableAs(
  context: StatementContext,
  target: NewTable,
  tokens: readonly Token[],
): Promise<void> {
  if (!(await mayCreate(context, target))) return;
  const { session, scope } = context;
  const query = translate(tokens, scope);
  await requireRead(session, query);
  const shape = await session.run(`SELECT * FROM (${query}) AS shape LIMIT 0`);
  const types = shape.columnTypes();
  const columns = shape.columnNames().map((name, index) => ({
    name: name.toLowerCase(),
    type: redshiftType(String(types[index])),
    notNull: false,
  }));
  await make(context, target, columns);
  await session.run(`INSERT INTO ${quoteTable(target.name)} ${query}`);
}

/** False when it exists already and the statement does not mind. */
async function mayCreate({ session }: StatementContext, target: NewTable): Promise<boolean> {
  if (!target.temporary) await requireSchema(session, target.name.schema ?? "public", "create");
  const existing = await findTable(session, target.name);
  const collides = existing?.temporary === target.temporary;
  if (collides && !target.ifNotExists) throw new SqlError(`Relation "${target.name.table}" already exists`);
  return !collides;
}

async function make(
  { session }: StatementContext,
  target: NewTable,
  columns: readonly Column[],
): Promise<void> {
  // Without a schema DuckDB would take a temporary table of the same name for the new one.
  const name = target.temporary
    ? target.name
    : { schema: target.name.schema ?? "public", table: target.name.table };
  await createTable(session, { name, temporary: target.temporary }, columns);
  if (!target.temporary) await grantDefaults(session, name.schema ?? "public", name.table);
}

function withoutDefault({ name, type, notNull }: Column): Column {
  return { name, type, notNull };
}
