import { strict as assert } from "node:assert";
import { describeContracts } from "../../../../cli/diff/contracts/describe";
import { compareContracts } from "../../../../cli/diff/contracts/compare";
import type { CompiledContract, SourceColumn } from "../../../../contracts/compiled-contract";
import { contract } from "../../../contracts/contract-fixture";
import { good, problems } from "../../../contracts/delivered-file";
import { changeTo, storing } from "./contract-snapshot";

function withSource(edit: (columns: readonly SourceColumn[]) => readonly SourceColumn[]): CompiledContract {
  return { ...contract, source: { ...contract.source, columns: edit(contract.source.columns) } };
}

const [age] = contract.source.columns.filter(({ name }) => name === "age");

describe("a contract that changes", () => {
  it("is nothing when both revisions store the same, however many pipelines share it", () => {
    assert.deepEqual(compareContracts(storing(contract, contract), storing(contract)), []);
  });

  it("under another id is one that goes and one that comes", () => {
    const changes = compareContracts(storing(contract), storing({ ...contract, id: "contacts" }));
    assert.deepEqual(
      changes.map(({ contract: id, action, verdict }) => [id, action, verdict]),
      [
        ["campaign-contacts", "removed", "breaking"],
        ["contacts", "added", "compatible"],
      ],
    );
    assert.deepEqual(
      changes.flatMap(({ migration }) => migration),
      [],
    );
  });

  it("under another id with the same table has the migration of that table", () => {
    const target = { ...contract.target, sortKey: [] };
    const changes = compareContracts(storing(contract), storing({ ...contract, id: "contacts", target }));
    const [, { differences, migration }] = changes;
    assert.match(differences[0].words, /the table of `campaign-contacts`: the table is there already/);
    assert.deepEqual(
      migration.map(({ sql }) => sql),
      ['ALTER TABLE "marketing"."campaign_contacts" ALTER SORTKEY AUTO'],
    );
    const elsewhere = { ...contract, id: "contacts", target: { ...target, table: "others" } };
    const [, fresh] = compareContracts(storing(contract), storing(elsewhere));
    assert.deepEqual(
      [fresh.differences[0].words, fresh.migration],
      ["The first load makes `marketing.others`.", []],
    );
  });

  it("that is secret is no more than that: nobody can tell", () => {
    const [change] = compareContracts(storing("[secret 1a2b3c]"), storing("[secret 4d5e6f]"));
    assert.deepEqual([change.verdict, change.differences, change.migration], ["unknown", [], []]);
    const [added] = compareContracts(storing(), storing("[secret 1a2b3c]"));
    const [removed] = compareContracts(storing("no contract"), storing());
    for (const [one, action] of [[added, "added"] as const, [removed, "removed"] as const]) {
      assert.deepEqual([one.action, one.verdict, one.differences], [action, "unknown", []]);
      const warnings = describeContracts([one]).filter(({ kind }) => kind === "warning");
      assert.equal(warnings.length, 1);
      assert.match(JSON.stringify(warnings), /can't be compared/);
    }
    assert.deepEqual(compareContracts(storing("[secret 1a2b3c]"), storing("[secret 1a2b3c]")), []);
  });

  it("is compatible by its version and its words alone", () => {
    const change = changeTo({ ...contract, version: "1.1.0", name: "Contacts" });
    assert.deepEqual(
      change.differences.map(({ path, breaking }) => [path, breaking]),
      [
        ["name", false],
        ["version", false],
      ],
    );
    assert.equal(change.verdict, "compatible");
  });
});

describe("what is asked of files, beside the schema check itself", () => {
  const cases: readonly (readonly [string, CompiledContract])[] = [
    ["a further column", withSource((columns) => [...columns, { ...age, name: "agent", required: false }])],
    ["a column less", withSource((columns) => columns.filter(({ name }) => name !== "poutcome"))],
    ["another order", withSource(([one, two, ...rest]) => [two, one, ...rest])],
    [
      "another delimiter",
      { ...contract, source: { ...contract.source, csv: { ...contract.source.csv, delimiter: ";" } } },
    ],
    [
      "a type that no value has",
      withSource((columns) =>
        columns.map((column) => (column.name === "job" ? { ...age, name: "job", required: false } : column)),
      ),
    ],
  ];
  for (const [what, after] of cases) {
    it(`${what} refuses the file of yesterday and is breaking`, async () => {
      assert.notDeepEqual(await problems(good, after), []);
      assert.equal(changeTo(after).verdict, "breaking");
    });
  }

  it("a wider type accepts it and is compatible", async () => {
    const after = withSource((columns) =>
      columns.map((column) =>
        column.name === "age" ? { ...age, type: { kind: "integer", bits: 64 } } : column,
      ),
    );
    assert.deepEqual(await problems(good, after), []);
    assert.equal(changeTo(after).verdict, "compatible");
    assert.equal(changeTo(contract, after).verdict, "breaking");
  });

  it("an empty batch that fails, a lookup that is new, and fewer bad rows are breaking, their contraries not", () => {
    const [lookup, ...lookups] = contract.lookups;
    const loosened: readonly CompiledContract[] = [
      { ...contract, source: { ...contract.source, emptyBatch: "succeed" } },
      { ...contract, lookups },
      { ...contract, thresholds: { maxQuarantinedPercent: 50 } },
      { ...contract, lookups: [{ ...lookup, onMissing: "null" }, ...lookups] },
      {
        ...contract,
        source: { ...contract.source, csv: { ...contract.source.csv, allowByteOrderMark: true } },
      },
    ];
    for (const after of loosened) {
      assert.equal(changeTo(after).verdict, "compatible");
      assert.equal(changeTo(contract, after).verdict, "breaking");
    }
  });
});

describe("rules that change", () => {
  const [rule, ...others] = contract.rules;
  const breaking = (rules: CompiledContract["rules"], before = contract.rules): boolean =>
    changeTo({ ...contract, rules }, { ...contract, rules: before }).verdict === "breaking";

  it("quarantine rows that were fine, or let through what readers did not see: breaking", () => {
    assert.equal(rule.severity, "error");
    assert.equal(breaking(others), true);
    assert.equal(breaking(contract.rules, others), true);
    assert.equal(breaking([{ ...rule, expression: "false" }, ...others]), true);
    assert.equal(breaking([{ ...rule, severity: "warning" }, ...others]), true);
  });

  it("that only warn, or are described or ordered anew, are compatible", () => {
    const warning = { ...rule, id: "odd", severity: "warning" } as const;
    assert.equal(breaking([...contract.rules, warning]), false);
    assert.equal(breaking(contract.rules, [...contract.rules, warning]), false);
    assert.equal(breaking([...others, rule]), false);
    assert.equal(breaking([{ ...rule, description: "In other words." }, ...others]), false);
  });
});

it("every member of a compiled contract that changes is told", () => {
  /** Everything one can change without making it no contract: numbers, texts and truths, wherever they stand. */
  const edits: readonly (readonly [string, CompiledContract])[] = [...leaves(contract)]
    .filter((path) => !IGNORED.test(path.join(".")))
    .map((path) => [path.join("."), edited(contract, path) as CompiledContract]);
  assert.ok(edits.length > 200);
  const untold = edits.filter(([, after]) => {
    const [change] = compareContracts(storing(contract), storing(after));
    return change.differences.length === 0;
  });
  assert.deepEqual(
    untold.map(([path]) => path),
    [],
  );
});

/** Its id decides which contracts are compared; an edit of these makes a type that there isn't. */
const IGNORED = /^id$|\.kind$/;

function* leaves(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null) {
    yield path;
    return;
  }
  for (const [key, member] of Object.entries(value)) yield* leaves(member, [...path, key]);
}

function edited(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (path.length === 0) {
    return typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${String(value)}x`;
  }
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  (copy as Record<string, unknown>)[key] = edited((value as Record<string, unknown>)[key], rest);
  return copy;
}
