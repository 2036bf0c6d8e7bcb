import assert from "node:assert/strict";
import * as path from "node:path";
import { loadContract } from "../../../contracts/compile";
import type { ColumnType, TargetColumn } from "../../../contracts/compiled-contract";
import { bootstrapStatements } from "../../../contracts/redshift/bootstrap";
import { redshiftType } from "../../../contracts/redshift/ddl";
import { loadStatements, reconcileStatement } from "../../../contracts/redshift/load";
import { Fixture, loader, loadRole, stranger } from "./fixture";

const contract = loadContract(path.join(__dirname, "../../../contracts/campaign_contacts.odcs.yaml"));
const logicalDate = "2008-11-21";
const table = `${contract.target.schema}.${contract.target.table}`;
const [key] = contract.target.key as [string];

/** A value of the column's type, different for each row number. */
function sample({ name, type }: TargetColumn, row: number, run: string): string {
  if (name === key) return String(row);
  const values: Record<ColumnType["kind"], string> = {
    string: `'${`${row}${run}`.slice(0, type.kind === "string" ? type.maxBytes : 1)}'`,
    integer: String(row),
    decimal: String(row),
    double: String(row),
    boolean: "true",
    date: `'${logicalDate}'`,
    timestamp: `'${logicalDate} 00:00:00'`,
  };
  return values[type.kind];
}

function curated(keys: readonly number[], run = "a"): string {
  const columns = contract.target.columns;
  const duckdb = (type: ColumnType) => redshiftType(type).replace("DOUBLE PRECISION", "DOUBLE");
  const row = (id: number) =>
    `SELECT ${columns.map((column) => `CAST(${sample(column, id, run)} AS ${duckdb(column.type)}) AS "${column.name}"`).join(", ")}`;
  return keys.map(row).join(" UNION ALL ");
}

describe("the load of the marketing contract", () => {
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = new Fixture();
    await fixture.start();
    for (const { sql } of bootstrapStatements({ database: "analytics", loadRoleArn: loadRole }))
      await fixture.succeed(sql);
  });

  afterEach(async () => {
    await fixture.stop();
  });

  const statements = (copyManifestUri: string, runId: string, attempt = 1) =>
    loadStatements({ contract, runId, logicalDate, attempt, copyManifestUri, loadRoleArn: loadRole });

  async function counts(runId: string): Promise<unknown> {
    const { Id } = await fixture.succeed(reconcileStatement({ contract, runId, logicalDate }), loader);
    const { Records } = await fixture.call<{ Records: { longValue: number }[][] }>(
      "GetStatementResult",
      { Id },
      loader,
    );
    return Records.map((record) => record.map(({ longValue }) => longValue));
  }

  const target = () => fixture.service.query(`SELECT * FROM ${table} ORDER BY ${key}`);

  it("runs the bootstrap again without harm: only its CREATE ROLE statements mind", async () => {
    for (const { sql, mayExist } of bootstrapStatements({ database: "analytics", loadRoleArn: loadRole })) {
      if (mayExist) assert.match(await fixture.fail(sql), /already exists/);
      else await fixture.succeed(sql);
    }
  });

  it("loads, counts what it inserted and updated, and gives the same rows when repeated", async () => {
    const first = await fixture.putBatch("first", curated([1, 2, 3]));
    await fixture.succeed(statements(first, "run-1"), loader);
    assert.deepEqual(await counts("run-1"), [[3, 3, 0]]);
    const rows = await target();
    assert.equal(rows.length, 3);

    await fixture.succeed(statements(first, "run-1", 2), loader);
    assert.deepEqual(await target(), rows);
    assert.deepEqual(await counts("run-1"), [[3, 0, 3]]);

    const second = await fixture.putBatch("second", curated([3, 4]));
    await fixture.succeed(statements(second, "run-2"), loader);
    assert.deepEqual(await counts("run-2"), [[2, 1, 1]]);
    assert.deepEqual(
      (await target()).map((row) => row[key]),
      [1, 2, 3, 4],
    );
  });

  it("leaves target and ledger as they were when the MERGE fails", async () => {
    await fixture.succeed(statements(await fixture.putBatch("first", curated([1, 2])), "run-1"), loader);
    const rows = await target();
    const twice = await fixture.putBatch("twice", curated([2, 2, 5], "b"));
    const error = await fixture.fail(statements(twice, "run-2"), loader);
    assert.match(error, /Query #\d failed with ERROR: Found multiple matches to update the same tuple/);
    assert.deepEqual(await target(), rows);
    assert.deepEqual(await counts("run-2"), []);
  });

  it("cannot be done by a role without the loader's database role", async () => {
    const manifest = await fixture.putBatch("first", curated([1]));
    assert.match(
      await fixture.fail(statements(manifest, "run-1"), stranger),
      /Query #1 failed with ERROR: permission denied for database analytics/,
    );
  });

  it("shows the reader's role the ledger, which it can't change, and no data", async () => {
    await fixture.succeed(statements(await fixture.putBatch("first", curated([1])), "run-1"), loader);
    const grant = 'GRANT ROLE stepline_reader TO "IAMR:stepline-test-stranger"';
    await fixture.succeed(['CREATE USER "IAMR:stepline-test-stranger" PASSWORD DISABLE', grant]);
    assert.equal(
      (await fixture.succeed(reconcileStatement({ contract, runId: "run-1", logicalDate }), stranger))
        .ResultRows,
      1,
    );
    assert.match(
      await fixture.fail("DELETE FROM stepline.load_ledger", stranger),
      /permission denied for relation/,
    );
    assert.match(await fixture.fail(`SELECT * FROM ${table}`, stranger), /permission denied for schema/);
  });
});
