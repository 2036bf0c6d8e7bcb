import assert from "node:assert/strict";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import type { CompiledContract } from "../../../contracts/compiled-contract";
import { bootstrapStatements } from "../../../contracts/redshift/bootstrap";
import { loadStatements, reconcileStatement } from "../../../contracts/redshift/load";
import { compiledAfter, contract, custom, schemaObject } from "../contract-fixture";

const appending = compiledAfter((draft) => {
  custom(schemaObject(draft, "campaign_contacts"), "loadMode").value = "append";
});
const loadRoleArn = "arn:aws:iam::111122223333:role/stepline-dev-load";

/** What Redshift alone knows is left out; everything else runs as it is written. */
function plain(sql: string): string {
  return sql.replace(/\n(?:DISTSTYLE|DISTKEY|SORTKEY|ENCODE) ?.*/g, "");
}

/** Row of the target: the columns that matter here, the others filled by type. */
interface Row {
  readonly contact_id: number;
  readonly age: number;
}

class Warehouse {
  static async open(): Promise<Warehouse> {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run("CREATE MACRO getdate() AS CAST('2026-01-01' AS TIMESTAMP)");
    const statements = bootstrapStatements({ database: "analytics", loadRoleArn }).map(({ sql }) => sql);
    for (const sql of statements.filter((text) => /^CREATE (?:SCHEMA|TABLE)/.test(text)))
      await connection.run(plain(sql));
    return new Warehouse(instance, connection);
  }

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /** One transaction; `stopBefore` breaks it off before that statement, as a killed session would. */
  async load(
    by: CompiledContract,
    runId: string,
    logicalDate: string,
    rows: readonly Row[],
    stopBefore = Infinity,
  ): Promise<void> {
    const statements = loadStatements({
      contract: by,
      runId,
      logicalDate,
      attempt: 1,
      copyManifestUri: "s3://curated/marketing/_copy_manifest.json",
      loadRoleArn,
    });
    await this.connection.run("BEGIN");
    for (const [position, sql] of statements.entries()) {
      if (position >= stopBefore) break;
      await this.connection.run(sql.startsWith("COPY") ? staged(by, runId, logicalDate, rows) : plain(sql));
    }
    await this.connection.run(stopBefore === Infinity ? "COMMIT" : "ROLLBACK");
    await this.connection.run('DROP TABLE IF EXISTS "stepline_staging"');
  }

  async rows(): Promise<unknown[]> {
    return this.query(
      "SELECT contact_id, age, run_id FROM marketing.campaign_contacts ORDER BY contact_id, age",
    );
  }

  async counts(by: CompiledContract, runId: string, logicalDate: string): Promise<unknown[]> {
    return this.query(reconcileStatement({ contract: by, runId, logicalDate }));
  }

  async tables(): Promise<unknown[]> {
    return this.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'marketing'");
  }

  async query(sql: string): Promise<unknown[]> {
    const reader = await this.connection.runAndReadAll(sql);
    return reader
      .getRowsJson()
      .map((row) =>
        row.map((value) => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value)),
      );
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

function staged(
  { target }: CompiledContract,
  runId: string,
  logicalDate: string,
  rows: readonly Row[],
): string {
  const values = rows.map((row) => {
    const texts = target.columns.map(({ name, type, expression }) => {
      if (name === "contact_id" || name === "age") return String(row[name]);
      if (name === "run_id") return `'${runId}'`;
      if (expression === ":logical_date") return `DATE '${logicalDate}'`;
      return { string: "'text'", boolean: "true", integer: "1" }[
        type.kind as "string" | "boolean" | "integer"
      ];
    });
    return `(${texts.join(", ")})`;
  });
  return `INSERT INTO "stepline_staging" VALUES ${values.join(", ")}`;
}

const rowsOf = (...pairs: readonly (readonly [number, number])[]): Row[] =>
  pairs.map(([contact_id, age]) => ({ contact_id, age }));

describe("a load, run on a database", () => {
  let warehouse: Warehouse;
  beforeEach(async () => {
    warehouse = await Warehouse.open();
  });
  afterEach(() => {
    warehouse.close();
  });

  it("merge inserts new contacts, replaces known ones, and counts both before it happens", async () => {
    await warehouse.load(contract, "run-1", "2008-11-20", rowsOf([1, 30], [2, 40]));
    await warehouse.load(contract, "run-2", "2008-11-21", rowsOf([2, 41], [3, 50]));
    assert.deepEqual(await warehouse.rows(), [
      [1, 30, "run-1"],
      [2, 41, "run-2"],
      [3, 50, "run-2"],
    ]);
    assert.deepEqual(await warehouse.counts(contract, "run-1", "2008-11-20"), [[2, 2, 0]]);
    assert.deepEqual(await warehouse.counts(contract, "run-2", "2008-11-21"), [[2, 1, 1]]);
  });

  it("merge repeated in the same run leaves the same rows and one ledger row that balances", async () => {
    for (let attempt = 0; attempt < 3; attempt++) {
      await warehouse.load(contract, "run-1", "2008-11-21", rowsOf([1, 30], [2, 40]));
    }
    assert.deepEqual(await warehouse.rows(), [
      [1, 30, "run-1"],
      [2, 40, "run-1"],
    ]);
    assert.deepEqual(await warehouse.counts(contract, "run-1", "2008-11-21"), [[2, 0, 2]]);
  });

  it("counts each staged row once though a key stands twice in the target", async () => {
    await warehouse.load(contract, "run-1", "2008-11-21", rowsOf([1, 30]));
    await warehouse.query(
      "INSERT INTO marketing.campaign_contacts SELECT * FROM marketing.campaign_contacts",
    );
    await warehouse.load(contract, "run-2", "2008-11-21", rowsOf([1, 31], [2, 40]));
    assert.deepEqual(await warehouse.counts(contract, "run-2", "2008-11-21"), [[2, 1, 1]]);
  });

  it("append replaces the rows of its date and no others", async () => {
    await warehouse.load(appending, "run-1", "2008-11-20", rowsOf([1, 30]));
    await warehouse.load(appending, "run-2", "2008-11-21", rowsOf([2, 40], [3, 50]));
    await warehouse.load(appending, "run-3", "2008-11-21", rowsOf([2, 41]));
    assert.deepEqual(await warehouse.rows(), [
      [1, 30, "run-1"],
      [2, 41, "run-3"],
    ]);
    assert.deepEqual(await warehouse.counts(appending, "run-3", "2008-11-21"), [[1, 1, 0]]);
  });

  for (const by of [contract, appending]) {
    it(`${by.target.loadMode} broken off before any of its statements leaves no trace`, async () => {
      await warehouse.load(by, "run-1", "2008-11-20", rowsOf([1, 30]));
      const before = [await warehouse.rows(), await warehouse.query("SELECT * FROM stepline.load_ledger")];
      for (let stopBefore = 0; stopBefore <= 8; stopBefore++) {
        await warehouse.load(by, "run-2", "2008-11-20", rowsOf([1, 99], [2, 40]), stopBefore);
        assert.deepEqual(
          [await warehouse.rows(), await warehouse.query("SELECT * FROM stepline.load_ledger")],
          before,
        );
      }
    });
  }

  it("broken off for the first time leaves not even the table", async () => {
    await warehouse.load(contract, "run-1", "2008-11-20", rowsOf([1, 30]), 6);
    assert.deepEqual(await warehouse.tables(), []);
  });

  it("without anything committed has nothing to reconcile", async () => {
    assert.deepEqual(await warehouse.counts(contract, "run-1", "2008-11-21"), []);
  });
});
