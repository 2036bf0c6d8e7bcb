import assert from "node:assert/strict";
import { Fixture, loader, loadRole, stranger } from "./fixture";

describe("privileges in the database", () => {
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = new Fixture();
    await fixture.start();
    await fixture.succeed(["CREATE SCHEMA s", "CREATE TABLE s.t (a INT)", "CREATE ROLE stepline_loader"]);
  });

  afterEach(async () => {
    await fixture.stop();
  });

  it("denies a role what nobody granted it, first the schema, then the table", async () => {
    assert.equal(await fixture.fail("SELECT * FROM s.t", loader), "ERROR: permission denied for schema s");
    await fixture.succeed("GRANT USAGE ON SCHEMA s TO PUBLIC");
    assert.equal(await fixture.fail("SELECT * FROM s.t", loader), "ERROR: permission denied for relation t");
    assert.equal(
      await fixture.fail("CREATE SCHEMA mine", loader),
      "ERROR: permission denied for database analytics",
    );
    assert.equal(
      await fixture.fail("CREATE TABLE s.mine (a INT)", loader),
      "ERROR: permission denied for schema s",
    );
    assert.equal(await fixture.fail("DROP TABLE s.t", loader), "ERROR: must be owner of relation t");
    assert.match(
      await fixture.fail("GRANT SELECT ON s.t TO PUBLIC", loader),
      /permission denied for relation t/,
    );
    assert.match(await fixture.fail("CREATE ROLE r", loader), /must be superuser/);
  });

  it("gives an IAM role the database roles of its tag RedshiftDbRoles", async () => {
    await fixture.succeed([
      "GRANT USAGE ON SCHEMA s TO ROLE stepline_loader",
      "GRANT SELECT, INSERT ON s.t TO ROLE stepline_loader",
    ]);
    await fixture.succeed(["INSERT INTO s.t VALUES (1)", "SELECT * FROM s.t"], loader);
    assert.equal(await fixture.fail("SELECT * FROM s.t", stranger), "ERROR: permission denied for schema s");
    assert.equal(await fixture.fail("DELETE FROM s.t", loader), "ERROR: permission denied for relation t");
    await fixture.succeed("REVOKE INSERT ON s.t FROM ROLE stepline_loader");
    assert.equal(
      await fixture.fail("INSERT INTO s.t VALUES (2)", loader),
      "ERROR: permission denied for relation t",
    );
  });

  it("asks SELECT of every table a statement reads, wherever it is named", async () => {
    await fixture.succeed([
      "GRANT USAGE ON SCHEMA s TO PUBLIC",
      "CREATE TABLE s.own (a INT)",
      "GRANT ALL ON s.own TO PUBLIC",
    ]);
    const reading = [
      "WITH x AS (SELECT * FROM s.t) SELECT * FROM x",
      "INSERT INTO s.own SELECT a FROM s.t",
      "DELETE FROM s.own WHERE a IN (SELECT a FROM s.t)",
      "DELETE FROM s.own USING s.t WHERE own.a = t.a",
      "UPDATE s.own SET a = (SELECT MAX(a) FROM s.t)",
      "UPDATE s.own SET a = 1 FROM s.t WHERE own.a = t.a",
      "MERGE INTO s.own USING s.t ON own.a = t.a WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (t.a)",
      "CREATE TEMP TABLE copied AS SELECT * FROM s.t",
    ];
    for (const sql of reading)
      assert.equal(await fixture.fail(sql, loader), "ERROR: permission denied for relation t", sql);
    await fixture.succeed("GRANT SELECT ON s.t TO PUBLIC");
    for (const sql of reading) await fixture.succeed(sql, loader);
  });

  it("lets the owner do everything with a table it made", async () => {
    await fixture.succeed("GRANT CREATE ON DATABASE analytics TO ROLE stepline_loader");
    await fixture.succeed(
      ["CREATE SCHEMA mine", "CREATE TABLE mine.t (a INT)", "INSERT INTO mine.t VALUES (1)"],
      loader,
    );
    await fixture.succeed(
      ["GRANT USAGE ON SCHEMA mine TO PUBLIC", "GRANT SELECT ON mine.t TO PUBLIC"],
      loader,
    );
    await fixture.succeed("SELECT * FROM mine.t", stranger);
    await fixture.succeed("DROP TABLE mine.t", loader);
  });

  it("grants new tables what default privileges and scoped permissions say", async () => {
    await fixture.succeed([
      "GRANT USAGE FOR SCHEMAS IN DATABASE analytics TO ROLE stepline_loader",
      "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO ROLE stepline_loader",
      "CREATE TABLE s.later (a INT)",
    ]);
    await fixture.succeed("SELECT * FROM s.later", loader);
    assert.equal(await fixture.fail("SELECT * FROM s.t", loader), "ERROR: permission denied for relation t");
    await fixture.succeed("GRANT SELECT FOR TABLES IN SCHEMA s TO ROLE stepline_loader");
    await fixture.succeed("SELECT * FROM s.t", loader);
  });

  it("follows roles that were granted to users and roles", async () => {
    const user = '"IAMR:stepline-test-stranger"';
    assert.equal(
      await fixture.fail(`GRANT SELECT ON s.t TO ${user}`),
      'ERROR: user "IAMR:stepline-test-stranger" does not exist',
    );
    await fixture.succeed([
      `CREATE USER ${user} PASSWORD DISABLE`,
      "CREATE ROLE reader",
      "GRANT USAGE ON SCHEMA s TO ROLE reader",
    ]);
    await fixture.succeed(["GRANT SELECT ON ALL TABLES IN SCHEMA s TO ROLE reader", "CREATE ROLE analyst"]);
    await fixture.succeed(["GRANT ROLE reader TO ROLE analyst", `GRANT ROLE analyst TO ${user}`]);
    await fixture.succeed("SELECT * FROM s.t", stranger);
    await fixture.succeed("REVOKE ROLE reader FROM ROLE analyst");
    assert.equal(await fixture.fail("SELECT * FROM s.t", stranger), "ERROR: permission denied for schema s");
  });

  it("keeps an IAM role for those who were granted ASSUMEROLE, once PUBLIC has lost it", async () => {
    const copying = (manifest: string) => [
      "CREATE TEMP TABLE staged (a INT)",
      `COPY staged FROM '${manifest}' IAM_ROLE '${loadRole}' FORMAT AS PARQUET MANIFEST`,
    ];
    const manifest = await fixture.putBatch("a", "SELECT 1::INTEGER AS a");
    await fixture.succeed(copying(manifest), stranger);
    await fixture.succeed("REVOKE ASSUMEROLE ON ALL FROM PUBLIC FOR ALL");
    await fixture.succeed(`GRANT ASSUMEROLE ON '${loadRole}' TO ROLE stepline_loader FOR COPY`);
    await fixture.succeed(copying(manifest), loader);
    assert.match(
      await fixture.fail(copying(manifest), stranger),
      /no ASSUMEROLE privilege for COPY on .*stepline-test-load/,
    );
  });

  it("does not show the sandbox's own tables, and refuses the system's", async () => {
    assert.equal(
      await fixture.fail("SELECT * FROM stepline_catalog.grants", loader),
      'ERROR: relation "stepline_catalog.grants" does not exist',
    );
    assert.equal(
      await fixture.fail("DELETE FROM stepline_catalog.grants"),
      'ERROR: relation "stepline_catalog.grants" does not exist',
    );
    for (const name of [
      "information_schema.tables",
      "pg_catalog.pg_class",
      "stl_load_errors",
      "svv_table_info",
    ]) {
      assert.match(await fixture.fail(`SELECT * FROM ${name}`), /is not modelled by the sandbox/, name);
    }
  });
});
