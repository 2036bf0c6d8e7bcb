import { type Block, strong, text, type Text } from "../document/document";
import type { CostChange, MonthlyCost } from "./cost-change";

/** Empty when no line differs. */
export function describeCost(change: CostChange): readonly Block[] {
  if (change.lines.length === 0) {
    return [];
  }
  return [
    { kind: "heading", level: 3, text: text`Estimated cost per month` },
    {
      kind: "paragraph",
      text: text`An estimate, by list prices of ${change.pricesOfRegion} read on ${change.pricesAsOf}. Before: ${range(change.before)}. After: ${strong(range(change.after))}, ${differenceWords(change)}.`,
    },
    {
      kind: "table",
      header: [
        { title: "What" },
        { title: "Before", align: "right" },
        { title: "After", align: "right" },
        { title: "Because of" },
      ],
      rows: change.lines.map(({ item, before, after, basis }): readonly Text[] => [
        [item],
        [range(before)],
        [range(after)],
        [basis],
      ]),
    },
    {
      kind: "folded",
      summary: text`What the estimate assumes`,
      blocks: [
        {
          kind: "items",
          items: change.assumptions.map((assumption) => ({ mark: "note", text: [assumption] })),
        },
      ],
    },
  ];
}

/** `$12.50`, or `$12.50 to $1,300` */
function range({ least, most }: MonthlyCost): string {
  return money(least) === money(most) ? money(least) : `${money(least)} to ${money(most)}`;
}

function differenceWords({ before, after }: CostChange): string {
  const least = signed(after.least - before.least);
  const most = signed(after.most - before.most);
  return least === most ? least : `${least} at least, ${most} at most`;
}

function signed(amount: number): string {
  const shown = money(Math.abs(amount));
  return shown === money(0) ? "no difference" : `${amount > 0 ? "+" : "-"}${shown}`;
}

/** Cents only where they matter. */
function money(amount: number): string {
  const digits = amount < 100 ? 2 : 0;
  return `$${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}
