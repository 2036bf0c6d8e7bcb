/** Columns wide enough for what is in them, two spaces apart; numbers to the right. A cell over `maxWidth` is cut with `~`. */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  maxWidth = 78,
): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => String(cell).replace(/\s+/g, " ")));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  shrink(widths, maxWidth);
  const numeric = header.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number"),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => {
          const text = cell.length > widths[column] ? `${cell.slice(0, widths[column] - 1)}~` : cell;
          return numeric[column] ? text.padStart(widths[column]) : text.padEnd(widths[column]);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Takes from the widest column, again and again, until the line fits. */
function shrink(widths: number[], maxWidth: number): void {
  const gaps = 2 * (widths.length - 1);
  while (widths.reduce((sum, width) => sum + width, gaps) > maxWidth && Math.max(...widths) > 4) {
    widths[widths.indexOf(Math.max(...widths))] -= 1;
  }
}

/** `1.2 s`, `2 min 05 s` */
export function duration(milliseconds: number): string {
  if (milliseconds < 60_000) {
    return `${(milliseconds / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
