import assert from "node:assert/strict";
import fc from "fast-check";
import { displayWidth } from "../../../../cli/diff/document/display-width";
import { type Block, code, strong } from "../../../../cli/diff/document/document";
import { terminal, type TerminalOptions } from "../../../../cli/diff/document/terminal";
import { document } from "./arbitrary-blocks";

function written(blocks: readonly Block[], options: Partial<TerminalOptions> = {}): string {
  return terminal(blocks, { width: 80, colours: false, graphs: false, ...options });
}

describe("a document at a terminal", () => {
  it("writes every kind of block", () => {
    const graph: Block = { kind: "graph", title: "before", mermaid: "flowchart TD\n  a --> b" };
    const blocks: readonly Block[] = [
      { kind: "heading", level: 2, text: ["From ", code("a")] },
      { kind: "warning", text: ["Lost: ", code("runs")] },
      { kind: "warning", text: ["And more"] },
      { kind: "heading", level: 3, text: ["Resources"] },
      { kind: "paragraph", text: ["A ", strong("bold"), " word."] },
      {
        kind: "items",
        items: [
          { mark: "added", text: ["one"], details: [{ mark: "note", text: ["detail"] }] },
          { mark: "removed", text: ["two"] },
          { mark: "changed", text: ["three"] },
          { mark: "danger", text: ["four"] },
        ],
      },
      {
        kind: "table",
        header: [{ title: "Name" }, { title: "Cost", align: "right" }],
        rows: [
          [[code("bucket")], ["1"]],
          [["b"], ["100"]],
        ],
      },
      { kind: "code", language: "sql", text: "ALTER TABLE a;\n\tSELECT 1;" },
      { kind: "folded", summary: ["3 entries"], blocks: [{ kind: "paragraph", text: ["inside"] }] },
      { kind: "folded", summary: ["graphs"], blocks: [graph] },
      graph,
    ];
    const expected = [
      ["From a", "======"],
      ["! Lost: runs", "! And more"],
      ["Resources"],
      ["A bold word."],
      ["+ one", "    detail", "- two", "~ three", "! four"],
      ["Name    Cost", "bucket     1", "b        100"],
      ["  ALTER TABLE a;", "    SELECT 1;"],
      ["3 entries:", "  inside"],
    ].map((lines) => `${lines.join("\n")}\n`);
    assert.equal(written(blocks), expected.join("\n"));
    assert.equal(written(blocks.slice(-1), { graphs: true }), "before\n  flowchart TD\n    a --> b\n");
  });

  it("goes on under the first word of an entry, and breaks words that are longer than a line", () => {
    const items = [
      { mark: "added" as const, text: ["one two three four five six seven ", code("x".repeat(40))] },
    ];
    assert.equal(
      written([{ kind: "items", items }], { width: 30 }),
      ["+ one two three four five six", "  seven", `  ${"x".repeat(28)}`, `  ${"x".repeat(12)}`, ""].join(
        "\n",
      ),
    );
  });

  it("breaks a name that is longer than its column behind a sign, where it has one", () => {
    const table: Block = {
      kind: "table",
      header: [{ title: "What" }, { title: "Because of" }],
      rows: [[["Glue job marketing-transform-job"], ["some thirty words or so to read"]]],
    };
    const lines = written([table], { width: 30 }).split("\n");
    assert.deepEqual(
      lines.slice(1, 4).map((line) => line.slice(0, 14).trimEnd()),
      ["Glue job", "marketing-", "transform-job"],
    );
  });

  it("counts the space before a word", () => {
    const words = ["a".repeat(15), "b".repeat(15), "c".repeat(14)];
    assert.equal(
      written([{ kind: "paragraph", text: [words.join(" ")] }], { width: 30 }),
      `${words[0]}\n${words[1]} ${words[2]}\n`,
    );
  });

  it("counts wide characters twice and marks that stand on others not at all", () => {
    assert.equal(displayWidth("名前"), 4);
    assert.equal(displayWidth("e\u0301"), 1);
    assert.equal(displayWidth("👩‍👩‍👧!"), 3);
    const lines = ["名前".repeat(7) + "名", "前名前名前"];
    assert.equal(
      written([{ kind: "paragraph", text: [lines.join("")] }], { width: 30 }),
      `${lines.join("\n")}\n`,
    );
  });

  it("shares the width among the columns of a table, whose cells go on below themselves", () => {
    const table: Block = {
      kind: "table",
      header: [{ title: "Name" }, { title: "Basis" }],
      rows: [[["short"], ["one two three four five six seven"]]],
    };
    assert.equal(
      written([table], { width: 30 }),
      ["Name   Basis", "short  one two three four five", "       six seven", ""].join("\n"),
    );
  });

  it("has colours only where they are wanted", () => {
    const items = [{ mark: "danger" as const, text: ["lost ", code("a")] }];
    const coloured = written([{ kind: "items", items }], { colours: true });
    assert.match(coloured, /\u001b\[31m!\u001b\[39m .*lost.*\u001b\[36ma\u001b\[39m/);
    assert.equal(coloured.replace(/\u001b\[\d+m/g, ""), written([{ kind: "items", items }]));
  });

  it("shows control characters, and no line is wider than the terminal but those of code and graphs", () => {
    fc.assert(
      fc.property(document, fc.integer({ min: 30, max: 100 }), (blocks, width) => {
        const flowing = blocks.filter(({ kind }) => !["code", "graph", "folded", "table"].includes(kind));
        for (const line of written(flowing, { width }).split("\n")) {
          assert.ok(displayWidth(line) <= width, line);
        }
        assert.doesNotMatch(
          written(blocks, { width, graphs: true }),
          /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u,
        );
      }),
    );
  });
});
