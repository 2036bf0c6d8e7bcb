import type { Block, Item, Text } from "../../../../cli/diff/document/document";

/** All that a document says, a line for each text; code between grave accents, what is loud after an exclamation mark. */
export function plainText(blocks: readonly Block[]): string {
  return blocks.flatMap(lines).join("\n");
}

export function warningTexts(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => (block.kind === "warning" ? [words(block.text)] : []));
}

function lines(block: Block): readonly string[] {
  switch (block.kind) {
    case "items":
      return block.items.flatMap(itemLines);
    case "folded":
      return [words(block.summary), ...block.blocks.flatMap(lines)];
    case "table":
      return block.rows.map((row) => row.map(words).join(" | "));
    case "code":
      return [block.text];
    case "graph":
      return [block.title];
    case "warning":
      return [`! ${words(block.text)}`];
    default:
      return [words(block.text)];
  }
}

function itemLines({ text, details = [] }: Item): readonly string[] {
  return [words(text), ...details.flatMap(itemLines)];
}

export function words(text: Text): string {
  return text
    .map((span) => (typeof span === "string" ? span : "code" in span ? `\`${span.code}\`` : span.strong))
    .join("");
}
