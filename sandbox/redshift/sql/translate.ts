import { notModelled, SqlError } from "../sql-error";
import { isOperator, isWord, type TableName } from "./cursor";
import type { Token } from "./tokens";

/** What a translated statement depends on besides its text. */
export interface TranslationScope {
  /** Name in the database of who runs it: `IAMR:stepline-dev-marketing-start-load`. */
  readonly user: string;
  /** `2008-11-21 00:00:00.000`, UTC: GETDATE() is the statement's start, SYSDATE the transaction's. */
  readonly statementTime: string;
  readonly transactionTime: string;
  /** Values of the Data API's `:name` parameters. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Of the same name in DuckDB with another meaning, or doors to the machine the sandbox runs on. */
const refusedFunctions = new Set(
  (
    "decode to_char to_date to_timestamp to_number convert_timezone json_extract_path_text concat_ws pg_last_copy_count " +
    "pg_last_copy_id glob query query_table getenv current_setting range unnest"
  ).split(" "),
);
const refusedFunctionPrefixes = /^(read_|parquet_|duckdb_|pragma_|sniff_|pg_|stl_|current_query)/;

/** DuckDB's own views, which Redshift does not have or fills otherwise. */
const systemNames = /^(duckdb_|sqlite_|pragma_|pg_|information_schema$)/;

/** DuckDB's ways to begin a subquery that are no SQL of Redshift: `(FROM t)`, `(DESCRIBE t)`. */
const foreignSubqueries = new Set(["from", "describe", "summarize", "show", "pivot", "unpivot"]);

/** Functions whose first argument is a bare word: `DATEADD(day, 1, d)`. */
const datePartFunctions = new Map([
  ["dateadd", "redshift_dateadd"],
  ["date_add", "redshift_dateadd"],
  ["datediff", "date_diff"],
  ["date_diff", "date_diff"],
  ["date_part", "date_part"],
]);

const renamedFunctions = new Map([
  ["nvl", "coalesce"],
  ["len", "length"],
  ["octet_length", "strlen"],
  ["charindex", "redshift_charindex"],
  ["concat", "redshift_concat"],
  ["nvl2", "redshift_nvl2"],
]);

/** What `renamedFunctions` and `datePartFunctions` call and DuckDB lacks; made in every session. */
export const macros = [
  "CREATE OR REPLACE TEMP MACRO redshift_dateadd(part, n, d) AS CAST(d AS TIMESTAMP) + n * CAST('1 ' || part AS INTERVAL)",
  "CREATE OR REPLACE TEMP MACRO redshift_charindex(part, whole) AS instr(whole, part)",
  "CREATE OR REPLACE TEMP MACRO redshift_concat(a, b) AS a || b",
  "CREATE OR REPLACE TEMP MACRO redshift_nvl2(a, b, c) AS CASE WHEN a IS NOT NULL THEN b ELSE c END",
];

/**
 * DuckDB's text of Redshift tokens: a query, an expression, a list of them.
 *
 * @throws SqlError on functions and operators that would run with another meaning.
 */
export function translate(tokens: readonly Token[], scope: TranslationScope): string {
  let text = "";
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    const piece = translateToken(tokens, index, scope);
    text += token.spaced && text !== "" ? ` ${piece}` : piece;
    // GETDATE() and SYSDATE() are one literal: their parentheses go.
    if (isCall(tokens, index) && token.value === "getdate") index += 2;
  }
  return text;
}

function translateToken(tokens: readonly Token[], index: number, scope: TranslationScope): string {
  const token = tokens[index];
  switch (token.kind) {
    case "quoted":
      refuseSystemName(token.value.toLowerCase());
      return quoteName(token.value.toLowerCase());
    case "string":
      return quoteLiteral(token.value);
    case "parameter":
      return quoteLiteral(parameterValue(token, scope));
    case "operator":
      if (/^!?~/.test(token.value)) throw notModelled(`the operator ${token.value}`);
      if (token.value === "::") refuseCuttingCast(tokens, index + 1);
      return token.value;
    case "number":
      return token.value;
    case "word":
      return translateWord(tokens, index, scope);
  }
}

