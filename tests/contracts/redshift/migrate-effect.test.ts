import assert from "node:assert/strict";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import * as fc from "fast-check";
import type { TargetColumn, TargetTable } from "../../../contracts/compiled-contract";
import { bootstrapStatements } from "../../../contracts/redshift/bootstrap";
import { loadStatements } from "../../../contracts/redshift/load";
import { migration } from "../../../contracts/redshift/migrate";
import type { MigrationStatement } from "../../../contracts/redshift/migration-statement";
import { contract } from "../contract-fixture";
import { column, table, tables } from "./generated-targets";

const loadRoleArn = "arn:aws:iam::111122223333:role/stepline-dev-load";
const TEXT = { kind: "string", maxBytes: 10 } as const;

/** What Redshift alone knows is left out; everything else runs as it is written. */
function plain(sql: string): string {
  return sql.replace(/\n(?:DISTSTYLE|DISTKEY|SORTKEY|ENCODE) ?.*/g, "");
}

type Row = Readonly<Partial<Record<string, string | null>>>;

/** DuckDB in Redshift's place: it enforces NOT NULL and types, not the length of a VARCHAR, and has no distribution. */
class Database {
  static async open(): Promise<Database> {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run("CREATE MACRO getdate() AS CAST('2026-01-01' AS TIMESTAMP)");
    const statements = bootstrapStatements({ database: "analytics", loadRoleArn }).map(({ sql }) => sql);
    for (const sql of statements.filter((text) => /^CREATE (?:SCHEMA|TABLE)/.test(text)))
      await connection.run(plain(sql));
    return new Database(instance, connection);
  }

  private runs = 0;

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /** A load of these rows as start-load would run it, in one transaction. */
  async load(target: TargetTable, ...rows: readonly Row[]): Promise<void> {
    this.runs += 1;
    const statements = loadStatements({
      contract: { ...contract, target },
      ...{ runId: `run-${this.runs}`, logicalDate: "2008-11-21", attempt: 1, loadRoleArn },
      copyManifestUri: "s3://curated/orders/_copy_manifest.json",
    });
    await this.connection.run("BEGIN");
    try {
      for (const sql of statements)
        await this.connection.run(sql.startsWith("COPY") ? staged(target, rows) : plain(sql));
      await this.connection.run("COMMIT");
    } catch (error) {
      await this.connection.run("ROLLBACK");
      throw error;
    } finally {
      await this.connection.run('DROP TABLE IF EXISTS "stepline_staging"');
    }
  }

  /** Each statement on its own. Distribution and sort keys are Redshift's alone. */
  async migrate(statements: readonly MigrationStatement[]): Promise<void> {
    for (const { sql } of statements.filter((statement) => !/DISTSTYLE|SORTKEY/.test(statement.sql)))
      await this.connection.run(sql);
  }

  async rows(...columns: readonly string[]): Promise<unknown[]> {
    const list = columns.map((name) => `CAST("${name}" AS VARCHAR)`).join(", ");
    const reader = await this.connection.runAndReadAll(`SELECT ${list} FROM sales.orders ORDER BY id`);
    return reader.getRowsJson();
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

function staged({ columns }: TargetTable, rows: readonly Row[]): string {
  const value = ({ name, type }: TargetColumn, row: Row): string => {
    const text = type.kind === "date" ? "2008-11-21" : row[name];
    return text === null ? "NULL" : `'${text ?? "1"}'`;
  };
  const values = rows.map((row) => `(${columns.map((one) => value(one, row)).join(", ")})`);
  return `INSERT INTO "stepline_staging" VALUES ${values.join(", ")}`;
}

describe("a migration, run on a database", () => {
  let database: Database;
  beforeEach(async () => {
    database = await Database.open();
  });
  afterEach(() => {
    database.close();
  });

  it("a new column's loads fail before it, and work after it beside loads of the old contract", async () => {
    const base = table([column("a", TEXT)]);
    const head = table([column("b", TEXT, true), column("a", TEXT)]);
    await database.load(base, { id: "1", a: "x" });
    await assert.rejects(
      database.load(head, { id: "2", a: "y", b: "z" }),
      /"?b"? (?:not found|does not)|column.*b/i,
    );
    await database.migrate(migration(base, head));
    await database.load(head, { id: "2", a: "y", b: "z" });
    await database.load(base, { id: "3", a: "w" });
    assert.deepEqual(await database.rows("id", "a", "b"), [
      ["1", "x", null],
      ["2", "y", "z"],
      ["3", "w", null],
    ]);
  });

  it("a NOT NULL column that goes lets no load of the new contract in before, and none of the old after", async () => {
    const base = table([column("a", TEXT), column("b", TEXT, true)]);
    const head = table([column("a", TEXT)]);
    await database.load(base, { id: "1", a: "x", b: "y" });
    await assert.rejects(database.load(head, { id: "2", a: "y" }), /NOT NULL constraint/i);
    await database.migrate(migration(base, head));
    await database.load(head, { id: "2", a: "y" });
    await assert.rejects(database.load(base, { id: "3", a: "y", b: "z" }), /b/);
    assert.deepEqual(await database.rows("id", "a"), [
      ["1", "x"],
      ["2", "y"],
    ]);
  });

  it("a column that may be null hinders no load of the new contract, and loads of the old need it", async () => {
    const base = table([column("a", TEXT), column("b", TEXT)]);
    const head = table([column("a", TEXT)]);
    await database.load(base, { id: "1", a: "x", b: "y" });
    await database.load(head, { id: "2", a: "y" });
    assert.deepEqual(await database.rows("id", "b"), [
      ["1", "y"],
      ["2", null],
    ]);
    await database.migrate(migration(base, head));
    await assert.rejects(database.load(base, { id: "3", a: "y", b: "z" }), /b/);
  });

  it("a column that may be null from now on refuses nulls before, and keeps its values after", async () => {
    const base = table([column("a", TEXT, true)]);
    const head = table([column("a", TEXT)]);
    await database.load(base, { id: "1", a: "x" });
    await assert.rejects(database.load(head, { id: "2", a: null }), /NOT NULL constraint/i);
    await database.migrate(migration(base, head));
    await database.load(head, { id: "2", a: null });
    assert.deepEqual(await database.rows("id", "a"), [
      ["1", "x"],
      ["2", null],
    ]);
  });

  it("another type takes no value of its own before, and has the old values after", async () => {
    const base = table([column("a", { kind: "integer", bits: 16 }, true)]);
    const head = table([column("a", { kind: "integer", bits: 64 }, true)]);
    await database.load(base, { id: "1", a: "7" });
    await assert.rejects(database.load(head, { id: "2", a: "5000000000" }), /out of range/i);
    await database.migrate(migration(base, head));
    await database.load(head, { id: "2", a: "5000000000" });
    assert.deepEqual(await database.rows("id", "a"), [
      ["1", "7"],
      ["2", "5000000000"],
    ]);
  });

  it("whatever the two contracts, what is needed is enough for the new one's loads", async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(tables, tables, async (base, head) => {
        const own = await Database.open();
        try {
          await own.load(base, { id: "1" });
          await own.migrate(migration(base, head).filter(({ needed }) => needed));
          const sparse = head.columns.filter(({ required }) => !required).map(({ name }) => [name, null]);
          await own.load(head, { id: "1" }, { id: "2", ...(Object.fromEntries(sparse) as Row) });
          const rows = await own.rows("id");
          assert.deepEqual(rows, [["1"], ["2"]]);
        } finally {
          own.close();
        }
      }),
      { seed: 20_261_231, numRuns: 60 },
    );
  });
});
