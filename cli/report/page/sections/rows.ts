import type { RowFlow } from "../../run-report";
import { count, share } from "../format";
import { markup, NOTHING, type Html } from "../html";
import { badge } from "../outcome";
import { balances, rowFlow } from "../row-flow";
import { table, type Section } from "./section";

export function rowsSection(rows: RowFlow): Section {
  return {
    id: "rows",
    title: "Rows",
    body: markup`<div class="flow-card">${rowFlow(rows)}</div>
      <div class="pair">
        <div>
          ${countsTable(rows)}
          <ul class="balances">
            ${balances(rows).map(({ words, sum, holds }) => markup`<li>${badge(holds ? "ok" : "bad", holds ? "balances" : "does not balance")} <span class="sum">${sum}</span> <span class="aside">${words}</span></li>`)}
          </ul>
        </div>
        <div>${reasons(rows)}</div>
      </div>`,
  };
}

function countsTable(rows: RowFlow): Html {
  const { inserted, updated } = rows;
  const counts: [string, number | undefined][] = [
    ["Source", rows.source],
    ["Quarantined", rows.quarantined],
    ["Duplicates", rows.duplicates],
    ["Curated", rows.curated],
    ["Inserted", inserted],
    ["Updated", updated],
  ];
  return table(
    "Rows by where they went",
    ["Where", { title: "Rows", numeric: true }, { title: "Of the source", numeric: true }],
    counts.map(([name, number]) =>
      number === undefined ? [name, "not reached", ""] : [name, count(number), share(number, rows.source)],
    ),
  );
}

/** With a bar each, longest first. */
function reasons({ quarantineReasons, quarantined }: RowFlow): Html {
  const all = Object.entries(quarantineReasons).sort(([, one], [, other]) => other - one);
  if (all.length === 0) {
    return quarantined === 0 ? markup`<p class="none">No row was quarantined.</p>` : NOTHING;
  }
  const most = Math.max(1, ...all.map(([, number]) => number));
  return markup`${table(
    "Quarantined rows by the rule they broke",
    ["Rule", { title: "Rows", numeric: true }, "Share"],
    all.map(([rule, number]) => [
      markup`<code>${rule}</code>`,
      count(number),
      markup`<svg class="meter" role="img" aria-label="${share(number, quarantined)} of the quarantined rows">
          <rect class="rail" width="100%" height="8" rx="4" />
          <rect
            class="flow-quarantined"
            width="${Math.round((1000 * number) / most) / 10}%"
            height="8"
            rx="4"
          />
        </svg>`,
    ]),
  )}
    <p class="aside">A row may break several rules.</p>`;
}
