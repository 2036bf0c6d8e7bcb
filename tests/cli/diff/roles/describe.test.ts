import { strict as assert } from "node:assert";
import type { Block, Item, Text } from "../../../../cli/diff/document/document";
import { compareRoles } from "../../../../cli/diff/roles/compare";
import { describeRoles } from "../../../../cli/diff/roles/describe";
import type { Snapshot } from "../../../../cli/diff/snapshot";
import {
  BY_LAMBDA,
  READ,
  reader,
  resource,
  role,
  rolePolicy,
  snapshotOf,
  type Statement,
} from "./policy-snapshot";

function plain(text: Text): string {
  return text
    .map((span) => (typeof span === "string" ? span : "code" in span ? `<${span.code}>` : span.strong))
    .join("");
}

async function described(before: Snapshot, after: Snapshot): Promise<readonly Block[]> {
  return describeRoles(await compareRoles(before, after));
}

function itemsOf(blocks: readonly Block[]): readonly Item[] {
  return blocks.flatMap((block) => (block.kind === "items" ? block.items : []));
}

describe("the section on permissions", () => {
  it("is empty when nothing changes", async () => {
    assert.deepEqual(await described(reader(READ), reader(READ)), []);
  });

  it("marks what lets somebody do more as dangerous, with actions and resources below", async () => {
    const wider = { ...READ, Action: ["s3:GetObject", "s3:PutObject"] };
    const [heading, summary, title, items] = await described(reader(READ), reader(wider));
    assert.deepEqual([heading.kind, "level" in heading && heading.level], ["heading", 3]);
    assert.ok(summary.kind === "paragraph" && plain(summary.text) === "1 may do more or let in more.");
    assert.ok(title.kind === "heading" && plain(title.text) === "role <reader> allows more");
    const [item] = itemsOf([items]);
    assert.equal(item.mark, "danger");
    assert.equal(
      plain(item.text),
      "<ReadRaw> (policy permissions) widened: may now also write objects of <raw> under <landing/>",
    );
    assert.deepEqual(
      item.details?.map(({ mark, text }) => [mark, plain(text)]),
      [["added", "action <s3:PutObject>"]],
    );
  });

  it("says alarms before everything else, and those who gain before those who lose", async () => {
    const other = (
      statement: Statement,
    ): readonly [ReturnType<typeof role>, ReturnType<typeof rolePolicy>] => [
      { ...role(BY_LAMBDA), inputs: { ...role(BY_LAMBDA).inputs, name: "another" } },
      { ...rolePolicy(statement), inputs: { ...rolePolicy(statement).inputs, role: "another" } },
    ];
    const two = (one: Statement, second: Statement): Snapshot =>
      snapshotOf(role(BY_LAMBDA), rolePolicy(one), ...other(second));
    const blocks = await described(
      two(READ, { ...READ, Action: "s3:Get*" }),
      two({ ...READ, Action: "s3:*", Resource: "*" }, READ),
    );
    const kinds = blocks.map(({ kind }) => kind);
    assert.ok(kinds.indexOf("warning") < kinds.indexOf("items"));
    assert.ok(kinds.lastIndexOf("warning") < kinds.indexOf("items"));
    const titles = blocks.flatMap((block) =>
      block.kind === "heading" && block.level === 4 ? [plain(block.text)] : [],
    );
    assert.deepEqual(titles, ["role <reader> allows more", "role <another> allows less"]);
    const both = await described(
      two(READ, READ),
      two({ ...READ, Resource: "*" }, { ...READ, Action: ["s3:GetObject", "s3:PutObject"] }),
    );
    const [first] = both.flatMap((block) =>
      block.kind === "heading" && block.level === 4 ? [plain(block.text)] : [],
    );
    assert.equal(first, "role <reader> allows more");
  });

  it("folds what a new role may do, and marks it as added", async () => {
    const blocks = await described(snapshotOf(), reader(READ));
    const folded = blocks.find((block) => block.kind === "folded");
    assert.ok(folded?.kind === "folded");
    assert.equal(plain(folded.summary), "role <reader> is added: 2 statements and attachments");
    assert.deepEqual([...new Set(itemsOf(folded.blocks).map(({ mark }) => mark))], ["added"]);
  });

  it("counts values past the eighth", async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `arn:aws:s3:::raw/k${index}`);
    const [item] = itemsOf(await described(reader(READ), reader({ ...READ, Resource: keys })));
    assert.equal(plain(item.details!.at(-1)!.text), "and 5 more resources");
    assert.match(plain(item.text), /and 8 more; may no longer/);
  });

  it("says that a lost boundary limits nobody, and of a replaced one only that it is another", async () => {
    const bounded = (name: string | undefined): Snapshot =>
      snapshotOf(
        role(BY_LAMBDA, name === undefined ? {} : { permissionsBoundary: `arn:aws:iam::1:policy/${name}` }),
        resource("aws:s3/bucket:Bucket", "raw", {}),
      );
    const warnings = (blocks: readonly Block[]): number =>
      blocks.filter(({ kind }) => kind === "warning").length;
    assert.equal(warnings(await described(bounded("a"), bounded(undefined))), 1);
    const replaced = await described(bounded("a"), bounded("b"));
    assert.equal(warnings(replaced), 0);
    assert.equal(itemsOf(replaced).length, 2);
  });
});
