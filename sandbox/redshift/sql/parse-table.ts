import { notModelled, SqlError } from "../sql-error";
import { columnType } from "./column-type";
import { Cursor, isWord } from "./cursor";
import type { ColumnDefinition, CreateTableStatement, NewTable, Statement } from "./statement";
import type { Token } from "./tokens";

/** `CREATE [TEMP] TABLE ...`, read from after `TABLE`. */
export function parseCreateTable(cursor: Cursor, temporary: boolean): Statement {
  const ifNotExists = cursor.take("if", "not", "exists");
  const name = cursor.tableName();
  if (temporary && name.schema !== undefined) {
    throw new SqlError("cannot create temporary relation in non-temporary schema");
  }
  const target: NewTable = { name, temporary, ifNotExists };
  if (!cursor.atOperator("(")) return createTableAs(cursor, target);
  const body = new Cursor(cursor.parenthesised());
  const table = new TableBody();
  do table.read(body);
  while (body.takeOperator(","));
  body.expectEnd();
  table.readAttributes(cursor);
  if (cursor.at("as")) throw notModelled("CREATE TABLE ... (columns) AS");
  cursor.expectEnd();
  return table.statement(target);
}

function createTableAs(cursor: Cursor, target: NewTable): Statement {
  if (target.ifNotExists) throw notModelled("CREATE TABLE IF NOT EXISTS ... AS");
  readTableAttributes(cursor);
  cursor.expect("as");
  const query = cursor.atOperator("(") ? cursor.parenthesised() : cursor.rest();
  cursor.expectEnd();
  return { kind: "createTableAs", target, query };
}

interface Attributes {
  readonly distributionKeys: readonly string[];
  readonly sortKeys: readonly string[];
  readonly distributionStyle?: string;
}

class TableBody {
  private readonly columns: CreateTableStatement["columns"][number][] = [];
  private readonly notNull = new Set<string>();
  private readonly distributionKeys: string[] = [];
  private readonly sortKeys: string[] = [];
  private distributionStyle: string | undefined;

  read(cursor: Cursor): void {
    if (cursor.take("like")) {
      const like = cursor.tableName();
      const includingDefaults = cursor.take("including", "defaults");
      if (!includingDefaults && cursor.take("excluding")) cursor.expect("defaults");
      this.columns.push({ like, includingDefaults });
    } else if (cursor.take("primary", "key")) {
      for (const column of cursor.identifierList()) this.notNull.add(column);
    } else if (cursor.take("unique")) {
      cursor.identifierList();
    } else if (cursor.at("foreign", "key") || cursor.at("constraint") || cursor.at("check")) {
      throw notModelled(`the table constraint ${cursor.word().toUpperCase()}`);
    } else {
      this.columns.push(this.column(cursor));
    }
  }

  private column(cursor: Cursor): ColumnDefinition {
    const name = cursor.identifier();
    const type = columnType(cursor);
    let notNull = false;
    let defaultValue: readonly Token[] | undefined;
    while (!cursor.done && !cursor.atOperator(",")) {
      if (cursor.take("not", "null") || cursor.take("primary", "key")) notNull = true;
      else if (cursor.take("null") || cursor.take("unique")) continue;
      else if (cursor.take("encode")) cursor.word();
      else if (cursor.take("distkey")) this.distributionKeys.push(name);
      else if (cursor.take("sortkey")) this.sortKeys.push(name);
      else if (cursor.take("default")) defaultValue = cursor.until(endsDefault);
      else throw notModelled(`the column attribute ${cursor.peek()?.text.toUpperCase()}`);
    }
    return { name, type, notNull, ...(defaultValue === undefined ? {} : { default: defaultValue }) };
  }

  readAttributes(cursor: Cursor): void {
    const attributes = readTableAttributes(cursor);
    this.distributionStyle = attributes.distributionStyle;
    this.distributionKeys.push(...attributes.distributionKeys);
    this.sortKeys.push(...attributes.sortKeys);
  }

  statement(target: NewTable): CreateTableStatement {
    const names = this.columns.flatMap((column) => ("like" in column ? [] : [column.name]));
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new SqlError(`column "${twice}" specified more than once`);
    if (this.distributionKeys.length > 1) throw new SqlError("cannot have more than one DISTKEY column");
    if (this.distributionStyle === "key" && this.distributionKeys.length === 0) {
      throw new SqlError("DISTSTYLE KEY requires a DISTKEY column");
    }
    if (
      this.distributionStyle !== undefined &&
      this.distributionStyle !== "key" &&
      this.distributionKeys.length > 0
    ) {
      throw new SqlError(
        `DISTKEY cannot be specified with DISTSTYLE ${this.distributionStyle.toUpperCase()}`,
      );
    }
    if (!this.columns.some((column) => "like" in column)) {
      for (const key of [...this.distributionKeys, ...this.sortKeys, ...this.notNull]) {
        if (!names.includes(key)) throw new SqlError(`column "${key}" named in key does not exist`);
      }
    }
    const columns = this.columns.map((column) =>
      "like" in column ? column : { ...column, notNull: column.notNull || this.notNull.has(column.name) },
    );
    return { kind: "createTable", target, columns };
  }
}

function endsDefault(cursor: Cursor): boolean {
  if (cursor.atOperator(",")) return true;
  const attributes = ["not", "null", "primary", "unique", "encode", "distkey", "sortkey"];
  // `DEFAULT NULL` is a value; a NULL after one is an attribute. The first token is always the value's.
  return attributes.some((word) => cursor.at(word)) && !isWord(cursor.peek(-1), "default");
}

/** `DISTSTYLE KEY DISTKEY (a) COMPOUND SORTKEY (a, b) ENCODE AUTO BACKUP YES`, in any order. */
function readTableAttributes(cursor: Cursor): Attributes {
  const distributionKeys: string[] = [];
  const sortKeys: string[] = [];
  let distributionStyle: string | undefined;
  for (;;) {
    if (cursor.take("diststyle")) {
      distributionStyle = cursor.word();
      if (!["auto", "even", "key", "all"].includes(distributionStyle)) {
        throw new SqlError(`invalid DISTSTYLE "${distributionStyle}"`);
      }
    } else if (cursor.take("distkey")) {
      distributionKeys.push(...cursor.identifierList());
    } else if (cursor.take("sortkey", "auto") || cursor.take("encode", "auto")) {
      continue;
    } else if (
      cursor.take("sortkey") ||
      cursor.take("compound", "sortkey") ||
      cursor.take("interleaved", "sortkey")
    ) {
      sortKeys.push(...cursor.identifierList());
    } else if (cursor.take("backup")) {
      cursor.word();
    } else {
      return {
        distributionKeys,
        sortKeys,
        ...(distributionStyle === undefined ? {} : { distributionStyle }),
      };
    }
  }
}
