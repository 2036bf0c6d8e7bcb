import assert from "node:assert/strict";
import { Fixture, operator, type Statement } from "./fixture";

describe("a batch of statements", () => {
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = new Fixture();
    await fixture.start();
  });

  afterEach(async () => {
    await fixture.stop();
  });

  it("rolls a batch back when one of its statements fails, and says which", async () => {
    await fixture.succeed("CREATE TABLE t (a INT)");
    const batch = await fixture.run([
      "INSERT INTO t VALUES (1)",
      "INSERT INTO nowhere VALUES (1)",
      "INSERT INTO t VALUES (2)",
    ]);
    assert.equal(batch.Status, "FAILED");
    assert.equal(batch.Error, 'Query #2 failed with ERROR: relation "nowhere" does not exist');
    const subStatements = batch.SubStatements as Statement[];
    assert.deepEqual(
      subStatements.map(({ Id, Status }) => [Id.slice(-2), Status]),
      [
        [":1", "FINISHED"],
        [":2", "FAILED"],
        [":3", "ABORTED"],
      ],
    );
    assert.deepEqual(await fixture.service.query("SELECT * FROM t"), []);
  });

  it("rolls definitions and grants back too", async () => {
    await fixture.fail([
      "CREATE SCHEMA s",
      "CREATE TABLE s.t (a INT)",
      "CREATE ROLE r",
      "GRANT USAGE ON SCHEMA s TO ROLE r",
      "SELECT 1 / 0 FROM nowhere",
    ]);
    await fixture.succeed(["CREATE SCHEMA s", "CREATE ROLE r", "CREATE TABLE s.t (a INT)"]);
  });

  it("keeps what came before a TRUNCATE, which commits", async () => {
    await fixture.succeed(["CREATE TABLE t (a INT)", "CREATE TABLE u (a INT)", "INSERT INTO t VALUES (1)"]);
    await fixture.fail([
      "INSERT INTO u VALUES (1)",
      "TRUNCATE t",
      "INSERT INTO u VALUES (2)",
      "SELECT * FROM nowhere",
    ]);
    assert.deepEqual(await fixture.service.query("SELECT * FROM u"), [{ a: 1 }]);
    assert.deepEqual(await fixture.service.query("SELECT * FROM t"), []);
  });

  it("commits each statement of an AUTO_COMMIT batch by itself", async () => {
    const sqls = ["CREATE TABLE t (a INT)", "INSERT INTO nowhere VALUES (1)", "INSERT INTO t VALUES (2)"];
    const batch = await fixture.run(sqls, operator, { ExecutionMode: "AUTO_COMMIT" });
    assert.equal(batch.Status, "FAILED");
    assert.deepEqual(
      (batch.SubStatements as Statement[]).map(({ Status }) => Status),
      ["FINISHED", "FAILED", "FINISHED"],
    );
    assert.deepEqual(await fixture.service.query("SELECT * FROM t"), [{ a: 2 }]);
  });
});
