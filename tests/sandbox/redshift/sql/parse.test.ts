import assert from "node:assert/strict";
import { parseStatement } from "../../../../sandbox/redshift/sql/parse";
import type { CopyStatement, CreateTableStatement } from "../../../../sandbox/redshift/sql/statement";

const refused = (sql: string, message: RegExp) => {
  assert.throws(() => parseStatement(sql), message, sql);
};

describe("parseStatement", () => {
  it("reads a table with everything Redshift adds", () => {
    const statement = parseStatement(
      `CREATE TABLE IF NOT EXISTS "Marketing"."Contacts" (
         id BIGINT ENCODE az64 DISTKEY, job VARCHAR(20) DEFAULT 'x' NOT NULL, price DECIMAL(10, 2), rate DOUBLE PRECISION,
         note VARCHAR(MAX), day TIMESTAMP WITHOUT TIME ZONE, PRIMARY KEY (id)
       ) DISTSTYLE KEY COMPOUND SORTKEY (id, day) ENCODE AUTO;`,
    ) as CreateTableStatement;
    assert.deepEqual(statement.target, {
      name: { schema: "marketing", table: "contacts" },
      temporary: false,
      ifNotExists: true,
    });
    assert.deepEqual(
      statement.columns.map((column) =>
        "like" in column ? column : [column.name, column.type, column.notNull],
      ),
      [
        ["id", { name: "bigint" }, true],
        ["job", { name: "character varying", length: 20 }, true],
        ["price", { name: "numeric", precision: 10, scale: 2 }, false],
        ["rate", { name: "double precision" }, false],
        ["note", { name: "character varying", length: 65_535 }, false],
        ["day", { name: "timestamp without time zone" }, false],
      ],
    );
  });

  it("refuses tables that Redshift refuses", () => {
    refused("create table t (a int, a int)", /column "a" specified more than once/);
    refused("create table t (a int) diststyle key", /requires a DISTKEY/);
    refused("create table t (a int) diststyle even distkey(a)", /cannot be specified with DISTSTYLE EVEN/);
    refused("create table t (a int) distkey(b)", /column "b" named in key does not exist/);
    refused("create table t (a varchar(65536))", /cannot exceed 65535/);
    refused("create table t (a decimal(39, 2))", /precision 39 must be between 1 and 38/);
    refused("create table t (tag int)", /syntax error at or near "tag"/);
    refused("create temp table s.t (a int)", /cannot create temporary relation in non-temporary schema/);
  });

  it("says loudly what it does not imitate", () => {
    const statements = [
      "unload ('select 1') to 's3://b/k'",
      "vacuum",
      "create external table t (a int)",
      "create table t (a super)",
      "create table t (a int identity(1, 1))",
      "alter table t add column a int",
      "copy t from 's3://b/k' iam_role default format as csv",
      "create view v as select 1",
      "set search_path to x",
      "begin",
      "select 1 into t",
    ];
    for (const sql of statements) refused(sql, /^SqlError: ERROR: .* is not modelled by the sandbox$/);
  });

  it("reads COPY and refuses the parameters Parquet does not have", () => {
    const copy = parseStatement(
      "COPY s.t (a, b) FROM 's3://b/m' IAM_ROLE 'arn:r' FORMAT AS PARQUET MANIFEST STATUPDATE ON",
    ) as CopyStatement;
    assert.deepEqual(copy, {
      kind: "copy",
      table: { schema: "s", table: "t" },
      columns: ["a", "b"],
      from: "s3://b/m",
      iamRole: "arn:r",
      manifest: true,
      fillRecord: false,
    });
    refused(
      "copy t from 's3://b/m' iam_role 'r' format as parquet maxerror 10",
      /MAXERROR argument is not supported for PARQUET based COPY/,
    );
    refused(
      "copy t from 's3://b/m' iam_role 'r' parquet region 'eu-west-1'",
      /REGION argument is not supported for PARQUET/,
    );
    refused("copy t from 's3://b/m' format as parquet", /CREDENTIALS argument is required/);
    refused("copy t from :where iam_role 'r' format as parquet", /syntax error at or near ":where"/);
  });

  it("holds MERGE to Redshift's grammar", () => {
    const rest =
      "on t.id = s.id when matched then update set a = s.a when not matched then insert values (s.id, s.a)";
    assert.equal(parseStatement(`merge into t using s ${rest}`).kind, "merge");
    assert.equal(parseStatement(`merge into t using (select * from u) as s ${rest}`).kind, "merge");
    assert.equal(parseStatement("merge into t using s on t.id = s.id remove duplicates").kind, "merge");
    refused(`merge into t as x using s ${rest}`, /syntax error at or near "as"/);
    refused(`merge into t using t ${rest}`, /cannot be the same/);
    refused(
      `merge into t using (with u as (select 1) select * from u) s ${rest}`,
      /WITH clause is not supported/,
    );
    refused("merge into t using s on t.id = s.id when matched then delete", /syntax error at end of input/);
    refused(
      "merge into t using s on t.id = s.id when matched and s.a > 1 then delete",
      /syntax error at or near "and"/,
    );
    refused("merge into t using s on t.id = 5 when matched then delete", /equal predicates/);
    refused("merge into t using s on t.id = s.id or t.a = s.a when matched then delete", /equal predicates/);
    refused(`merge into t using s ${rest.replace("set a", "set t.a")}`, /syntax error at or near "\."/);
  });

  it("takes one statement only", () => {
    assert.equal(parseStatement("select 1;").kind, "select");
    refused("select 1; drop table t", /multiple commands/);
    refused(" -- nothing\n", /is empty/);
  });

  it("refuses clauses that only PostgreSQL and DuckDB have", () => {
    refused("insert into t values (1) returning a", /syntax error at or near "RETURNING"/);
    refused("insert into t values (1) on conflict do nothing", /syntax error at or near "ON"/);
    refused("insert or replace into t values (1)", /syntax error at or near "or"/);
  });
});
