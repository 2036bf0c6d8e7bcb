import { notModelled, SqlError } from "../sql-error";
import type { Cursor } from "./cursor";
import type { GrantObject, Grantee, Statement } from "./statement";

const privilegesOf = {
  database: ["create", "temporary", "usage"],
  schema: ["create", "usage", "alter", "drop"],
  table: ["select", "insert", "update", "delete", "references", "drop", "truncate", "alter"],
} as const;

type Scope = keyof typeof privilegesOf;

/** What a user may have an IAM role used for. */
const roleUses = ["copy", "unload", "external function", "create model"];

/** `GRANT ...` and `REVOKE ...`, read from after the word. */
export function parseGrant(cursor: Cursor, action: "grant" | "revoke"): Statement {
  const direction = action === "grant" ? "to" : "from";
  if (cursor.take("role")) {
    const roles = identifiers(cursor);
    cursor.expect(direction);
    const kind = action === "grant" ? "grantRole" : "revokeRole";
    return ended(cursor, { kind, roles, grantees: granteeList(cursor) });
  }
  if (cursor.take("assumerole")) return parseAssumeRole(cursor, action);
  const written = privilegeWords(cursor);
  const { scope, objects } = cursor.take("for") ? scopedObjects(cursor) : namedObjects(cursor);
  cursor.expect(direction);
  const grantees = granteeList(cursor);
  return ended(cursor, { kind: action, privileges: privileges(written, scope), objects, grantees });
}

/** `ALTER DEFAULT PRIVILEGES ...`, read from after `PRIVILEGES`. */
export function parseDefaultPrivileges(cursor: Cursor): Statement {
  const users = cursor.take("for", "user") ? identifiers(cursor) : undefined;
  const schemas = cursor.take("in", "schema") ? folded(identifiers(cursor)) : undefined;
  const action = cursor.take("grant") ? "grant" : "revoke";
  if (action === "revoke") cursor.expect("revoke");
  const written = privilegeWords(cursor);
  cursor.expect("on");
  if (!cursor.take("tables"))
    throw notModelled(`ALTER DEFAULT PRIVILEGES ON ${cursor.peek()?.text.toUpperCase()}`);
  cursor.expect(action === "grant" ? "to" : "from");
  return ended(cursor, {
    kind: "alterDefaultPrivileges",
    action,
    privileges: privileges(written, "table"),
    grantees: granteeList(cursor),
    ...(users === undefined ? {} : { users }),
    ...(schemas === undefined ? {} : { schemas }),
  });
}

/** `ASSUMEROLE ON { 'arn', ... | DEFAULT | ALL } TO ... FOR { ALL | COPY | ... }` */
function parseAssumeRole(cursor: Cursor, action: "grant" | "revoke"): Statement {
  cursor.expect("on");
  const objects: GrantObject[] = [];
  do {
    const every = cursor.take("all") ? "ALL" : cursor.take("default") ? "default" : undefined;
    objects.push({ kind: "assumeRole", role: every ?? cursor.string() });
  } while (cursor.takeOperator(","));
  cursor.expect(action === "grant" ? "to" : "from");
  const grantees = granteeList(cursor);
  cursor.expect("for");
  if (cursor.take("all")) return ended(cursor, { kind: action, privileges: roleUses, objects, grantees });
  const uses: string[] = [];
  do {
    const use = roleUses.find((candidate) => cursor.take(...candidate.split(" ")));
    if (use === undefined) throw cursor.syntaxError();
    uses.push(use);
  } while (cursor.takeOperator(","));
  return ended(cursor, { kind: action, privileges: uses, objects, grantees });
}

function ended(cursor: Cursor, statement: Statement): Statement {
  if (cursor.at("with")) throw notModelled("WITH GRANT OPTION / ADMIN OPTION");
  cursor.expectEnd();
  return statement;
}

function identifiers(cursor: Cursor): string[] {
  const names = [cursor.identifier(true)];
  while (cursor.takeOperator(",")) names.push(cursor.identifier(true));
  return names;
}

function folded(names: readonly string[]): string[] {
  return names.map((name) => name.toLowerCase());
}

function privilegeWords(cursor: Cursor): string[] {
  if (cursor.take("all")) {
    cursor.take("privileges");
    return ["all"];
  }
  const words = [cursor.word()];
  while (cursor.takeOperator(",")) words.push(cursor.word());
  if (cursor.atOperator("(")) throw notModelled("a privilege on columns");
  return words;
}

function privileges(written: readonly string[], scope: Scope): readonly string[] {
  if (written[0] === "all") return privilegesOf[scope];
  return written.map((word) => {
    const privilege = word === "temp" ? "temporary" : word;
    const known: readonly string[] = privilegesOf[scope];
    if (!known.includes(privilege)) {
      throw new SqlError(
        `invalid privilege type ${word.toUpperCase()} for ${scope === "table" ? "relation" : scope}`,
      );
    }
    return privilege;
  });
}

interface GrantObjects {
  readonly scope: Scope;
  readonly objects: readonly GrantObject[];
}

function namedObjects(cursor: Cursor): GrantObjects {
  cursor.expect("on");
  for (const scope of ["database", "schema"] as const) {
    if (cursor.take(scope))
      return { scope, objects: folded(identifiers(cursor)).map((name) => ({ kind: scope, name })) };
  }
  if (cursor.take("all", "tables", "in", "schema")) {
    return {
      scope: "table",
      objects: folded(identifiers(cursor)).map((schema) => ({ kind: "allTables", schema })),
    };
  }
  for (const other of ["function", "procedure", "language", "copy", "datashare", "external"]) {
    if (cursor.at(other)) throw notModelled(`GRANT ON ${other.toUpperCase()}`);
  }
  cursor.take("table");
  const objects: GrantObject[] = [];
  do objects.push({ kind: "table", name: cursor.tableName() });
  while (cursor.takeOperator(","));
  return { scope: "table", objects };
}

/** Scoped permissions hold for objects made later too: `FOR TABLES IN SCHEMA s [DATABASE d]`, `FOR SCHEMAS IN DATABASE d`. */
function scopedObjects(cursor: Cursor): GrantObjects {
  const isSchemas = cursor.take("schemas");
  if (!isSchemas && !cursor.take("tables"))
    throw notModelled(`GRANT FOR ${cursor.peek()?.text.toUpperCase()}`);
  cursor.expect("in");
  const schema = !isSchemas && cursor.take("schema") ? cursor.identifier() : undefined;
  if (schema === undefined) cursor.expect("database");
  const database = schema === undefined || cursor.take("database") ? cursor.identifier() : undefined;
  const place = {
    ...(database === undefined ? {} : { database }),
    ...(schema === undefined ? {} : { schema }),
  };
  return isSchemas
    ? { scope: "schema", objects: [{ kind: "everySchema", ...place }] }
    : { scope: "table", objects: [{ kind: "everyTable", ...place }] };
}

function granteeList(cursor: Cursor): Grantee[] {
  const grantees: Grantee[] = [];
  do {
    if (cursor.take("public")) grantees.push({ kind: "public", name: "" });
    else if (cursor.take("role")) grantees.push({ kind: "role", name: cursor.identifier() });
    else if (cursor.at("group")) throw notModelled("GRANT TO GROUP");
    else {
      cursor.take("user");
      grantees.push({ kind: "user", name: cursor.identifier(true) });
    }
  } while (cursor.takeOperator(","));
  return grantees;
}
