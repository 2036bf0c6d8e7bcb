import assert from "node:assert/strict";
import type { AwsError } from "../../../sandbox/types";
import { Fixture, loader, operator, program, role, stranger, type Statement } from "./fixture";

/** Runs for minutes unless it is cancelled. */
const endless =
  "SELECT COUNT(*) FROM a x, a y, a z, a u, a v, a w, a q WHERE x.n * y.n * z.n * u.n * v.n * w.n * q.n = 7";

describe("the Redshift Data API", () => {
  let fixture: Fixture;
  let clock = Date.parse("2008-11-21T00:00:00Z");

  beforeEach(async () => {
    fixture = new Fixture();
    await fixture.start({ now: () => clock, resultPageRows: 2 });
  });

  afterEach(async () => {
    await fixture.stop();
  });

  const refused = (code: string, message: RegExp) => (error: AwsError) => {
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };

  async function fillForEndless(): Promise<void> {
    await fixture.succeed("CREATE TABLE a (n BIGINT)");
    await fixture.succeed(
      `INSERT INTO a VALUES ${Array.from({ length: 200 }, (_, n) => `(${n + 11})`).join(", ")}`,
    );
    await fixture.succeed("GRANT SELECT ON a TO PUBLIC");
  }

  it("answers at once and runs in the background", async () => {
    const target = { WorkgroupName: "stepline-test", Database: "analytics" };
    const submitted = await fixture.call("ExecuteStatement", { Sql: "SELECT 1 AS one", ...target });
    assert.equal(submitted.Status, "SUBMITTED");
    assert.equal(submitted.CreatedAt, clock / 1000);
    const ended = await fixture.end(submitted.Id);
    assert.equal(ended.Status, "FINISHED");
    assert.equal(ended.HasResultSet, true);
    assert.equal(ended.ResultRows, 1);
    assert.equal(ended.QueryString, "SELECT 1 AS one");
    assert.ok((ended.Duration as number) > 0);
    assert.deepEqual(
      fixture.events.map((event) => (event.kind === "sql" ? [event.statementId, event.status] : [])),
      [[submitted.Id, "FINISHED"]],
    );
  });

  it("returns values as fields, with their columns, page by page", async () => {
    await fixture.succeed(
      "CREATE TABLE t (id INTEGER NOT NULL, job VARCHAR(10), price DECIMAL(10, 2), rate FLOAT8, ok BOOL, day DATE)",
    );
    await fixture.succeed(
      "INSERT INTO t VALUES (1, 'a', 1.5, 0.5, true, '2008-11-21'), (2, 'b', 2, 1, false, NULL), (3, NULL, 3, 2, true, NULL)",
    );
    const { Id } = await fixture.succeed(
      "SELECT id, job, price, rate, ok, day, COUNT(*) OVER () FROM t ORDER BY id",
    );
    const first = await fixture.call<Record<string, unknown>>("GetStatementResult", { Id });
    assert.equal(first.TotalNumRows, 3);
    assert.deepEqual((first.Records as unknown[])[0], [
      { longValue: 1 },
      { stringValue: "a" },
      { stringValue: "1.50" },
      { doubleValue: 0.5 },
      { booleanValue: true },
      { stringValue: "2008-11-21" },
      { longValue: 3 },
    ]);
    const columns = first.ColumnMetadata as { label: string; typeName: string; scale: number }[];
    assert.deepEqual(
      columns.map(({ label, typeName }) => [label, typeName]),
      [
        ["id", "int4"],
        ["job", "varchar"],
        ["price", "numeric"],
        ["rate", "float8"],
        ["ok", "bool"],
        ["day", "date"],
        ["count", "int8"],
      ],
    );
    const second = await fixture.call<Record<string, unknown>>("GetStatementResult", {
      Id,
      NextToken: first.NextToken,
    });
    assert.deepEqual(
      (second.Records as unknown[][]).map((record) => record.slice(0, 2)),
      [[{ longValue: 3 }, { isNull: true }]],
    );
    assert.equal(second.NextToken, undefined);
    const other = await fixture.succeed("SELECT 1");
    await assert.rejects(
      fixture.call("GetStatementResult", { Id: other.Id, NextToken: first.NextToken }),
      refused("ValidationException", /NextToken is invalid/),
    );
  });

  it("has no result of a statement that failed, is a batch, or returns nothing", async () => {
    const failed = await fixture.run("SELECT * FROM nowhere");
    assert.match(failed.Error ?? "", /^ERROR: relation "nowhere" does not exist$/);
    const batch = await fixture.succeed(["SELECT 1 AS one", "CREATE TABLE t (a INT)"]);
    for (const Id of [failed.Id, batch.Id, `${batch.Id}:2`]) {
      await assert.rejects(
        fixture.call("GetStatementResult", { Id }),
        refused("ResourceNotFoundException", /Query does not have result/),
      );
    }
    const { Records } = await fixture.call<{ Records: unknown }>("GetStatementResult", {
      Id: `${batch.Id}:1`,
    });
    assert.deepEqual(Records, [[{ longValue: 1 }]]);
  });

  it("brings the same statement back for a client token, even a failed one, for 8 hours", async () => {
    const again = () => fixture.submit("SELECT * FROM nowhere", loader, { ClientToken: "run-1-load-1" });
    const id = await again();
    assert.equal((await fixture.end(id, loader)).Status, "FAILED");
    clock += 8 * 3600 * 1000 - 1;
    assert.equal(await again(), id);
    assert.notEqual(await fixture.submit("SELECT 1", stranger, { ClientToken: "run-1-load-1" }), id);
    clock += 1;
    assert.notEqual(await again(), id);
  });

  it("shows a statement to the role that ran it, in any session, and to the operator", async () => {
    const id = await fixture.submit("SELECT 1", loader);
    for (const principal of [loader, role("stepline-test-start-load", "another"), operator]) {
      assert.equal((await fixture.end(id, principal)).Status, "FINISHED");
    }
    for (const operation of ["DescribeStatement", "GetStatementResult", "CancelStatement"]) {
      await assert.rejects(
        fixture.call(operation, { Id: id }, stranger),
        refused("ResourceNotFoundException", /Query does not exist/),
      );
    }
    const listed = async (principal: typeof loader) =>
      (await fixture.call<{ Statements: Statement[] }>("ListStatements", {}, principal)).Statements.map(
        ({ Id }) => Id,
      );
    assert.deepEqual(await listed(loader), [id]);
    assert.deepEqual(await listed(stranger), []);
  });

  it("cancels a running statement and one that waits", async () => {
    await fillForEndless();
    const running = await fixture.submit(endless, loader);
    const waiting = await fixture.submit("SELECT 1", loader);
    assert.deepEqual(await fixture.call("CancelStatement", { Id: waiting }, loader), { Status: true });
    assert.equal((await fixture.end(waiting, loader)).Status, "ABORTED");
    assert.deepEqual(await fixture.call("CancelStatement", { Id: running }, loader), { Status: true });
    const ended = await fixture.end(running, loader);
    assert.equal(ended.Status, "ABORTED");
    assert.match(ended.Error ?? "", /cancelled on user's request/);
    await assert.rejects(
      fixture.call("CancelStatement", { Id: running }, loader),
      refused("ValidationException", /Could not cancel a query that is already in ABORTED state/),
    );
    await fixture.succeed("SELECT 1");
  });

  it("answers a long poll when its time is up", async () => {
    await fillForEndless();
    const id = await fixture.submit(endless);
    const answer = await fixture.call("DescribeStatement", { Id: id, WaitTimeSeconds: 1 });
    assert.equal(answer.Status, "STARTED");
    await assert.rejects(
      fixture.call("DescribeStatement", { Id: id, WaitTimeSeconds: 31 }),
      refused("ValidationException", /between 1 and 30/),
    );
  });

  it("keeps its data in a folder from one start to the next", async () => {
    const dataDir = `${fixture.temporary}/warehouse`;
    await fixture.service.close();
    fixture.open({ dataDir });
    await fixture.succeed(["CREATE TABLE t (a VARCHAR(3))", "INSERT INTO t VALUES ('abc')", "CREATE ROLE r"]);
    await fixture.service.close();
    fixture.open({ dataDir });
    assert.deepEqual(await fixture.service.query("SELECT * FROM t"), [{ a: "abc" }]);
    assert.match(await fixture.fail("CREATE ROLE r"), /role "r" already exists/);
    assert.match(
      await fixture.fail("INSERT INTO t VALUES ('abcd')"),
      /value too long for type character varying\(3\)/,
    );
  });

  it("fails a statement that exceeds the workgroup's max_query_execution_time", async () => {
    await fixture.service.close();
    fixture.open({ program: program({ max_query_execution_time: "1" }) });
    await fillForEndless();
    assert.match(
      await fixture.fail(endless),
      /cancelled by WLM abort action of Query Monitoring Rule "max_query_execution_time"/,
    );
  });
});
