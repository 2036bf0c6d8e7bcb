import { isReservedWord } from "../../../contracts/redshift/reserved-words";
import { SqlError } from "../sql-error";
import { tokenize, type Token } from "./tokens";

/** A table as a statement names it. Without `schema`: a temporary table, else one of `public`. */
export interface TableName {
  readonly schema?: string;
  readonly table: string;
}

/** Reads the tokens of one statement from left to right. */
export class Cursor {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /**
   * Over the text of exactly one statement; a `;` may end it.
   *
   * @throws SqlError when the text holds no statement, or several.
   */
  static of(sql: string): Cursor {
    const tokens = tokenize(sql);
    while (tokens.at(-1)?.value === ";" && tokens.at(-1)?.kind === "operator") tokens.pop();
    if (tokens.length === 0) throw new SqlError("the statement is empty");
    if (tokens.some((token) => token.kind === "operator" && token.value === ";")) {
      throw new SqlError("cannot insert multiple commands into a prepared statement");
    }
    return new Cursor(tokens);
  }

  get done(): boolean {
    return this.position >= this.tokens.length;
  }

  peek(offset = 0): Token | undefined {
    const at = this.position + offset;
    return at < 0 ? undefined : this.tokens.at(at);
  }

  next(): Token {
    const token = this.peek();
    if (token === undefined) throw this.syntaxError();
    this.position += 1;
    return token;
  }

  /** All tokens not read yet. */
  rest(): readonly Token[] {
    const tokens = this.tokens.slice(this.position);
    this.position = this.tokens.length;
    return tokens;
  }

  all(): readonly Token[] {
    return this.tokens;
  }

  /** Whether these words come next: `at("if", "not", "exists")`. */
  at(...words: readonly string[]): boolean {
    return words.every((word, offset) => isWord(this.peek(offset), word));
  }

  take(...words: readonly string[]): boolean {
    if (!this.at(...words)) return false;
    this.position += words.length;
    return true;
  }

  expect(...words: readonly string[]): void {
    for (const word of words) if (!this.take(word)) throw this.syntaxError();
  }

  atOperator(operator: string): boolean {
    return isOperator(this.peek(), operator);
  }

  takeOperator(operator: string): boolean {
    if (!this.atOperator(operator)) return false;
    this.position += 1;
    return true;
  }

  expectOperator(operator: string): void {
    if (!this.takeOperator(operator)) throw this.syntaxError();
  }

  word(): string {
    if (this.peek()?.kind !== "word") throw this.syntaxError();
    return this.next().value;
  }

  /** A name, folded to lower case unless `exact`: user and role names in quotes keep theirs (`"IAMR:Loader"`). */
  identifier(exact = false): string {
    const token = this.peek();
    if (token?.kind !== "word" && token?.kind !== "quoted") throw this.syntaxError();
    // DuckDB reserves fewer words: `CREATE TABLE t (tag INT)` must fail here as it does there.
    if (token.kind === "word" && isReservedWord(token.value)) throw this.syntaxError();
    this.next();
    return exact ? token.value : token.value.toLowerCase();
  }

  string(): string {
    if (this.peek()?.kind !== "string") throw this.syntaxError();
    return this.next().value;
  }

  integer(): number {
    const token = this.peek();
    if (token?.kind !== "number" || !/^\d+$/.test(token.value)) throw this.syntaxError();
    return Number(this.next().value);
  }

  tableName(): TableName {
    const first = this.identifier();
    if (!this.takeOperator(".")) return { table: first };
    return { schema: first, table: this.identifier() };
  }

  /** `(a, b)` */
  identifierList(): string[] {
    this.expectOperator("(");
    const names = [this.identifier()];
    while (this.takeOperator(",")) names.push(this.identifier());
    this.expectOperator(")");
    return names;
  }

  /** What stands between a parenthesis and the one that closes it; both are read. */
  parenthesised(): readonly Token[] {
    this.expectOperator("(");
    const start = this.position;
    for (let depth = 1; depth > 0;) {
      const token = this.next();
      if (isOperator(token, "(")) depth += 1;
      if (isOperator(token, ")")) depth -= 1;
    }
    return this.tokens.slice(start, this.position - 1);
  }

  /** Tokens up to a place outside parentheses where `stop` says so, or the end. */
  until(stop: (cursor: Cursor) => boolean): readonly Token[] {
    const start = this.position;
    while (!this.done && !stop(this)) {
      if (this.atOperator("(")) this.parenthesised();
      else if (this.atOperator(")")) throw this.syntaxError();
      else this.next();
    }
    return this.tokens.slice(start, this.position);
  }

  expectEnd(): void {
    if (!this.done) throw this.syntaxError();
  }

  /** `ERROR: syntax error at or near "x"`, of the token that comes next. */
  syntaxError(): SqlError {
    const token = this.peek();
    return new SqlError(
      token === undefined ? "syntax error at end of input" : `syntax error at or near "${token.text}"`,
    );
  }
}

export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.value === word;
}

export function isOperator(token: Token | undefined, operator: string): boolean {
  return token?.kind === "operator" && token.value === operator;
}
