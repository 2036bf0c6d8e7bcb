import { type Block, code, type Item, type Text } from "./document";
import { fence, htmlText, markdownCell, markdownText } from "./markdown-text";
import { shorten } from "./shorten";
import { visibleLines } from "./visible";

/** A workflow finds the comment that it wrote before by this first line, which GitHub does not show. */
export const MARKER = "<!-- stepline diff -->";

/** Of a comment on GitHub, in characters; bytes are counted here, which are never fewer. */
const COMMENT_LIMIT = 65_536;

/** What the line about a shortening may take. */
const NOTICE_ROOM = 1_000;

/** ASCII would be read as Markdown's own, or as a number's sign. */
const MARKS: Readonly<Record<Item["mark"], string>> = {
  added: "➕ ",
  removed: "➖ ",
  changed: "✏️ ",
  danger: "⚠️ ",
  note: "",
};

/**
 * A document as GitHub-flavoured Markdown that fits in one comment: what is too long is shortened, least important first, and
 * a line says so.
 *
 * @param command that shows all of it
 */
export function markdown(blocks: readonly Block[], command: string): string {
  const whole = written(blocks);
  if (bytes(whole) <= COMMENT_LIMIT) {
    return whole;
  }
  const room = COMMENT_LIMIT - NOTICE_ROOM - bytes(MARKER);
  const { blocks: kept, leftOut } = shorten(blocks, (block) => bytes(markdownBlock(block)) + 2, room);
  return written([notice(leftOut, command), ...kept]);
}

function notice(leftOut: readonly string[], command: string): Block {
  const what: Text = ["Shortened to fit in a comment, without ", leftOut.join(", "), "."];
  const how: Text =
    bytes(command) > NOTICE_ROOM / 2 ? [] : [" All of it: ", code(command), ", or the output of the job."];
  return { kind: "paragraph", text: [...what, ...how] };
}

function written(blocks: readonly Block[]): string {
  return `${[MARKER, ...withMergedWarnings(blocks)].join("\n\n").replace("\n\n", "\n")}\n`;
}

/** Warnings in a row are one box with a list. */
function withMergedWarnings(blocks: readonly Block[]): readonly string[] {
  const parts: string[] = [];
  let warnings: Text[] = [];
  const flush = (): void => {
    if (warnings.length > 0) {
      parts.push(warningBox(warnings));
      warnings = [];
    }
  };
  for (const block of blocks) {
    if (block.kind === "warning") {
      warnings.push(block.text);
    } else {
      flush();
      parts.push(markdownBlock(block));
    }
  }
  flush();
  return parts;
}

function warningBox(warnings: readonly Text[]): string {
  const lines = warnings.map(markdownText);
  return ["[!CAUTION]", ...(lines.length === 1 ? lines : lines.map((line) => `- ${line}`))]
    .map((line) => `> ${line}`)
    .join("\n");
}

function markdownBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${markdownText(block.text)}`;
    case "paragraph":
      return markdownText(block.text);
    case "warning":
      return warningBox([block.text]);
    case "items":
      return itemLines(block.items, "").join("\n");
    case "table":
      return table(block);
    case "code":
      return fenced(block.language, block.text);
    case "graph":
      // With empty lines around it, GitHub draws what is fenced inside as well.
      return folded([block.title], [fenced("mermaid", block.mermaid)]);
    case "folded":
      return folded(
        block.summary,
        block.blocks.map((inner) =>
          // GitHub knows its boxes only at the top.
          inner.kind === "warning" ? `${MARKS.danger}${markdownText(inner.text)}` : markdownBlock(inner),
        ),
      );
  }
}

function folded(summary: Text, parts: readonly string[]): string {
  return [`<details><summary>${htmlText(summary)}</summary>`, ...parts, "</details>"].join("\n\n");
}

function itemLines(items: readonly Item[], indent: string): readonly string[] {
  return items.flatMap(({ mark, text, details = [] }) => [
    // Without words, the list below it would begin in its place.
    `${indent}- ${MARKS[mark]}${markdownText(text) || "&nbsp;"}`,
    ...itemLines(details, `${indent}  `),
  ]);
}

function table({ header, rows }: Extract<Block, { readonly kind: "table" }>): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(header.map(({ title }) => markdownCell([title]))),
    line(header.map(({ align }) => (align === "right" ? "---:" : "---"))),
    ...rows.map((row) => line(row.map(markdownCell))),
  ].join("\n");
}

function fenced(language: string, text: string): string {
  const lines = visibleLines(text).join("\n");
  const ticks = fence(lines, 3);
  return `${ticks}${language === "text" ? "" : language}\n${lines}\n${ticks}`;
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
