import type { Block, Item, Text } from "./document";
import { terminalTable } from "./terminal-table";
import { type Piece, piecesOf, type Style, styled, widthOf, wrapped } from "./terminal-text";
import { visible, visibleLines } from "./visible";

export interface TerminalOptions {
  /** Columns. */
  readonly width: number;
  readonly colours: boolean;
  /** Whether graphs are shown, as Mermaid. */
  readonly graphs: boolean;
}

/** Narrower ones would show a letter a line. */
const LEAST_WIDTH = 30;

const MARKS: Readonly<Record<Item["mark"], Piece>> = {
  added: { text: "+", style: "green" },
  removed: { text: "-", style: "red" },
  changed: { text: "~", style: "yellow" },
  danger: { text: "!", style: "red" },
  note: { text: " " },
};

/** A document for people at a terminal: no line is wider than it, but those of code and graphs. */
export function terminal(blocks: readonly Block[], options: TerminalOptions): string {
  const writer = new TerminalWriter({ ...options, width: Math.max(LEAST_WIDTH, options.width) });
  return `${writer.lines(blocks, 0).join("\n")}\n`;
}

class TerminalWriter {
  constructor(private readonly options: TerminalOptions) {}

  /** Blocks with an empty line between them; warnings follow each other without. */
  public lines(blocks: readonly Block[], indent: number): readonly string[] {
    let before: Block | undefined;
    return blocks.flatMap((block) => {
      const lines = this.block(block, indent);
      const close = before?.kind === "warning" && block.kind === "warning";
      const gap = before === undefined || close || lines.length === 0 ? [] : [""];
      before = lines.length === 0 ? before : block;
      return [...gap, ...lines];
    });
  }

  private block(block: Block, indent: number): readonly string[] {
    switch (block.kind) {
      case "heading":
        return this.heading(block, indent);
      case "paragraph":
        return this.text(piecesOf(block.text), indent);
      case "warning":
        return this.text(emphasized(block.text), indent, { text: "!", style: "red" });
      case "items":
        return this.items(block.items, indent);
      case "table":
        return terminalTable(block, this.options.width - indent).map(
          (line) => " ".repeat(indent) + styled(line, this.options.colours).trimEnd(),
        );
      case "code":
        return this.verbatim(block.text, indent);
      case "graph":
        return this.options.graphs
          ? [
              ...this.text([{ text: visible(block.title), style: "bold" }], indent),
              ...this.verbatim(block.mermaid, indent),
            ]
          : [];
      case "folded":
        return this.folded(block, indent);
    }
  }

  private heading(
    { level, text }: Extract<Block, { readonly kind: "heading" }>,
    indent: number,
  ): readonly string[] {
    const pieces = emphasized(text);
    const lines = this.text(pieces, indent);
    const rule = "=".repeat(Math.min(widthOf(pieces), this.options.width - indent));
    return level === 2 ? [...lines, " ".repeat(indent) + rule] : lines;
  }

  /** A graph that is not shown leaves nothing to fold. */
  private folded(
    { summary, blocks }: Extract<Block, { readonly kind: "folded" }>,
    indent: number,
  ): readonly string[] {
    const inside = this.lines(blocks, indent + 2);
    return inside.length === 0 ? [] : [...this.text(piecesOf([...summary, ":"]), indent), ...inside];
  }

  private items(items: readonly Item[], indent: number): readonly string[] {
    return items.flatMap(({ mark, text, details = [] }) => [
      ...this.text(mark === "danger" ? emphasized(text) : piecesOf(text), indent, MARKS[mark]),
      ...this.items(details, indent + 2),
    ]);
  }

  /** Lines after the first begin under its first word. */
  private text(pieces: readonly Piece[], indent: number, mark?: Piece): readonly string[] {
    const { width, colours } = this.options;
    // However deep, half the width is left for words.
    const left = Math.min(indent, Math.floor(width / 2));
    const hanging = left + (mark === undefined ? 0 : 2);
    return wrapped(pieces, width - hanging).map((line, index) => {
      const start =
        mark !== undefined && index === 0
          ? `${" ".repeat(left)}${styled([mark], colours)} `
          : " ".repeat(hanging);
      return (start + styled(line, colours)).trimEnd();
    });
  }

  private verbatim(text: string, indent: number): readonly string[] {
    return visibleLines(text).map((line) => `${" ".repeat(indent + 2)}${line}`.trimEnd());
  }
}

/** Bold, but names and values as they always are. */
function emphasized(text: Text): readonly Piece[] {
  const bold: Style = "bold";
  return piecesOf(text).map((piece) => ({ ...piece, style: piece.style ?? bold }));
}
