import fc from "fast-check";
import assert from "node:assert/strict";
import { tokenize } from "../../../../sandbox/redshift/sql/tokens";
import { quoteLiteral, translate, type TranslationScope } from "../../../../sandbox/redshift/sql/translate";

const scope: TranslationScope = {
  user: "admin",
  statementTime: "2008-11-21 00:00:01.000",
  transactionTime: "2008-11-21 00:00:00.000",
  parameters: new Map(),
};

const kinds = (sql: string) => tokenize(sql).map(({ kind, value }) => [kind, value]);

describe("tokenize", () => {
  it("tells names, literals, numbers, operators and parameters apart", () => {
    assert.deepEqual(kinds(`SELECT "Age"::int, 1.5e3, .5 <> :run_id || 'it''s'`), [
      ["word", "select"],
      ["quoted", "Age"],
      ["operator", "::"],
      ["word", "int"],
      ["operator", ","],
      ["number", "1.5e3"],
      ["operator", ","],
      ["number", ".5"],
      ["operator", "<>"],
      ["parameter", "run_id"],
      ["operator", "||"],
      ["string", "it's"],
    ]);
  });

  it("drops comments, nested ones too, and keeps what looks like one inside a literal", () => {
    assert.deepEqual(kinds("a -- b 'c\n/* d /* e */ ' */ '-- f' /**/"), [
      ["word", "a"],
      ["string", "-- f"],
    ]);
  });

  it("reads dollar quotes as literals", () => {
    assert.deepEqual(kinds("$$it's$$ $a$ $$ $a$"), [
      ["string", "it's"],
      ["string", " $$ "],
    ]);
  });

  it("refuses what is not closed", () => {
    for (const sql of ["'a", '"a', "/* a /* b */", "$$ a", "$x$ a $$"])
      assert.throws(() => tokenize(sql), /unterminated/, sql);
  });

  it("refuses a zero byte, which would end the text for DuckDB", () => {
    assert.throws(() => tokenize("select 'a\0b'"), /invalid byte sequence/);
  });

  it("refuses literals that Redshift reads in another way than DuckDB", () => {
    assert.throws(
      () => tokenize("'a\\'b'"),
      /backslash in a string literal .* is not modelled by the sandbox/,
    );
    assert.throws(() => tokenize("E'a'"), /prefix E'...' is not modelled/);
  });

  it("brings any text through a literal unchanged", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("\\")),
        (text) => {
          const tokens = tokenize(`select ${quoteLiteral(text)}`);
          assert.deepEqual(
            tokens.map(({ value }) => value),
            ["select", text],
          );
          assert.equal(translate(tokens, scope), `select ${quoteLiteral(text)}`);
        },
      ),
    );
  });

  it("never fails with anything but an error of the database", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        try {
          tokenize(text);
        } catch (error) {
          assert.match((error as Error).message, /^ERROR: /);
        }
      }),
    );
  });
});

describe("translate", () => {
  const translated = (sql: string, parameters: Record<string, string> = {}) =>
    translate(tokenize(sql), { ...scope, parameters: new Map(Object.entries(parameters)) });

  it("folds names to lower case and leaves literals alone", () => {
    assert.equal(
      translated(`SELECT "Age", Job FROM T WHERE job = 'BLUE-collar'`),
      `select "age", job from t where job = 'BLUE-collar'`,
    );
  });

  it("gives GETDATE the statement's time and SYSDATE the transaction's", () => {
    assert.equal(
      translated("SELECT GETDATE(), SYSDATE, current_date"),
      "select TIMESTAMP '2008-11-21 00:00:01.000', TIMESTAMP '2008-11-21 00:00:00.000', DATE '2008-11-21'",
    );
  });

  it("renames functions and quotes date parts", () => {
    assert.equal(translated("NVL(a, 0) + DATEDIFF(day, a, b)"), "coalesce(a, 0) + date_diff('day', a, b)");
  });

  it("leaves a column alone that is called like a function or a keyword", () => {
    assert.equal(translated("t.len, t.user, len"), '"t"."len", "t"."user", len');
  });

  it("binds a parameter as one literal, whatever it holds", () => {
    assert.equal(translated("a = :run", { run: "x'; drop table t; --" }), "a = 'x''; drop table t; --'");
  });

  it("refuses a parameter without a value", () => {
    assert.throws(() => translated("a = :run"), /syntax error at or near ":"/);
  });

  it("refuses subqueries that only DuckDB has", () => {
    for (const sql of ["a from (from t)", "a from (describe t)"])
      assert.throws(() => translated(sql), /syntax error at or near/, sql);
  });

  it("refuses what DuckDB would run with another meaning, or on this machine's files", () => {
    const refused = [
      "to_char(a, 'YYYY')",
      "decode(a, 1, 2)",
      "read_csv('/etc/passwd')",
      "a ~ 'b'",
      "a::varchar(3)",
      "cast(a as char(2))",
      "a from pg_class",
      'a from "information_schema".tables',
      "a from duckdb_tables",
      "a from t pivot (max(b) for c in (1))",
    ];
    for (const sql of refused) assert.throws(() => translated(sql), /is not modelled by the sandbox/, sql);
  });
});
