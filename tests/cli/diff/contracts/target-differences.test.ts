import { strict as assert } from "node:assert";
import type { CompiledContract, TargetColumn } from "../../../../contracts/compiled-contract";
import { compiledAfter, contract, custom, property, schemaObject } from "../../../contracts/contract-fixture";
import { changeTo } from "./contract-snapshot";

function withTarget(edit: (columns: readonly TargetColumn[]) => readonly TargetColumn[]): CompiledContract {
  return { ...contract, target: { ...contract.target, columns: edit(contract.target.columns) } };
}

describe("the table's readers and rows", () => {
  const named = (name: string): TargetColumn =>
    contract.target.columns.find((column) => column.name === name)!;
  const replaced = (name: string, by: Partial<TargetColumn>): CompiledContract =>
    withTarget((columns) => columns.map((column) => (column.name === name ? { ...column, ...by } : column)));

  it("stay fine with a further column, which the table needs first", () => {
    const agent: TargetColumn = { ...named("job"), name: "agent" };
    const change = changeTo(withTarget((columns) => [...columns, agent]));
    assert.equal(change.verdict, "compatible");
    const demanded = withTarget((columns) => [...columns, { ...agent, required: true }]);
    assert.equal(changeTo(demanded).verdict, "breaking");
    assert.deepEqual(
      change.migration.map(({ sql, when }) => [sql, when]),
      [['ALTER TABLE "marketing"."campaign_contacts" ADD COLUMN "agent" VARCHAR(20)', "before"]],
    );
  });

  it("break with one that goes; that it was renamed is offered, never assumed", () => {
    const change = changeTo(replaced("job", { name: "occupation" }));
    const gone = change.differences.find(({ path }) => path === "target.columns.job")!;
    assert.equal(gone.breaking, true);
    assert.match(
      gone.words,
      /If `occupation` is its new name, run `ALTER TABLE .* RENAME COLUMN "job" TO "occupation"`/,
    );
    assert.deepEqual(
      change.migration.map(({ sql }) => sql.replace(/^.* (ADD|DROP) COLUMN/, "$1")),
      ['ADD "occupation" VARCHAR(20)', 'DROP "job"'],
    );
    const other = changeTo(replaced("job", { name: "occupation", expression: "upper(contacts.job)" }));
    assert.doesNotMatch(other.differences.map(({ words }) => words).join(), /RENAME/);
  });

  it("judge a column's type, null and expression", () => {
    const verdict = (by: Partial<TargetColumn>): string => changeTo(replaced("job", by)).verdict;
    assert.equal(verdict({ type: { kind: "string", maxBytes: 40 } }), "compatible");
    assert.equal(verdict({ type: { kind: "string", maxBytes: 5 } }), "breaking");
    assert.equal(verdict({ type: { kind: "integer", bits: 16 } }), "breaking");
    assert.equal(verdict({ required: true }), "breaking");
    assert.equal(changeTo(replaced("age", { required: false })).verdict, "breaking");
    assert.equal(verdict({ expression: "upper(contacts.job)" }), "breaking");
    assert.equal(verdict({ description: "What one works as." }), "compatible");
  });

  it("are not touched by order, distribution, sort key and partitions", () => {
    const target = contract.target;
    for (const by of [
      { columns: [...target.columns].reverse() },
      { distribution: { style: "ALL" } as const },
      { sortKey: [] },
      { partitionBy: [] },
    ]) {
      const change = changeTo({ ...contract, target: { ...target, ...by } });
      assert.deepEqual([change.verdict, change.differences.length], ["compatible", 1]);
      assert.deepEqual(
        change.migration.filter(({ needed }) => needed),
        [],
      );
    }
  });

  it("break with another key, load mode, order of duplicates, or table", () => {
    const target = contract.target;
    for (const by of [
      { key: ["contact_id", "contact_date"] },
      { deduplicateBy: ["contacts.age"] },
      { loadMode: "append" } as const,
      { table: "contacts" },
      { schema: "crm" },
    ]) {
      const change = changeTo({ ...contract, target: { ...target, ...by } });
      assert.deepEqual([change.verdict, change.migration], ["breaking", []]);
    }
  });

  it("are compared in compiled contracts, as they come from their YAML", () => {
    const after = compiledAfter((draft) => {
      property(draft, "campaign_contacts", "job").physicalType = "VARCHAR(30)";
      custom(schemaObject(draft, "campaign_contacts"), "distributionStyle").value = "EVEN";
      const target = schemaObject(draft, "campaign_contacts");
      target.customProperties = target.customProperties.filter((one) => one.property !== "distributionKey");
    });
    const change = changeTo(after);
    assert.deepEqual(
      [change.verdict, change.differences.map(({ path }) => path)],
      ["compatible", ["target.columns.job.type", "target.distribution"]],
    );
    assert.deepEqual(
      change.migration.map(({ sql }) => sql.replace('ALTER TABLE "marketing"."campaign_contacts" ', "")),
      ['ALTER COLUMN "job" TYPE VARCHAR(30)', "ALTER DISTSTYLE EVEN"],
    );
  });
});
