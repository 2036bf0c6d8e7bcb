import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { TargetTable } from "../../../contracts/compiled-contract";
import { migration } from "../../../contracts/redshift/migrate";
import type { MigrationStatement } from "../../../contracts/redshift/migration-statement";
import { column, table, tables } from "./generated-targets";

const text = (maxBytes: number) => ({ kind: "string", maxBytes }) as const;
const integer = (bits: 16 | 32 | 64) => ({ kind: "integer", bits }) as const;

const sqlOf = (statements: readonly MigrationStatement[]): readonly string[] =>
  statements.map(({ sql }) => sql.replace('ALTER TABLE "sales"."orders" ', ""));

/** What Redshift's documentation says of the statements, held against each in turn. */
class DocumentedTable {
  readonly columns: Map<string, { type: string; notNull: boolean }>;
  distribution: string;
  sortKey: readonly string[];

  constructor({ columns, distribution, sortKey }: TargetTable) {
    this.columns = new Map(
      columns.map(({ name, type, required }) => [name, { type: JSON.stringify(type), notNull: required }]),
    );
    this.distribution = distribution.style === "KEY" ? distribution.column : distribution.style;
    this.sortKey = sortKey;
  }

  run(sql: string): void {
    const [, clause = ""] = /^(?:ALTER TABLE|UPDATE) "sales"\."orders" (.*)$/.exec(sql) ?? [];
    const names = [...clause.matchAll(/"(\w+)"/g)].map(([, name]) => name);
    const known = (name: string): void => {
      assert.ok(this.columns.has(name), `${name} is there for ${sql}`);
    };
    if (clause.startsWith("ADD COLUMN")) {
      assert.ok(!this.columns.has(names[0]), `${names[0]} is new`);
      assert.doesNotMatch(clause, /NOT NULL/, "which needs a default");
      this.columns.set(names[0], { type: clause.split('" ')[1], notNull: false });
    } else if (clause.startsWith("DROP COLUMN")) {
      known(names[0]);
      assert.notEqual(this.distribution, names[0], "a distribution key can't be dropped");
      assert.ok(!this.sortKey.includes(names[0]), "a sort key can't be dropped");
      this.columns.delete(names[0]);
    } else if (clause.startsWith("RENAME COLUMN")) {
      known(names[0]);
      assert.ok(!this.columns.has(names[1]));
      this.columns.set(names[1], this.columns.get(names[0])!);
      this.columns.delete(names[0]);
    } else if (clause.startsWith("ALTER DISTSTYLE")) {
      names.forEach(known);
      this.distribution = names[0] ?? clause.replace("ALTER DISTSTYLE ", "");
    } else if (/^ALTER (?:COMPOUND )?SORTKEY/.test(clause)) {
      names.forEach(known);
      // AUTO keeps the key there is.
      this.sortKey = clause.endsWith("AUTO") ? this.sortKey : names;
    } else {
      names.forEach(known);
      assert.match(clause, /^(?:ALTER COLUMN "\w+" TYPE VARCHAR\(\d+\)|SET "\w+" = CAST\("\w+" AS .+\))$/);
    }
  }
}

