import { type Block, strong } from "./document";
import { type Piece, piecesOf, widthOf, wrapped } from "./terminal-text";

/** Between columns. */
const GAP = 2;
/** A column is not made narrower than this. */
const LEAST_COLUMN = 6;

/** Lines of a table that is no wider than `width`, as far as its columns can share it: long cells go on below themselves. */
export function terminalTable(
  { header, rows }: Extract<Block, { readonly kind: "table" }>,
  width: number,
): readonly (readonly Piece[])[] {
  const titles = header.map(({ title }) => piecesOf([strong(title)]));
  const cells = [titles, ...rows.map((row) => row.map(piecesOf))];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? []))));
  shrink(widths, width);
  return cells.flatMap((row) => {
    const columns = header.map((_, column) => wrapped(row[column] ?? [], widths[column]));
    const height = Math.max(...columns.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      header.flatMap(({ align }, column): readonly Piece[] => {
        const pieces = columns[column][line] ?? [];
        const padding = { text: " ".repeat(Math.max(0, widths[column] - widthOf(pieces))) };
        const gap = column === 0 ? [] : [{ text: " ".repeat(GAP) }];
        return [...gap, ...(align === "right" ? [padding, ...pieces] : [...pieces, padding])];
      }),
    );
  });
}

/** Takes from the widest column, again and again, until the lines fit. */
function shrink(widths: number[], width: number): void {
  const gaps = GAP * (widths.length - 1);
  while (widths.reduce((sum, one) => sum + one, gaps) > width && Math.max(...widths) > LEAST_COLUMN) {
    widths[widths.indexOf(Math.max(...widths))] -= 1;
  }
}
