/** Columns wide enough for what is in them, two spaces apart; numbers to the right. A cell over `maxWidth` is cut with `~`. */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  maxWidth = 78,
): string {
  const cells = [header, ...rows].map((row) =>
    row.map((cell) => String(cell).replace(/\s*[\r\n\t]+\s*/g, " ")),
  );
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

/** As many of the first columns as fit the width whole; always at least one. */
export function fittingColumns(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  maxWidth = 78,
): number {
  let width = -2;
  const fits = header.findIndex((name, column) => {
    width += 2 + Math.max(name.length, ...rows.map((row) => String(row[column]).length));
    return width > maxWidth;
  });
  return fits < 0 ? header.length : Math.max(fits, 1);
}

/** `name  value`, long values going on below themselves, broken where they must be. */
export function nameList(entries: readonly (readonly [string, string])[], maxWidth = 78): string {
  const indent = Math.max(0, ...entries.map(([name]) => name.length)) + 2;
  return entries
    .map(
      ([name, value]) => name.padEnd(indent) + wrap(value, maxWidth - indent).join(`\n${" ".repeat(indent)}`),
    )
    .join("\n");
}

/** Lines of at most `width` characters, broken after spaces where there are any. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let rest = paragraph;
    while (rest.length > width) {
      const space = rest.lastIndexOf(" ", width);
      const end = space > 0 ? space : width;
      lines.push(rest.slice(0, end));
      rest = rest.slice(space > 0 ? end + 1 : end);
    }
    lines.push(rest);
  }
  return lines;
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
