import { notModelled, SqlError } from "../sql-error";

/**
 * A piece of Redshift SQL. Comments and white space are gone.
 *
 * `word`: an unquoted name or keyword, `quoted`: a name in double quotes, `string`: a literal, `parameter`: `:name` of the Data API.
 */
export interface Token {
  readonly kind: "word" | "quoted" | "string" | "number" | "operator" | "parameter";
  /** What it means: names folded to lower case as Redshift does to both kinds, literals and names without their quotes. */
  readonly value: string;
  /** As written, for error messages. */
  readonly text: string;
  /** Whether white space or a comment came before it. */
  readonly spaced: boolean;
}

const operators = [
  "::",
  "||",
  "<=",
  ">=",
  "<>",
  "!=",
  "~~*",
  "!~~*",
  "!~*",
  "!~~",
  "~*",
  "!~",
  "~~",
  "^",
  "|/",
];
const longestOperators = [...operators].sort((a, b) => b.length - a.length);
const singleOperators = "+-*/%<>=~!@#&|^(),;.[]?";

/**
 * Splits a statement into tokens.
 *
 * @throws SqlError on an unterminated literal, name or comment, and on what Redshift reads in a way the sandbox does not imitate.
 */
export function tokenize(sql: string): Token[] {
  if (sql.includes("\0")) throw new SqlError('invalid byte sequence for encoding "UTF8": 0x00');
  const tokens: Token[] = [];
  let position = 0;
  let spaced = false;
  while (position < sql.length) {
    const blank = blankLength(sql, position);
    if (blank > 0) {
      position += blank;
      spaced = true;
      continue;
    }
    const token = tokenAt(sql, position);
    refuseStringPrefix(tokens.at(-1), token, spaced);
    tokens.push({ ...token, spaced });
    position += token.text.length;
    spaced = false;
  }
  return tokens;
}

type Piece = Omit<Token, "spaced">;

function tokenAt(sql: string, position: number): Piece {
  const character = sql.charAt(position);
  if (character === "'") return stringLiteral(sql, position);
  if (character === '"') return quotedName(sql, position);
  const dollar = matchAt(/\$([A-Za-z_]\w*)?\$/y, sql, position);
  if (dollar !== undefined) return dollarLiteral(sql, position, dollar);
  const number = matchAt(/(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?/y, sql, position);
  if (number !== undefined) return { kind: "number", value: number, text: number };
  const word = matchAt(/[\p{L}_][\p{L}\p{N}_$]*/uy, sql, position);
  if (word !== undefined) return { kind: "word", value: word.toLowerCase(), text: word };
  const parameter = matchAt(/:[0-9A-Za-z_]+/y, sql, position);
  if (parameter !== undefined) return { kind: "parameter", value: parameter.slice(1), text: parameter };
  const operator =
    longestOperators.find((candidate) => sql.startsWith(candidate, position)) ??
    (singleOperators.includes(character) ? character : undefined);
  if (operator === undefined) throw new SqlError(`syntax error at or near "${character}"`);
  return { kind: "operator", value: operator, text: operator };
}

/** Length of the white space or comment at a position. Block comments nest, as in PostgreSQL. */
function blankLength(sql: string, position: number): number {
  const space = matchAt(/\s+/y, sql, position) ?? matchAt(/--[^\n]*/y, sql, position);
  if (space !== undefined) return space.length;
  if (!sql.startsWith("/*", position)) return 0;
  let depth = 0;
  for (let at = position; at < sql.length; at += 1) {
    if (sql.startsWith("/*", at)) {
      depth += 1;
      at += 1;
    } else if (sql.startsWith("*/", at)) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1 - position;
    }
  }
  throw new SqlError('unterminated /* comment at or near "/*"');
}

function stringLiteral(sql: string, position: number): Piece {
  const text = matchAt(/'(?:[^']|'')*'/y, sql, position);
  if (text === undefined) throw new SqlError("unterminated quoted string");
  // Redshift reads a backslash in a plain literal as an escape, DuckDB as itself: the same text would mean two things.
  if (text.includes("\\"))
    throw notModelled("a backslash in a string literal (Redshift reads it as an escape)");
  return { kind: "string", value: text.slice(1, -1).replaceAll("''", "'"), text };
}

function dollarLiteral(sql: string, position: number, delimiter: string): Piece {
  const end = sql.indexOf(delimiter, position + delimiter.length);
  if (end < 0) throw new SqlError("unterminated dollar-quoted string");
  const text = sql.slice(position, end + delimiter.length);
  return { kind: "string", value: text.slice(delimiter.length, -delimiter.length), text };
}

function quotedName(sql: string, position: number): Piece {
  const text = matchAt(/"(?:[^"]|"")*"/y, sql, position);
  if (text === undefined) throw new SqlError("unterminated quoted identifier");
  const value = text.slice(1, -1).replaceAll('""', '"');
  if (value === "") throw new SqlError("zero-length delimited identifier");
  return { kind: "quoted", value, text };
}

/** `e'..'`, `x'..'`, `n'..'`: a word that touches a literal changes how it is read. */
function refuseStringPrefix(before: Token | undefined, token: Piece, spaced: boolean): void {
  if (token.kind === "string" && !spaced && before?.kind === "word") {
    throw notModelled(`the string literal prefix ${before.text}'...'`);
  }
}

function matchAt(pattern: RegExp, sql: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(sql)?.[0];
}
