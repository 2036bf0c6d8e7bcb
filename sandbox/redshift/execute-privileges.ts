import { isOwner } from "./access";
import {
  catalogSchema,
  ensureUser,
  principalExists,
  requireTable,
  schemaOwner,
  setSchemaOwner,
  setTableOwner,
} from "./catalog";
import { requireSuperuser, type Session } from "./session";
import type {
  DefaultPrivilegesStatement,
  Grantee,
  GrantObject,
  PrivilegeStatement,
  Statement,
} from "./sql/statement";
import { quoteLiteral } from "./sql/translate";
import { SqlError } from "./sql-error";

type Of<Kind extends Statement["kind"]> = Extract<Statement, { kind: Kind }>;

export async function changePrincipal(
  session: Session,
  statement: Of<"createRole" | "dropRole"> | Of<"createUser" | "dropUser">,
): Promise<void> {
  const isRole = "role" in statement;
  const [kind, name] = isRole ? (["roles", statement.role] as const) : (["users", statement.user] as const);
  const word = isRole ? "role" : "user";
  requireSuperuser(session.user, `change ${word}s`);
  const exists = await principalExists(session, kind, name);
  if (statement.kind === "createRole" || statement.kind === "createUser") {
    if (exists) throw new SqlError(`${word} "${name}" already exists`);
    await session.run(`INSERT INTO ${catalogSchema}.${kind} VALUES (${quoteLiteral(name)})`);
    return;
  }
  if (!exists) {
    if ("ifExists" in statement && statement.ifExists === true) return;
    throw new SqlError(`${word} "${name}" does not exist`);
  }
  await session.run(`DELETE FROM ${catalogSchema}.${kind} WHERE name = ${quoteLiteral(name)}`);
  for (const table of ["grants", "default_grants", "memberships"]) {
    await session.run(
      `DELETE FROM ${catalogSchema}.${table} WHERE grantee_kind = ${quoteLiteral(word)} AND grantee = ${quoteLiteral(name)}`,
    );
  }
  if (isRole)
    await session.run(`DELETE FROM ${catalogSchema}.memberships WHERE role = ${quoteLiteral(name)}`);
}

export async function changeMembership(
  session: Session,
  statement: Of<"grantRole" | "revokeRole">,
): Promise<void> {
  requireSuperuser(session.user, "grant roles");
  for (const written of statement.roles) {
    const role = written.toLowerCase();
    if (!(await principalExists(session, "roles", role))) throw new SqlError(`role "${role}" does not exist`);
    for (const grantee of statement.grantees) {
      if (grantee.kind === "public") throw new SqlError("cannot grant a role to PUBLIC");
      await requireGrantee(session, grantee);
      await setRow(session, "memberships", statement.kind === "grantRole", {
        role,
        grantee_kind: grantee.kind,
        grantee: grantee.name,
      });
    }
  }
}

export async function changePrivileges(session: Session, statement: PrivilegeStatement): Promise<void> {
  for (const grantee of statement.grantees) await requireGrantee(session, grantee);
  for (const object of statement.objects) {
    for (const target of await grantTargets(session, object)) {
      for (const privilege of statement.privileges) {
        for (const grantee of statement.grantees) {
          await setRow(session, "grants", statement.kind === "grant", {
            scope: target.scope,
            object: target.object,
            privilege,
            grantee_kind: grantee.kind,
            grantee: grantee.name,
          });
        }
      }
    }
  }
}

export async function changeDefaultPrivileges(
  session: Session,
  statement: DefaultPrivilegesStatement,
): Promise<void> {
  for (const grantee of statement.grantees) await requireGrantee(session, grantee);
  const owners = statement.users ?? [session.user.name];
  for (const owner of owners) {
    if (owner !== session.user.name)
      requireSuperuser(session.user, "change default privileges of another user");
    await requireGrantee(session, { kind: "user", name: owner });
    for (const schema of statement.schemas ?? [""]) {
      if (schema !== "" && (await schemaOwner(session, schema)) === undefined) {
        throw new SqlError(`schema "${schema}" does not exist`);
      }
      for (const privilege of statement.privileges) {
        for (const grantee of statement.grantees) {
          const row = { owner, schema, privilege, grantee_kind: grantee.kind, grantee: grantee.name };
          await setRow(session, "default_grants", statement.action === "grant", row);
        }
      }
    }
  }
}

