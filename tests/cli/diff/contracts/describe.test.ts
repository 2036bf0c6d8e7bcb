import { strict as assert } from "node:assert";
import { compareContracts } from "../../../../cli/diff/contracts/compare";
import { describeContracts } from "../../../../cli/diff/contracts/describe";
import type { Block, Text } from "../../../../cli/diff/document/document";
import type { CompiledContract, TargetColumn } from "../../../../contracts/compiled-contract";
import { contract } from "../../../contracts/contract-fixture";
import { storing } from "./contract-snapshot";

function plain(text: Text): string {
  return text
    .map((span) => (typeof span === "string" ? span : "code" in span ? `<${span.code}>` : span.strong))
    .join("");
}

function described(...after: readonly CompiledContract[]): readonly Block[] {
  return describeContracts(compareContracts(storing(contract), storing(...after)));
}

const words = (blocks: readonly Block[]): string =>
  blocks
    .map((block) =>
      block.kind === "items"
        ? block.items.map(({ text }) => plain(text)).join("\n")
        : "text" in block
          ? typeof block.text === "string"
            ? block.text
            : plain(block.text)
          : "",
    )
    .join("\n");

function withColumns(edit: (columns: readonly TargetColumn[]) => readonly TargetColumn[]): CompiledContract {
  return { ...contract, target: { ...contract.target, columns: edit(contract.target.columns) } };
}

describe("the section on contracts", () => {
  it("is empty when none changes", () => {
    assert.deepEqual(described(contract), []);
  });

  it("says the verdict before the differences, loudly when it is breaking", () => {
    const blocks = described({ ...contract, version: "2.0.0", target: { ...contract.target, key: ["age"] } });
    assert.deepEqual(
      blocks.map(({ kind }) => kind),
      ["heading", "heading", "warning", "items", "paragraph"],
    );
    assert.match(words(blocks), /Contract <campaign-contacts>: breaking, by 1 difference\./);
    const items = blocks.find((block) => block.kind === "items");
    assert.deepEqual(items?.kind === "items" && items.items.map(({ mark }) => mark), ["danger", "changed"]);
  });

  it("has the SQL in one block for each time it is to be run at, in that order", () => {
    const [first] = contract.target.columns;
    const agent: TargetColumn = { ...first, name: "agent", required: false };
    const after = withColumns((columns) => [
      ...columns.filter(({ name }) => !["age", "job"].includes(name)),
      agent,
    ]);
    const blocks = described(after);
    const table = 'ALTER TABLE "marketing"."campaign_contacts"';
    assert.deepEqual(
      blocks.flatMap((block) => (block.kind === "code" ? [block.text] : [])),
      [`${table} ADD COLUMN "agent" INTEGER;`, `${table} DROP COLUMN "age";`, `${table} DROP COLUMN "job";`],
    );
    const times = ["Before the deploy", "Right before the deploy, with the schedule off", "After the deploy"];
    const places = times.map((time) => words(blocks).indexOf(`\n${time}`));
    assert.ok(places.every((place) => place > 0));
    assert.deepEqual(
      places,
      [...places].sort((one, other) => one - other),
    );
    assert.match(words(blocks), /never alters one that is there\. Without what is needed/);
    assert.match(words(blocks), /After the deploy.*No load needs it\./);
    assert.match(words(blocks), /DROP COLUMN "job">: Loses the column's values/);
  });

  it("says that loads work without SQL that none needs", () => {
    const blocks = described({ ...contract, target: { ...contract.target, distribution: { style: "ALL" } } });
    assert.match(words(blocks), /Compatible.*\n[^]*Loads work without the following/);
  });

  it("puts breaking contracts first, and warns of runs that go on only where one changes", () => {
    const other = { ...contract, id: "aaa" };
    const blocks = describeContracts(
      compareContracts(
        storing(contract, other),
        storing({ ...contract, rules: [] }, { ...other, version: "1.0.1" }),
      ),
    );
    const titles = blocks.flatMap((block) =>
      block.kind === "heading" && block.level === 4 ? [plain(block.text)] : [],
    );
    assert.deepEqual(titles, ["<campaign-contacts> is breaking", "<aaa> is compatible"]);
    assert.match(words(blocks), /A workflow keeps the contract it began with/);
    const added = describeContracts(compareContracts(storing(), storing(contract)));
    assert.doesNotMatch(words(added), /A workflow keeps/);
  });
});
