import assert from "node:assert/strict";
import { Fixture } from "./fixture";

describe("MERGE", () => {
  const fixture = new Fixture();

  before(async () => {
    await fixture.start();
  });

  beforeEach(async () => {
    await fixture.succeed([
      "DROP TABLE IF EXISTS target",
      "DROP TABLE IF EXISTS source",
      "CREATE TABLE target (id INT, name VARCHAR(10))",
      "CREATE TABLE source (id INT, name VARCHAR(10))",
      "INSERT INTO target VALUES (1, 'Bob'), (2, 'John')",
    ]);
  });

  after(async () => {
    await fixture.stop();
  });

  const upsert = (source = "source", name = "source") =>
    `MERGE INTO target USING ${source} ON target.id = ${name}.id WHEN MATCHED THEN UPDATE SET name = ${name}.name
     WHEN NOT MATCHED THEN INSERT (id, name) VALUES (${name}.id, ${name}.name)`;
  const target = async () =>
    (await fixture.service.query("SELECT id, name FROM target ORDER BY id, name")).map(Object.values);

  it("updates what matches and inserts the rest", async () => {
    await fixture.succeed("INSERT INTO source VALUES (1, 'Tony'), (3, 'Bill')");
    assert.equal((await fixture.succeed(upsert())).ResultRows, 2);
    assert.deepEqual(await target(), [
      [1, "Tony"],
      [2, "John"],
      [3, "Bill"],
    ]);
  });

  it("refuses several source rows for one target row, and leaves the target as it was", async () => {
    await fixture.succeed("INSERT INTO source VALUES (1, 'Tony'), (1, 'Alice'), (3, 'Bill')");
    assert.equal(await fixture.fail(upsert()), "ERROR: Found multiple matches to update the same tuple.");
    const deleting = upsert().replace("UPDATE SET name = source.name", "DELETE");
    assert.equal(await fixture.fail(deleting), "ERROR: Found multiple matches to update the same tuple.");
    assert.deepEqual(await target(), [
      [1, "Bob"],
      [2, "John"],
    ]);
  });

  it("inserts a key as often as the source has it when the target does not have it: no key is enforced", async () => {
    await fixture.succeed("INSERT INTO source VALUES (3, 'Bill'), (3, 'Bull')");
    await fixture.succeed(upsert());
    assert.deepEqual((await target()).slice(2), [
      [3, "Bill"],
      [3, "Bull"],
    ]);
  });

  it("takes a subquery that removes duplicates, but not one that reads the target", async () => {
    await fixture.succeed("INSERT INTO source VALUES (1, 'Tony'), (1, 'Tony')");
    await fixture.succeed(upsert("(SELECT id, name FROM source GROUP BY 1, 2) AS once", "once"));
    assert.deepEqual((await target())[0], [1, "Tony"]);
    const error = await fixture.fail(upsert("(SELECT id, name FROM public.target) AS own", "own"));
    assert.equal(error, "ERROR: Source view/subquery in Merge statement cannot reference target table.");
  });

  it("keeps one row of several target rows with REMOVE DUPLICATES", async () => {
    await fixture.succeed([
      "INSERT INTO target VALUES (2, 'Jack')",
      "INSERT INTO source VALUES (2, 'Ann'), (4, 'Eve')",
    ]);
    await fixture.succeed("MERGE INTO target USING source ON target.id = source.id REMOVE DUPLICATES");
    assert.deepEqual(await target(), [
      [1, "Bob"],
      [2, "Ann"],
      [4, "Eve"],
    ]);
  });

  it("refuses a value that is too long for the target", async () => {
    await fixture.succeed([
      "DROP TABLE source",
      "CREATE TABLE source (id INT, name VARCHAR(20))",
      "INSERT INTO source VALUES (1, 'more than ten')",
    ]);
    assert.match(await fixture.fail(upsert()), /value too long for type character varying\(10\)/);
  });
});
