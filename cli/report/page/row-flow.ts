import type { RowFlow } from "../run-report";
import { count } from "./format";
import { markup, type Html } from "./html";

const SIZE = { width: 1120, height: 168, bar: 12, least: 3, gap: 40, top: 34 };
const COLUMNS = [1, 480, 940] as const;

interface Stop {
  readonly name: string;
  readonly rows: number;
  readonly tone: "source" | "curated" | "loaded" | "quarantined" | "duplicates";
  readonly column: 0 | 1 | 2;
  readonly y: number;
  readonly height: number;
}

/** Rows as ribbons as wide as they are many, from the file to the table. Its numbers are in the table below it, too. */
export function rowFlow(rows: RowFlow): Html {
  const scale = (SIZE.height - 8) / Math.max(1, rows.source);
  const tall = (number: number) => (number === 0 ? 1 : Math.max(SIZE.least, number * scale));
  const source = stop("Source", rows.source, "source", 0, SIZE.top, tall);
  const middle = column(1, SIZE.top, tall, [
    ["Curated", rows.curated, "curated"],
    ["Quarantined", rows.quarantined, "quarantined"],
    ["Duplicates", rows.duplicates, "duplicates"],
  ]);
  const loaded = loadedRows(rows);
  const end = loaded === undefined ? [] : column(2, SIZE.top, tall, loaded);
  const stops = [source, ...middle, ...end];
  const height = Math.ceil(Math.max(...stops.map(({ y, height: own }) => y + Math.max(own, 36))) + 6);
  return markup`<svg
    class="flow"
    role="img"
    aria-label="${rowWords(rows)}"
    viewBox="0 0 ${SIZE.width} ${height}"
    width="${SIZE.width}"
    height="${height}"
  >
    ${ribbons(source, middle, scale)}${ribbons(middle[0], end, scale)}${stops.map(stopShape)}${loaded === undefined && markup`<text x="${COLUMNS[2]}" y="14" class="flow-name">Nothing was loaded</text>`}
  </svg>`;
}

function loadedRows({ inserted, updated }: RowFlow): readonly [string, number, Stop["tone"]][] | undefined {
  return inserted === undefined || updated === undefined
    ? undefined
    : [
        ["Inserted", inserted, "loaded"],
        ["Updated", updated, "loaded"],
      ];
}

/** The whole flow in one sentence. */
export function rowWords(rows: RowFlow): string {
  const { inserted, updated } = rows;
  const loaded =
    inserted === undefined || updated === undefined
      ? "nothing was loaded"
      : `${count(inserted)} were inserted and ${count(updated)} updated`;
  return `Of ${count(rows.source)} source rows, ${count(rows.curated)} were curated, ${count(rows.quarantined)} quarantined and ${count(rows.duplicates)} were duplicates; ${loaded}.`;
}

type Tall = (rows: number) => number;

function stop(
  name: string,
  rows: number,
  tone: Stop["tone"],
  at: Stop["column"],
  y: number,
  tall: Tall,
): Stop {
  return { name, rows, tone, column: at, y, height: tall(rows) };
}

/** From top to bottom, far enough apart for two lines of text each. */
function column(
  at: Stop["column"],
  top: number,
  tall: Tall,
  entries: readonly (readonly [string, number, Stop["tone"]])[],
): readonly Stop[] {
  let y = top;
  return entries.map(([name, rows, tone]) => {
    const own = stop(name, rows, tone, at, y, tall);
    y = Math.max(y + own.height + 16, y + SIZE.gap);
    return own;
  });
}

function ribbons(from: Stop, targets: readonly Stop[], scale: number): readonly Html[] {
  let y = from.y;
  const whole = targets.reduce((sum, { height }) => sum + height, 0) || 1;
  return targets
    .filter(({ rows }) => rows > 0)
    .map((to) => {
      const height = Math.min(to.height, Math.max(1, (to.height / whole) * from.height, to.rows * scale));
      const [x1, x2] = [COLUMNS[from.column] + SIZE.bar, COLUMNS[to.column]];
      const bend = (x1 + x2) / 2;
      const top = Math.min(y, from.y + from.height - height);
      y += height;
      return markup`<path
        class="ribbon flow-${to.tone}"
        d="M${x1} ${r(top)}C${bend} ${r(top)} ${bend} ${r(to.y)} ${x2} ${r(to.y)}V${r(to.y + to.height)}C${bend} ${r(to.y + to.height)} ${bend} ${r(top + height)} ${x1} ${r(top + height)}Z"
      />`;
    });
}

function stopShape({ name, rows, tone, column: at, y, height }: Stop): Html {
  const x = COLUMNS[at];
  const beside = at === 2 || tone === "quarantined" || tone === "duplicates";
  const text = beside
    ? markup`<text x="${x + SIZE.bar + 10}" y="${r(y + Math.max(height / 2, 8) - 3)}" class="flow-name"
        >${name}<tspan class="flow-count" x="${x + SIZE.bar + 10}" dy="17">${count(rows)}</tspan></text
      >`
    : markup`<text x="${x}" y="14" class="flow-name"
        >${name} <tspan class="flow-count" dx="4">${count(rows)}</tspan></text
      >`;
  return markup`<rect
      class="flow-${tone}"
      x="${x}"
      y="${r(y)}"
      width="${SIZE.bar}"
      height="${r(height)}"
      rx="2"
    />${text}`;
}

function r(length: number): number {
  return Math.round(length * 10) / 10;
}

/** Whether the rows add up at each boundary that the run reached. */
export function balances(
  rows: RowFlow,
): readonly { readonly words: string; readonly sum: string; readonly holds: boolean }[] {
  const { source, curated, quarantined, duplicates, inserted, updated } = rows;
  const sums = [
    {
      words: "source = curated + quarantined + duplicates",
      sum: `${count(source)} = ${count(curated)} + ${count(quarantined)} + ${count(duplicates)}`,
      holds: source === curated + quarantined + duplicates,
    },
  ];
  if (inserted !== undefined && updated !== undefined) {
    sums.push({
      words: "curated = inserted + updated",
      sum: `${count(curated)} = ${count(inserted)} + ${count(updated)}`,
      holds: curated === inserted + updated,
    });
  }
  return sums;
}
