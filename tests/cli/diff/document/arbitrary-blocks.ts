import fc from "fast-check";
import type { Block, Item, Span, Text } from "../../../../cli/diff/document/document";

/** Pieces that mean something to a terminal, to Markdown, to HTML or to GitHub. */
const PIECES = [
  ..."` * _ ~ [ ] ( ) < > | \\ # & @ ! $ : - + = . ^ \" '".split(" "),
  ...[
    " ",
    "\n",
    "\t",
    "\r",
    "\u0000",
    "\u001b",
    "\u009b",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\ud800",
  ],
  ...[
    "```",
    "``",
    "~~~",
    "---",
    "1. ",
    "# ",
    "> ",
    "- ",
    "<!--",
    "-->",
    "<details>",
    "</details>",
    "<script>",
    "| a |",
  ],
  ...[
    "@octocat",
    "#12",
    "GH-3",
    "https://x.example",
    "www.x.example",
    "a@b.example",
    ":tada:",
    "[x](y)",
    "$x$",
    "\u001b[31m",
  ],
  ...["&amp;", "&#8203;", "名前", "e\u0301", "👩‍👩‍👧", "word", "stepline-dev-raw", "0"],
];

/** Text of a hostile pull request. */
export const hostileText = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
);

const span: fc.Arbitrary<Span> = fc.oneof(
  hostileText,
  hostileText.map((code) => ({ code })),
  hostileText.map((strong) => ({ strong })),
);

export const spans: fc.Arbitrary<Text> = fc.array(span, { maxLength: 5 });

const item: fc.Arbitrary<Item> = fc.record(
  {
    mark: fc.constantFrom<Item["mark"]>("added", "removed", "changed", "danger", "note"),
    text: spans,
    details: fc.array(fc.record({ mark: fc.constant<Item["mark"]>("note"), text: spans }), { maxLength: 3 }),
  },
  { requiredKeys: ["mark", "text"] },
);

const table: fc.Arbitrary<Block> = fc.integer({ min: 1, max: 4 }).chain((columns) =>
  fc.record({
    kind: fc.constant("table" as const),
    header: fc.array(fc.record({ title: hostileText }), { minLength: columns, maxLength: columns }),
    rows: fc.array(fc.array(spans, { minLength: columns, maxLength: columns }), { maxLength: 4 }),
  }),
);

const plain: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constant("heading" as const),
    level: fc.constantFrom(2 as const, 3 as const, 4 as const),
    text: spans,
  }),
  fc.record({ kind: fc.constantFrom("paragraph" as const, "warning" as const), text: spans }),
  fc.record({ kind: fc.constant("items" as const), items: fc.array(item, { maxLength: 4 }) }),
  table,
  fc.record({
    kind: fc.constant("code" as const),
    language: fc.constantFrom("sql" as const, "json" as const, "text" as const),
    text: hostileText,
  }),
  fc.record({ kind: fc.constant("graph" as const), title: hostileText, mermaid: hostileText }),
);

export const block: fc.Arbitrary<Block> = fc.oneof(
  { weight: 4, arbitrary: plain },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("folded" as const),
      summary: spans,
      blocks: fc.array(plain, { maxLength: 3 }),
    }),
  },
);

export const document: fc.Arbitrary<readonly Block[]> = fc.array(block, { maxLength: 6 });
