import assert from "node:assert/strict";
import fc from "fast-check";
import { type Block, code, strong } from "../../../../cli/diff/document/document";
import { markdown, MARKER } from "../../../../cli/diff/document/markdown";
import { block, document } from "./arbitrary-blocks";

const COMMAND = "npx stepline diff --base main";

/** Without the marker. */
function body(blocks: readonly Block[]): string {
  const [marker, ...lines] = markdown(blocks, COMMAND).split("\n");
  assert.equal(marker, MARKER);
  return lines.join("\n");
}

describe("a document as Markdown", () => {
  it("writes every kind of block", () => {
    const written = body([
      { kind: "heading", level: 2, text: ["From ", code("a")] },
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
        rows: [[[code("a|b")], ["1"]]],
      },
      { kind: "code", language: "sql", text: "ALTER TABLE a;\nSELECT '```';" },
      { kind: "code", language: "text", text: "plain" },
      { kind: "graph", title: "before", mermaid: "flowchart TD" },
      { kind: "folded", summary: ["3 ", code("<x>")], blocks: [{ kind: "warning", text: ["inside"] }] },
    ]);
    assert.equal(
      written,
      [
        "## From `a`\n",
        "A <b>bold</b> word.\n",
        "- ➕ one\n  - detail\n- ➖ two\n- ✏️ three\n- ⚠️ four\n",
        "| Name | Cost |\n| --- | ---: |\n| `a\\|b` | 1 |\n",
        "````sql\nALTER TABLE a;\nSELECT '```';\n````\n",
        "```\nplain\n```\n",
        "<details><summary>before</summary>\n\n```mermaid\nflowchart TD\n```\n\n</details>\n",
        "<details><summary>3 <code>&lt;x&gt;</code></summary>\n\n⚠️ inside\n\n</details>\n",
      ].join("\n"),
    );
  });

  it("puts warnings in a row into one box", () => {
    const warning = (text: string): Block => ({ kind: "warning", text: [text] });
    assert.equal(
      body([warning("a"), warning("b"), { kind: "paragraph", text: ["c"] }, warning("d")]),
      "> [!CAUTION]\n> - a\n> - b\n\nc\n\n> [!CAUTION]\n> d\n",
    );
  });

  it("keeps a list where an entry has no words", () => {
    const items = [{ mark: "removed" as const, text: [], details: [{ mark: "note" as const, text: [] }] }];
    assert.equal(body([{ kind: "items", items }]), "- ➖ &nbsp;\n  - &nbsp;\n");
  });

  it("has no line that begins what its blocks are not, whatever is in them", () => {
    fc.assert(
      fc.property(document, (blocks) => {
        const outside = body(blocks)
          .split(/^(`{3,})[a-z]*\n[^]*?\n\1$/m)
          .filter((_, index) => index % 2 === 0)
          .join("\n");
        for (const line of outside.split("\n")) {
          assert.match(
            line,
            /^$|^#{2,4} |^> (\[!CAUTION\]$|- |)|^ *- |^\| .* \|$|^<details><summary>.*<\/summary>$|^<\/details>$|^[^#>|=]/u,
          );
          assert.doesNotMatch(line, /^(?: {4}|\t)(?!.*- )|^(?:---|\*\*\*|===|~~~|```[^`]*$)/u);
        }
        const folded = (some: readonly Block[]): number =>
          some.reduce(
            (sum, each) =>
              sum + (each.kind === "folded" ? 1 + folded(each.blocks) : each.kind === "graph" ? 1 : 0),
            0,
          );
        assert.equal(outside.match(/^<\/details>$/gm)?.length ?? 0, folded(blocks));
      }),
    );
  });
});

describe("a document that is too long for a comment", () => {
  const limit = 65_536;
  const long = "word ".repeat(3_000);
  const warning: Block = { kind: "warning", text: ["lost: ", code("stepline-prod-runs")] };
  const heading: Block = { kind: "heading", level: 3, text: ["Workflows"] };
  const graph: Block = { kind: "graph", title: "before", mermaid: "A --> B\n".repeat(5_000) };
  const list = (length: number): Block => ({
    kind: "items",
    items: Array.from({ length }, (_, index) => ({ mark: "changed", text: [`entry ${index}`] })),
  });

  it("is left as it is when it just fits", () => {
    const fits: Block[] = [warning, list(2_000)];
    assert.doesNotMatch(body(fits), /Shortened/);
    assert.match(body(fits), /entry 1999\n/);
  });

  it("loses graphs first, says so, and how to see them", () => {
    const written = body([warning, heading, graph, list(50), graph]);
    assert.match(
      written,
      /^Shortened to fit in a comment, without graphs\. All of it: `npx stepline diff --base main`/,
    );
    assert.match(written, /entry 49/);
    assert.equal(written.includes("A --> B"), true, "one of the two fits");
    assert.equal(written.split("mermaid").length, 2);
  });

  it("loses the ends of lists before warnings and headings", () => {
    const written = body([warning, heading, list(9_000), { kind: "heading", level: 3, text: ["Cost"] }]);
    assert.match(written, /entry 19\n- and 8980 more\n/);
    assert.match(written, /stepline-prod-runs[^]*### Workflows[^]*### Cost/);
  });

  it("loses headings of the lowest level that stand over nothing any more", () => {
    const part = (name: string): readonly Block[] => [
      { kind: "heading", level: 4, text: [name] },
      { kind: "folded", summary: ["all"], blocks: [{ kind: "paragraph", text: [long.repeat(3)] }] },
    ];
    const written = body([heading, ...part("one"), ...part("two"), ...part("three")]);
    assert.match(written, /#### one\n\n<details>/);
    assert.doesNotMatch(written, /#### (?:two|three)/);
    assert.match(written, /without what was folded\./);
  });

  it("keeps the first warnings when there is room for nothing else", () => {
    const warnings = Array.from({ length: 200 }, (_, index): Block => ({
      kind: "warning",
      text: [`${index}: ${long}`],
    }));
    const written = body([heading, ...warnings]);
    assert.match(written, /> - 0: word/);
    assert.doesNotMatch(written, /### Workflows|199: /);
    assert.match(written, /without .*headings, further warnings\./);
  });

  it("leaves room for the line that says so", () => {
    const paragraphs = Array.from({ length: 3_000 }, (): Block => ({
      kind: "paragraph",
      text: [long.slice(0, 40)],
    }));
    const written = markdown(paragraphs, COMMAND);
    assert.ok(Buffer.byteLength(written) <= limit);
    assert.ok(Buffer.byteLength(written) > limit - 1_100, "more is left out than has to be");
  });

  it("always fits, and keeps its first warning", () => {
    const stretched = fc
      .array(fc.tuple(block, fc.constantFrom(1, 50, 500)), { maxLength: 8 })
      .map((parts) => parts.flatMap(([part, times]) => Array.from({ length: times }, () => part)));
    fc.assert(
      fc.property(stretched, (blocks) => {
        const written = markdown([warning, ...blocks], `npx ${"x".repeat(blocks.length)}`);
        assert.ok(Buffer.byteLength(written) <= limit);
        assert.match(written, /stepline-prod-runs/);
      }),
      { numRuns: 12 },
    );
  });

  it("is cut inside of a text that alone is too long, between characters", () => {
    const written = body([{ kind: "paragraph", text: ["😀".repeat(40_000), code("x")] }, warning]);
    assert.match(written, /^(?:😀){200}…$/mu);
    assert.doesNotMatch(written, /d83d/);
  });
});
