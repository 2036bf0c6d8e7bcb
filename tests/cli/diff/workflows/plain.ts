import type { Block, Item, Text } from "../../../../cli/diff/document/document";

/** Words as a reader sees them: `` `code` ``. */
export function plain(words: Text): string {
  return words
    .map((span) => (typeof span === "string" ? span : "code" in span ? `\`${span.code}\`` : span.strong))
    .join("");
}

/** Every line of a document, items with their marks. */
export function lines(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case "items":
        return block.items.flatMap((item) => itemLines(item, ""));
      case "graph":
        return [`(${block.title})`];
      case "folded":
        return [`${plain(block.summary)}:`, ...lines(block.blocks)];
      case "table":
      case "code":
        throw new Error(`No part of workflows is a ${block.kind}.`);
      default:
        return [`${block.kind}: ${plain(block.text)}`];
    }
  });
}

function itemLines({ mark, text, details = [] }: Item, indent: string): readonly string[] {
  return [
    `${indent}${mark}: ${plain(text)}`,
    ...details.flatMap((detail) => itemLines(detail, `${indent}  `)),
  ];
}
