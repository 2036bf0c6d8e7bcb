import { type Block, strong, text, type Text } from "../document/document";
import type { CostChange } from "./cost-change";
import { differenceWords, range } from "./words";

/** Empty when no line differs. */
export function describeCost(change: CostChange): readonly Block[] {
  if (change.lines.length === 0) {
    return [];
  }
  return [
    { kind: "heading", level: 3, text: text`Estimated cost per month` },
    {
      kind: "paragraph",
      text: text`An estimate, by list prices of ${change.pricesOfRegion} read on ${change.pricesAsOf}. Before: ${range(change.before)}. After: ${strong(range(change.after))}${difference(change)}.`,
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

function difference({ before, after }: CostChange): string {
  const words = differenceWords(before, after);
  return words === "" ? "" : `, ${words}`;
}
