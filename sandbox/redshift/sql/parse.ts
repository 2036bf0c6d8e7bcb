import { notModelled, SqlError } from "../sql-error";
import { Cursor, isWord, type TableName } from "./cursor";
import { parseCopy } from "./parse-copy";
import { parseMerge } from "./parse-merge";
import { parseDefaultPrivileges, parseGrant } from "./parse-privileges";
import { parseCreateTable } from "./parse-table";
import type { DeleteStatement, InsertStatement, Statement, UpdateStatement } from "./statement";

/**
 * Reads one Redshift statement.
 *
 * @throws SqlError on a syntax error, and on a statement the sandbox does not imitate.
 */
export function parseStatement(sql: string): Statement {
  const cursor = Cursor.of(sql);
  if (cursor.at("select") || cursor.at("with") || cursor.atOperator("(")) return parseSelect(cursor);
  const first = cursor.word();
  switch (first) {
    case "insert":
      return parseInsert(cursor);
    case "update":
      return parseUpdate(cursor);
    case "delete":
      return parseDelete(cursor);
    case "merge":
      cursor.expect("into");
      return parseMerge(cursor);
    case "copy":
      return parseCopy(cursor);
    case "truncate":
      cursor.take("table");
      return ended(cursor, { kind: "truncate", table: cursor.tableName() });
    case "create":
      return parseCreate(cursor);
    case "drop":
      return parseDrop(cursor);
    case "alter":
      return parseAlter(cursor);
    case "grant":
    case "revoke":
      return parseGrant(cursor, first);
    case "analyze":
      return cursor.done
        ? { kind: "analyze" }
        : ended(cursor, { kind: "analyze", table: cursor.tableName() });
    case "comment":
      return { kind: "comment" };
    default:
      throw notModelled(first.toUpperCase());
  }
}

function ended(cursor: Cursor, statement: Statement): Statement {
  cursor.expectEnd();
  return statement;
}

function parseSelect(cursor: Cursor): Statement {
  const tokens = cursor.rest();
  if (tokens.some((token) => isWord(token, "into"))) throw notModelled("SELECT INTO");
  return { kind: "select", tokens };
}

function parseInsert(cursor: Cursor): InsertStatement {
  cursor.expect("into");
  const table = cursor.tableName();
  const listed =
    cursor.atOperator("(") && !isWord(cursor.peek(1), "select") && !isWord(cursor.peek(1), "with");
  const columns = listed ? cursor.identifierList() : undefined;
  const source = cursor.rest();
  if (source.length === 0) throw cursor.syntaxError();
  refuseReturning(source);
  return { kind: "insert", table, source, ...(columns === undefined ? {} : { columns }) };
}

function parseUpdate(cursor: Cursor): UpdateStatement {
  const table = cursor.tableName();
  const tokens = cursor.rest();
  refuseReturning(tokens);
  const parts = new Cursor(tokens);
  if (!parts.at("set")) throw notModelled("an alias of UPDATE's target");
  parts.expect("set");
  const assignments = parts.until((at) => at.at("from") || at.at("where"));
  const from = parts.take("from") ? parts.until((at) => at.at("where")) : undefined;
  const where = parts.take("where") ? parts.rest() : undefined;
  return {
    kind: "update",
    table,
    assignments,
    tokens,
    ...(from === undefined ? {} : { from }),
    ...(where === undefined ? {} : { where }),
  };
}

function parseDelete(cursor: Cursor): DeleteStatement {
  cursor.take("from");
  const table = cursor.tableName();
  const using = cursor.take("using") ? cursor.until((at) => at.at("where")) : undefined;
  const where = cursor.take("where") ? cursor.rest() : undefined;
  cursor.expectEnd();
  refuseReturning(where ?? []);
  return {
    kind: "delete",
    table,
    ...(using === undefined ? {} : { using }),
    ...(where === undefined ? {} : { where }),
  };
}

/** DuckDB and PostgreSQL have them, Redshift has not. */
function refuseReturning(tokens: InsertStatement["source"]): void {
  const returning = tokens.find((token) => isWord(token, "returning"));
  if (returning !== undefined) throw new SqlError('syntax error at or near "RETURNING"');
  const conflict = tokens.findIndex((token) => isWord(token, "on"));
  if (conflict >= 0 && isWord(tokens[conflict + 1], "conflict"))
    throw new SqlError('syntax error at or near "ON"');
}

function parseCreate(cursor: Cursor): Statement {
  if (cursor.take("local")) return parseCreate(cursor);
  if (cursor.take("temp") || cursor.take("temporary")) {
    cursor.expect("table");
    return parseCreateTable(cursor, true);
  }
  if (cursor.take("table")) return parseCreateTable(cursor, false);
  if (cursor.take("schema")) {
    const ifNotExists = cursor.take("if", "not", "exists");
    const schema = cursor.identifier();
    const owner = cursor.take("authorization") ? cursor.identifier(true) : undefined;
    return ended(cursor, {
      kind: "createSchema",
      schema,
      ifNotExists,
      ...(owner === undefined ? {} : { owner }),
    });
  }
  if (cursor.take("role")) return ended(cursor, { kind: "createRole", role: cursor.identifier() });
  if (cursor.take("user")) {
    const user = cursor.identifier(true);
    cursor.take("with");
    if (!cursor.take("password", "disable"))
      throw notModelled("CREATE USER other than with PASSWORD DISABLE");
    return ended(cursor, { kind: "createUser", user });
  }
  throw notModelled(`CREATE ${cursor.peek()?.text.toUpperCase() ?? ""}`);
}

function parseDrop(cursor: Cursor): Statement {
  if (cursor.take("table")) {
    const ifExists = cursor.take("if", "exists");
    const tables: TableName[] = [];
    do tables.push(cursor.tableName());
    while (cursor.takeOperator(","));
    if (!cursor.take("cascade")) cursor.take("restrict");
    return ended(cursor, { kind: "dropTable", tables, ifExists });
  }
  if (cursor.take("schema")) {
    const ifExists = cursor.take("if", "exists");
    const schema = cursor.identifier();
    const cascade = cursor.take("cascade");
    if (!cascade) cursor.take("restrict");
    return ended(cursor, { kind: "dropSchema", schema, ifExists, cascade });
  }
  if (cursor.take("role")) {
    const role = cursor.identifier();
    cursor.take("restrict");
    return ended(cursor, { kind: "dropRole", role });
  }
  if (cursor.take("user")) {
    const ifExists = cursor.take("if", "exists");
    return ended(cursor, { kind: "dropUser", user: cursor.identifier(true), ifExists });
  }
  throw notModelled(`DROP ${cursor.peek()?.text.toUpperCase() ?? ""}`);
}

function parseAlter(cursor: Cursor): Statement {
  if (cursor.take("default", "privileges")) return parseDefaultPrivileges(cursor);
  const isTable = cursor.take("table");
  if (isTable || cursor.take("schema")) {
    const object = isTable
      ? ({ kind: "table", name: cursor.tableName() } as const)
      : ({ kind: "schema", name: cursor.identifier() } as const);
    if (cursor.take("owner", "to"))
      return ended(cursor, { kind: "alterOwner", object, owner: cursor.identifier(true) });
    throw notModelled(`ALTER ${isTable ? "TABLE" : "SCHEMA"} other than OWNER TO`);
  }
  throw notModelled(`ALTER ${cursor.peek()?.text.toUpperCase() ?? ""}`);
}
