import assert from "node:assert/strict";
import type { AwsError } from "../../../sandbox/types";
import { adminSecret, Fixture, loader, operator } from "./fixture";

describe("requests to the Redshift Data API", () => {
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = new Fixture();
    await fixture.start();
  });

  afterEach(async () => {
    await fixture.stop();
  });

  const refused = (code: string, message: RegExp) => (error: AwsError) => {
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };

  it("checks what it is given", async () => {
    const invalid = (sql: unknown, message: RegExp, more: Record<string, unknown> = {}) =>
      assert.rejects(fixture.submit(sql as string, operator, more), refused("ValidationException", message));
    await invalid("", /must not be empty/);
    await invalid(`SELECT '${"x".repeat(200 * 1024)}'`, /length limit of 200 KB/);
    await invalid(
      Array.from({ length: 41 }, () => "SELECT 1"),
      /1 to 40 statements/,
    );
    await invalid("SELECT 1", /endpoint doesn't exist/, { WorkgroupName: "other" });
    await invalid("SELECT 1", /ClientToken must have 1 to 64/, { ClientToken: "x".repeat(65) });
    await invalid("SELECT :a", /unused parameters. Unused parameters: \[b\]/, {
      Parameters: [
        { name: "a", value: "1" },
        { name: "b", value: "1" },
      ],
    });
    await invalid("SELECT :a", /at least one character/, { Parameters: [{ name: "a", value: "" }] });
    await invalid("SELECT 1", /secret arn is not the admin's/, { SecretArn: "arn" });
    await assert.rejects(
      fixture.submit("SELECT 1", operator, { ClusterIdentifier: "c" }),
      refused("NotModelled", /ClusterIdentifier/),
    );
    await assert.rejects(
      fixture.call("ListSessions", {}),
      refused("NotModelled", /redshift-data:ListSessions/),
    );
    const elsewhere = await fixture.run("SELECT 1", operator, { Database: "other" });
    assert.equal(elsewhere.Error, 'FATAL: database "other" does not exist');
  });

  it("binds parameters as values", async () => {
    await fixture.succeed([
      "CREATE TABLE t (a VARCHAR(40), day DATE)",
      "INSERT INTO t VALUES ('x''; DROP TABLE t; --', '2008-11-21')",
    ]);
    const Parameters = [
      { name: "a", value: "x'; DROP TABLE t; --" },
      { name: "day", value: "2008-11-21" },
    ];
    const found = await fixture.run("SELECT 1 FROM t WHERE a = :a AND day = :day", operator, { Parameters });
    assert.equal(found.ResultRows, 1, found.Error);
  });

  it("logs in as the admin who may read the admin's secret", async () => {
    const statement = await fixture.run("CREATE ROLE r", loader, { SecretArn: adminSecret });
    assert.equal(statement.Status, "FINISHED", statement.Error);
    assert.equal(statement.DbUser, "admin");
    assert.deepEqual(fixture.authorized, ["secretsmanager:GetSecretValue"]);
  });

  it("lists schemas, tables and columns", async () => {
    await fixture.succeed([
      "CREATE SCHEMA s",
      "CREATE TABLE s.t (id INTEGER NOT NULL, job VARCHAR(10) DEFAULT 'x')",
    ]);
    const target = { WorkgroupName: "stepline-test", Database: "analytics" };
    assert.deepEqual((await fixture.call<{ Databases: unknown }>("ListDatabases", target)).Databases, [
      "analytics",
    ]);
    assert.deepEqual((await fixture.call<{ Schemas: unknown }>("ListSchemas", target)).Schemas, [
      "public",
      "s",
    ]);
    const tables = await fixture.call<{ Tables: unknown }>("ListTables", { ...target, SchemaPattern: "s%" });
    assert.deepEqual(tables.Tables, [{ schema: "s", name: "t", type: "TABLE" }]);
    const described = await fixture.call<{ ColumnList: Record<string, unknown>[] }>("DescribeTable", {
      ...target,
      Schema: "s",
      Table: "t",
    });
    assert.deepEqual(
      described.ColumnList.map(({ name, typeName, length, nullable }) => [name, typeName, length, nullable]),
      [
        ["id", "int4", 0, 0],
        ["job", "varchar", 10, 1],
      ],
    );
  });
});
