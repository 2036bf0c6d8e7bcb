import { SqlError } from "./sql-error";

/** Puts an error of DuckDB into Redshift's words where they are known, else passes its first line on. */
export function redshiftError(error: unknown): Error {
  if (error instanceof SqlError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const firstLine = message.split("\n", 1)[0] ?? "";
  for (const [pattern, words] of translations) {
    const match = pattern.exec(message);
    if (match !== null) return new SqlError(words(match));
  }
  return new SqlError(firstLine.replace(/^[A-Z]\w*(?: \w+)* Error: /, ""));
}

const translations: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [
    /NOT NULL constraint failed: [^.]+\.(\S+)/,
    ([, column]) => `Cannot insert a NULL value into column ${column}`,
  ],
  [
    /CHECK constraint failed on table \S+ with expression CHECK\(\(strlen\((?:"([^"]*)"|\w+)\) <= (\d+)\)\)/,
    ([, , length]) => `value too long for type character varying(${length})`,
  ],
  [/syntax error at or near "([^"]*)"/, ([, near]) => `syntax error at or near "${near}"`],
  [/syntax error at end of input/, () => "syntax error at end of input"],
  [
    /Referenced column "([^"]*)" (?:not found|was not found)/,
    ([, column]) => `column "${column}" does not exist`,
  ],
  [/does not have a column named "([^"]*)"/, ([, column]) => `column "${column}" does not exist`],
  [/Referenced table "([^"]*)" not found/, ([, table]) => `missing FROM-clause entry for table "${table}"`],
  [
    /Ambiguous reference to column name "([^"]*)"/,
    ([, column]) => `column reference "${column}" is ambiguous`,
  ],
  [
    /(?:Function with name|aggregate) "?(\w+)"? does not exist/,
    ([, name]) => `function ${name}() does not exist`,
  ],
  [/Division by zero/i, () => "division by zero"],
];
