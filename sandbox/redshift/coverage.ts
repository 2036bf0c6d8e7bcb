import type { LocalCoverage } from "../coverage";

export const REDSHIFT_DATA_COVERAGE: LocalCoverage = {
  service: "redshift-data",
  title: "Redshift Data API",
  by: "DuckDB",
  operations: {
    ExecuteStatement: "one statement, as a transaction",
    BatchExecuteStatement: "a transaction, or each for itself with `ExecutionMode`",
    DescribeStatement: "with long polling",
    GetStatementResult: "in pages, JSON only",
    CancelStatement: "stops it where it is",
    ListStatements: "of the last 24 hours",
    ListDatabases: "the namespace's own",
    ListSchemas: "as the caller may see them",
    ListTables: "as the caller may see them",
    DescribeTable: "columns with Redshift's types",
  },
  caveats: [
    "Statements of a namespace run one after the other: there is no conflict 1023, and no queue of workload management.",
    "Grants, roles, owners and default privileges decide, as the caller's database user; a role's comes from the tag `RedshiftDbRoles`.",
    "Keys, sort and distribution are read and, as in Redshift, not enforced; they change no plan.",
    "Sessions, provisioned clusters, CSV results and events of statements are refused.",
  ],
};

export const REDSHIFT_SERVERLESS_COVERAGE: LocalCoverage = {
  service: "redshift-serverless",
  title: "Redshift Serverless",
  by: "local",
  operations: {
    GetWorkgroup: "from the program",
    ListWorkgroups: "from the program",
    GetNamespace: "from the program",
    GetCredentials: "the caller's database user; no port of a database takes them",
  },
  caveats: ["Usage limits meter nothing."],
};

/** A statement that runs, with an example that a test parses. */
export const SQL_UNDERSTOOD: readonly (readonly [statement: string, example: string])[] = [
  ["SELECT, WITH, set operations, window functions", "SELECT region, sum(n) OVER (ORDER BY n) FROM t"],
  ["INSERT", "INSERT INTO t (a) SELECT 1"],
  ["UPDATE", "UPDATE t SET a = 1 WHERE b = 2"],
  ["DELETE", "DELETE FROM t USING u WHERE t.a = u.a"],
  [
    "MERGE",
    "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = s.b WHEN NOT MATCHED THEN INSERT VALUES (s.a, s.b)",
  ],
  [
    "COPY of Parquet, by manifest or prefix",
    "COPY t FROM 's3://b/k' IAM_ROLE default FORMAT AS PARQUET MANIFEST",
  ],
  ["TRUNCATE, which commits", "TRUNCATE t"],
  [
    "CREATE TABLE, with DISTKEY, SORTKEY, ENCODE",
    "CREATE TABLE s.t (a BIGINT ENCODE az64) DISTKEY (a) SORTKEY (a)",
  ],
  ["CREATE TEMP TABLE", "CREATE TEMP TABLE t (LIKE s.u)"],
  ["CREATE TABLE AS", "CREATE TABLE t AS SELECT 1 AS a"],
  ["CREATE SCHEMA, ROLE", "CREATE SCHEMA IF NOT EXISTS s"],
  ["DROP", "DROP TABLE IF EXISTS t"],
  ["ALTER ... OWNER TO", "ALTER TABLE t OWNER TO someone"],
  ["ALTER DEFAULT PRIVILEGES", "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO ROLE r"],
  ["GRANT, REVOKE", "GRANT SELECT ON TABLE s.t TO ROLE r"],
  ["ANALYZE, COMMENT, which change nothing", "ANALYZE t"],
];

/** A statement that is refused by name, never guessed at. */
export const SQL_REFUSED: readonly (readonly [what: string, example: string])[] = [
  ["COPY from CSV, JSON and other formats", "COPY t FROM 's3://b/k' IAM_ROLE default FORMAT AS CSV"],
  ["UNLOAD", "UNLOAD ('SELECT 1') TO 's3://b/k'"],
  ["views and materialised views", "CREATE VIEW v AS SELECT 1"],
  ["procedures and functions", "CREATE PROCEDURE p() AS $$ BEGIN END $$ LANGUAGE plpgsql"],
  ["CALL", "CALL p()"],
  ["VACUUM", "VACUUM t"],
  ["ALTER TABLE other than OWNER TO", "ALTER TABLE t ADD COLUMN b INTEGER"],
  ["SELECT INTO", "SELECT 1 AS a INTO t"],
  ["privileges on columns", "GRANT SELECT (a) ON TABLE t TO ROLE r"],
  ["BEGIN, COMMIT: a batch is a transaction", "BEGIN"],
];