/** Grants what `ALTER DEFAULT PRIVILEGES` promised for tables that the user makes in a schema. */
export async function grantDefaults(session: Session, schema: string, table: string): Promise<void> {
  await session.run(
    `INSERT INTO ${catalogSchema}.grants
     SELECT 'table', ${quoteLiteral(`${schema}.${table}`)}, privilege, grantee_kind, grantee
     FROM ${catalogSchema}.default_grants
     WHERE owner = ${quoteLiteral(session.user.name)} AND schema IN ('', ${quoteLiteral(schema)})`,
  );
}

export async function changeOwner(session: Session, statement: Of<"alterOwner">): Promise<void> {
  await requireGrantee(session, { kind: "user", name: statement.owner });
  const { object, owner } = statement;
  if (object.kind === "schema") {
    await grantTargets(session, object);
    await setSchemaOwner(session, object.name, owner);
  } else if (object.kind === "table") {
    await grantTargets(session, object);
    await setTableOwner(session, object.name, owner);
  }
}

/** What a GRANT is about, if the user may grant it: its owner or a superuser. */
async function grantTargets(
  session: Session,
  object: GrantObject,
): Promise<{ scope: string; object: string }[]> {
  switch (object.kind) {
    case "database":
      requireDatabase(session, object.name);
      requireSuperuser(session.user, "grant on a database");
      return [{ scope: "database", object: object.name }];
    case "schema": {
      const owner = await schemaOwner(session, object.name);
      if (owner === undefined) throw new SqlError(`schema "${object.name}" does not exist`);
      if (!isOwner(session, owner)) throw new SqlError(`permission denied for schema ${object.name}`);
      return [{ scope: "schema", object: object.name }];
    }
    case "table": {
      const table = await requireTable(session, object.name);
      if (!isOwner(session, table.owner))
        throw new SqlError(`permission denied for relation ${object.name.table}`);
      return [{ scope: "table", object: `${table.schema}.${object.name.table}` }];
    }
    case "everySchema":
    case "everyTable":
      requireDatabase(session, object.database);
      requireSuperuser(session.user, "grant scoped permissions");
      if (object.kind === "everySchema") return [{ scope: "schema", object: "*" }];
      return [{ scope: "table", object: object.schema === undefined ? "*" : `${object.schema}.*` }];
    case "assumeRole":
      requireSuperuser(session.user, "grant ASSUMEROLE");
      return [{ scope: "assumerole", object: object.role }];
    case "allTables": {
      const tables = await session.rows<{ table_name: string }>(
        `SELECT table_name FROM duckdb_tables() WHERE database_name = ${quoteLiteral(session.database)}
         AND schema_name = ${quoteLiteral(object.schema)}`,
      );
      if ((await schemaOwner(session, object.schema)) === undefined) {
        throw new SqlError(`schema "${object.schema}" does not exist`);
      }
      const targets = [];
      for (const { table_name: table } of tables) {
        targets.push(
          ...(await grantTargets(session, { kind: "table", name: { schema: object.schema, table } })),
        );
      }
      return targets;
    }
  }
}

function requireDatabase(session: Session, name: string | undefined): void {
  if (name !== undefined && name !== session.database)
    throw new SqlError(`database "${name}" does not exist`);
}

async function requireGrantee(session: Session, grantee: Grantee): Promise<void> {
  if (grantee.kind === "public") return;
  if (grantee.kind === "user" && grantee.name === session.user.name) return ensureUser(session);
  if (await principalExists(session, grantee.kind === "user" ? "users" : "roles", grantee.name)) return;
  throw new SqlError(`${grantee.kind} "${grantee.name}" does not exist`);
}

/** Adds a row once, or takes it away. */
async function setRow(
  session: Session,
  table: "memberships" | "grants" | "default_grants",
  present: boolean,
  row: Readonly<Record<string, string>>,
): Promise<void> {
  const where = Object.entries(row).map(([column, value]) => `${column} = ${quoteLiteral(value)}`);
  await session.run(`DELETE FROM ${catalogSchema}.${table} WHERE ${where.join(" AND ")}`);
  if (!present) return;
  const columns = Object.keys(row).join(", ");
  const values = Object.values(row).map(quoteLiteral).join(", ");
  await session.run(`INSERT INTO ${catalogSchema}.${table} (${columns}) VALUES (${values})`);
}