describe("the migration of a table", () => {
  it("is nothing when columns only come in another order, or the contract names another table", () => {
    const [a, b] = [column("a", text(5)), column("b", integer(16))];
    assert.deepEqual(migration(table([a, b]), table([b, a])), []);
    assert.deepEqual(migration(table([a]), table([b], { table: "others" })), []);
    assert.deepEqual(migration(table([a]), table([b], { schema: "others" })), []);
  });

  it("adds a column without NOT NULL, and warns of a required one only", () => {
    const head = table([column("a", text(5)), column("b", { kind: "timestamp" }, true)]);
    const [a, b, ...rest] = migration(table([]), head);
    assert.deepEqual(a, {
      ...{ sql: 'ALTER TABLE "sales"."orders" ADD COLUMN "a" VARCHAR(5)', when: "before", needed: true },
    });
    assert.equal(b.sql, 'ALTER TABLE "sales"."orders" ADD COLUMN "b" TIMESTAMP');
    assert.match(b.caution!, /Rows that are there get NULL/);
    assert.deepEqual(rest, []);
  });

  it("widens a VARCHAR in place before the deploy, and shortens it only after", () => {
    const [wide] = migration(table([column("a", text(5))]), table([column("a", text(9))]));
    assert.deepEqual(
      [sqlOf([wide]), wide.when, wide.needed],
      [['ALTER COLUMN "a" TYPE VARCHAR(9)'], "before", true],
    );
    assert.match(wide.caution!, /BYTEDICT, RUNLENGTH, TEXT255 or TEXT32K/);
    const [short] = migration(table([column("a", text(9))]), table([column("a", text(5))]));
    assert.deepEqual([short.when, short.needed], ["after", false]);
  });

  it("leaves a table whose type holds every value of the new one, and NOT NULL, which can't be added", () => {
    const base = table([column("a", integer(64)), column("b", { kind: "decimal", precision: 9, scale: 2 })]);
    const head = table([
      column("a", integer(16), true),
      column("b", { kind: "decimal", precision: 5, scale: 2 }),
    ]);
    assert.deepEqual(migration(base, head), []);
  });

  it("gives a column another type by a second one that takes its name, with no run going on", () => {
    const statements = migration(
      table([column("a", integer(16), true)]),
      table([column("a", integer(32), true)]),
    );
    assert.deepEqual(sqlOf(statements), [
      'ADD COLUMN "a__new" INTEGER',
      'UPDATE "sales"."orders" SET "a__new" = CAST("a" AS INTEGER)',
      'DROP COLUMN "a"',
      'RENAME COLUMN "a__new" TO "a"',
    ]);
    assert.deepEqual([...new Set(statements.map(({ when }) => when))], ["without-runs"]);
  });

  it("makes a column anew that may be null from now on", () => {
    const base = table([column("a", text(5), true), column("a__new", text(5))]);
    const head = table([column("a", text(5)), column("a__new", text(5))]);
    assert.deepEqual(sqlOf(migration(base, head)).slice(0, 1), ['ADD COLUMN "a__new_" VARCHAR(5)']);
  });

  it("drops a NOT NULL column with no run going on, since either contract's loads fail; another one after", () => {
    const [first, second] = migration(table([column("a", text(5)), column("b", text(5), true)]), table([]));
    assert.deepEqual(sqlOf([first, second]), ['DROP COLUMN "b"', 'DROP COLUMN "a"']);
    assert.deepEqual([first.when, first.needed], ["without-runs", true]);
    assert.deepEqual([second.when, second.needed], ["after", false]);
    assert.match(second.caution!, /Loses the column's values/);
  });

  it("changes distribution and sort key in place", () => {
    const columns = [column("a", text(5)), column("b", text(5))];
    const keyed = table(columns, { distribution: { style: "KEY", column: "a" }, sortKey: ["b", "a"] });
    assert.deepEqual(sqlOf(migration(table(columns), keyed)), [
      'ALTER DISTSTYLE KEY DISTKEY "a"',
      'ALTER COMPOUND SORTKEY ("b", "a")',
    ]);
    assert.deepEqual(sqlOf(migration(keyed, table(columns))), ["ALTER DISTSTYLE AUTO", "ALTER SORTKEY AUTO"]);
  });

  it("frees a column of its keys before it goes, since AUTO would keep them", () => {
    const keyed = table([column("a", text(5))], {
      distribution: { style: "KEY", column: "a" },
      sortKey: ["a"],
    });
    assert.deepEqual(sqlOf(migration(keyed, table([]))), [
      "ALTER DISTSTYLE EVEN",
      "ALTER DISTSTYLE AUTO",
      "ALTER SORTKEY NONE",
      "ALTER SORTKEY AUTO",
      'DROP COLUMN "a"',
    ]);
  });

  it("refuses names that may not stand in SQL", () => {
    assert.throws(() => migration(table([]), table([column('a" --', text(5))])), { name: "UnsafeSqlText" });
  });

  it("does only what Redshift documents, and ends with the head's columns and keys", () => {
    fc.assert(
      fc.property(tables, tables, (base, head) => {
        const documented = new DocumentedTable(base);
        const statements = migration(base, head);
        for (const { sql } of statements) documented.run(sql);
        assert.deepEqual([...documented.columns.keys()].sort(), head.columns.map(({ name }) => name).sort());
        for (const { name, required } of head.columns) {
          assert.ok(required || !documented.columns.get(name)!.notNull, `${name} may be null`);
        }
        const wanted = new DocumentedTable(head);
        assert.equal(documented.distribution, wanted.distribution);
        assert.ok(wanted.sortKey.length === 0 || documented.sortKey.join() === wanted.sortKey.join());
        const order = ["before", "without-runs", "after"];
        const times = statements.map(({ when }) => order.indexOf(when));
        assert.deepEqual(times, [...times].sort());
      }),
      { seed: 20_261_230, numRuns: 3_000 },
    );
  });
});
