import { catalogSchema, findTable, requireTable, schemaOwner, type Table } from "./catalog";
import type { Session } from "./session";
import { Cursor, type TableName } from "./sql/cursor";
import { quoteLiteral, tableText } from "./sql/translate";
import { notModelled, SqlError } from "./sql-error";

export type Scope = "database" | "schema" | "table" | "assumerole";

/** @throws SqlError `permission denied for schema marketing` */
export async function requireSchema(
  session: Session,
  schema: string,
  privilege: "usage" | "create" | "drop",
): Promise<void> {
  const owner = await schemaOwner(session, schema);
  if (owner === undefined) throw new SqlError(`schema "${schema}" does not exist`);
  if (schema === "public" && privilege !== "drop") return;
  if (await mayDo(session, { scope: "schema", object: schema, owner }, privilege)) return;
  throw new SqlError(`permission denied for schema ${schema}`);
}

/** @throws SqlError `permission denied for database analytics` */
export async function requireDatabaseCreate(session: Session): Promise<void> {
  if (await mayDo(session, { scope: "database", object: session.database, owner: "rdsdb" }, "create")) return;
  throw new SqlError(`permission denied for database ${session.database}`);
}

/** The table, if the user may do all of `privileges` with it. Owners may do everything. */
export async function accessTable(
  session: Session,
  name: TableName,
  privileges: readonly string[],
): Promise<Table> {
  if (name.schema !== undefined) await requireSchemaOfName(session, name);
  const table = await requireTable(session, name);
  const object = `${table.schema}.${name.table}`;
  for (const privilege of privileges) {
    if (!(await mayDo(session, { scope: "table", object, owner: table.owner }, privilege))) {
      throw new SqlError(`permission denied for relation ${name.table}`);
    }
  }
  return table;
}

async function requireSchemaOfName(session: Session, name: TableName): Promise<void> {
  const schema = name.schema!;
  if ((await schemaOwner(session, schema)) === undefined) {
    // A system schema says itself that it is not modelled; any other does not exist.
    await findTable(session, name);
    throw new SqlError(`relation "${tableText(name)}" does not exist`);
  }
  await requireSchema(session, schema, "usage");
}

/** Every table that a DuckDB query reads needs SELECT. */
export async function requireRead(session: Session, query: string): Promise<Table[]> {
  const tables: Table[] = [];
  for (const text of session.tablesRead(query))
    tables.push(await accessTable(session, nameIn(session, text), ["select"]));
  return tables;
}

/** `analytics.marketing.contacts AS c` as DuckDB reports it -> marketing.contacts */
function nameIn(session: Session, text: string): TableName {
  const cursor = Cursor.of(text);
  const parts = [readPart(cursor)];
  while (cursor.takeOperator(".")) parts.push(readPart(cursor));
  if (parts.length === 3 && parts[0] === session.database) parts.shift();
  if (parts.length > 2) throw notModelled(`a table of another database (${parts.join(".")})`);
  const table = parts[parts.length - 1];
  if (parts.length === 2) return { schema: parts[0], table };
  if (/^(stl|stv|svl|svv|svcs|sys)_/.test(table)) throw notModelled(`the system table ${table}`);
  return { table };
}

function readPart(cursor: Cursor): string {
  return cursor.next().value.toLowerCase();
}

export function isOwner(session: Session, owner: string): boolean {
  return session.user.superuser || session.user.name === owner;
}

interface Protected {
  readonly scope: Scope;
  /** `marketing`, `marketing.contacts`, `analytics` */
  readonly object: string;
  readonly owner: string;
}

export async function mayDo(session: Session, target: Protected, privilege: string): Promise<boolean> {
  if (isOwner(session, target.owner)) return true;
  const grants = await session.rows<{ grantee_kind: string; grantee: string }>(
    `SELECT grantee_kind, grantee FROM ${catalogSchema}.grants
     WHERE scope = ${quoteLiteral(target.scope)} AND object IN (${namesOf(target).map(quoteLiteral).join(", ")})
       AND privilege = ${quoteLiteral(privilege)}`,
  );
  if (grants.length === 0) return false;
  const roles = await effectiveRoles(session);
  return grants.some(
    ({ grantee_kind: kind, grantee }) =>
      kind === "public" ||
      (kind === "user" && grantee === session.user.name) ||
      (kind === "role" && roles.has(grantee)),
  );
}

/** The object's own name, and those of the scopes it is in. */
function namesOf({ scope, object }: Protected): string[] {
  if (scope === "assumerole") return [object, "ALL"];
  if (scope === "table") return [object, `${object.split(".", 1)[0]}.*`, "*"];
  return scope === "schema" ? [object, "*"] : [object];
}

/**
 * Everyone may have every role of the namespace used, until `REVOKE ASSUMEROLE ON ALL FROM PUBLIC` says otherwise.
 *
 * @param role an ARN, or `default`
 */
export async function requireAssumeRole(session: Session, role: string, use: "copy"): Promise<void> {
  if (await mayDo(session, { scope: "assumerole", object: role, owner: "rdsdb" }, use)) return;
  throw new SqlError(
    `permission denied: user ${session.user.name} has no ASSUMEROLE privilege for ${use.toUpperCase()} on ${role}`,
  );
}

/** Roles of the login and of the user, and the roles those have been granted. */
async function effectiveRoles(session: Session): Promise<ReadonlySet<string>> {
  const memberships = await session.rows<{ role: string; grantee_kind: string; grantee: string }>(
    `SELECT role, grantee_kind, grantee FROM ${catalogSchema}.memberships`,
  );
  const known = await session.rows<{ name: string }>(`SELECT name FROM ${catalogSchema}.roles`);
  const names = new Set(known.map(({ name }) => name));
  const roles = new Set(session.user.roles.filter((role) => names.has(role)));
  for (let grown = true; grown;) {
    grown = false;
    for (const { role, grantee_kind: kind, grantee } of memberships) {
      const held = kind === "user" ? grantee === session.user.name : roles.has(grantee);
      if (held && !roles.has(role)) {
        roles.add(role);
        grown = true;
      }
    }
  }
  return roles;
}