function translateWord(tokens: readonly Token[], index: number, scope: TranslationScope): string {
  const word = tokens[index].value;
  const before = tokens[index - 1];
  if (!isCall(tokens, index)) refuseSystemName(word);
  if (word === "pivot" || word === "unpivot") throw notModelled(word.toUpperCase());
  if (isOperator(before, "(") && foreignSubqueries.has(word))
    throw new SqlError(`syntax error at or near "${word}"`);
  // Words beside a dot are names, even when they are keywords.
  if (isOperator(before, ".") || isOperator(tokens[index + 1], ".")) return quoteName(word);
  if (isDatePart(tokens, index)) return quoteLiteral(word);
  if (isCall(tokens, index)) return functionName(word, scope);
  if (word === "as") refuseCuttingCast(tokens, index + 1);
  switch (word) {
    case "sysdate":
      return `TIMESTAMP ${quoteLiteral(scope.transactionTime)}`;
    case "current_date":
      return `DATE ${quoteLiteral(scope.transactionTime.slice(0, 10))}`;
    case "current_timestamp":
    case "localtimestamp":
      return `TIMESTAMP ${quoteLiteral(scope.transactionTime)}`;
    case "current_user":
    case "session_user":
    case "user":
      return quoteLiteral(scope.user);
    default:
      return word;
  }
}

function functionName(word: string, scope: TranslationScope): string {
  if (word === "getdate") return `TIMESTAMP ${quoteLiteral(scope.statementTime)}`;
  if (refusedFunctions.has(word) || refusedFunctionPrefixes.test(word))
    throw notModelled(`the function ${word.toUpperCase()}`);
  return datePartFunctions.get(word) ?? renamedFunctions.get(word) ?? word;
}

function refuseSystemName(name: string): void {
  if (systemNames.test(name)) throw notModelled(`the system table or schema ${name}`);
}

function isCall(tokens: readonly Token[], index: number): boolean {
  return tokens[index].kind === "word" && isOperator(tokens[index + 1], "(");
}

function isDatePart(tokens: readonly Token[], index: number): boolean {
  if (index < 2 || !isOperator(tokens[index - 1], "(") || !isOperator(tokens[index + 1], ",")) return false;
  return isCall(tokens, index - 2) && datePartFunctions.has(tokens[index - 2].value);
}

/** Redshift cuts a value to the length it is cast to, DuckDB does not: `CAST(x AS VARCHAR(3))`, `x::char(3)`. */
function refuseCuttingCast(tokens: readonly Token[], index: number): void {
  const type = tokens.at(index);
  const next = tokens[isWord(tokens[index + 1], "varying") ? index + 2 : index + 1];
  const cuts = ["varchar", "nvarchar", "char", "nchar", "character", "bpchar"].some((word) =>
    isWord(type, word),
  );
  if (!cuts || !isOperator(next, "(")) return;
  throw notModelled(`a cast to ${type?.text.toUpperCase()}(n) (Redshift cuts the value; cast to VARCHAR)`);
}

function parameterValue(token: Token, scope: TranslationScope): string {
  const value = scope.parameters.get(token.value);
  if (value === undefined) throw new SqlError('syntax error at or near ":"');
  return value;
}

/** Names of the sandbox's own tables and of the user's, safe in DuckDB's text. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

export function quoteTable(name: TableName): string {
  return name.schema === undefined
    ? quoteName(name.table)
    : `${quoteName(name.schema)}.${quoteName(name.table)}`;
}

/** `marketing.contacts` for messages. */
export function tableText(name: TableName): string {
  return name.schema === undefined ? name.table : `${name.schema}.${name.table}`;
}
