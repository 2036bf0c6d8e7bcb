import type { Snapshot } from "../snapshot";
import type { CostChange, CostLine, MonthlyCost } from "./cost-change";
import type { CostItem } from "./cost-item";
import { PRICES } from "./price-table";
import { runningItems } from "./running-items";
import { type ScheduledWork, scheduledWork } from "./scheduled-work";
import { machinesOf } from "../workflows/pairing/machine";
import { standingItems } from "./standing-items";

/** Below it, a line says less than it takes to read: such are one line together. */
const LEAST_DIFFERENCE = 0.5;

/** The estimated monthly cost of both revisions, and the lines that differ, the greatest difference first. */
export function compareCost(before: Snapshot, after: Snapshot): CostChange {
  const unreadable = [
    ...new Set(
      [before, after].flatMap((side) =>
        machinesOf(side).flatMap((machine) => (machine.unreadable === undefined ? [] : [machine.name])),
      ),
    ),
  ];
  // Of both revisions: what only one of them can tell is no difference.
  const work = [scheduledWork(before, unreadable), scheduledWork(after, unreadable)] as const;
  const items = [costItems(before, work[0]), costItems(after, work[1])] as const;
  const uncounted = new Set(work.flatMap((side) => side.uncounted));
  return {
    currency: PRICES.currency,
    pricesOfRegion: PRICES.region,
    pricesAsOf: PRICES.asOf,
    before: total(items[0]),
    after: total(items[1]),
    lines: differingLines(...items),
    assumptions: [
      ...ASSUMPTIONS,
      ...[...uncounted].map(
        (expression) => `The schedule ${expression} can't be counted: its runs are not in it.`,
      ),
      ...unreadable.map(
        (name) =>
          `The definition of workflow ${name} is a secret, or no JSON: neither revision's runs of it are in it.`,
      ),
    ],
  };
}

const ASSUMPTIONS: readonly string[] = [
  "List prices of one region, before free tiers, discounts and tax.",
  "Least: every scheduled run goes well at once and takes the least time that is billed. Most: every timeout, retry, worker and capacity limit is reached, every time.",
  "Not in it: storage, logs, traces, requests, data transfer, and what people run besides.",
];

function costItems(snapshot: Snapshot, work: ScheduledWork): readonly CostItem[] {
  return [...standingItems(snapshot), ...runningItems(snapshot, work)];
}

function total(items: readonly Pick<CostItem, "cost">[]): MonthlyCost {
  return items.reduce<MonthlyCost>(
    (sum, { cost }) => ({ least: sum.least + cost.least, most: sum.most + cost.most }),
    NOTHING,
  );
}

const NOTHING: MonthlyCost = { least: 0, most: 0 };

function differingLines(before: readonly CostItem[], after: readonly CostItem[]): readonly CostLine[] {
  const earlier = new Map(before.map((item) => [item.item, item]));
  const later = new Map(after.map((item) => [item.item, item]));
  const lines = [...new Set([...earlier.keys(), ...later.keys()])]
    .map((item): CostLine => {
      const [was, is] = [earlier.get(item), later.get(item)];
      return {
        item,
        before: was?.cost ?? NOTHING,
        after: is?.cost ?? NOTHING,
        basis: basisWords(was?.basis, is?.basis),
      };
    })
    .filter((line) => difference(line) > 0);
  const small = lines.filter((line) => difference(line) < LEAST_DIFFERENCE);
  return lines
    .filter((line) => !small.includes(line))
    .concat(small.length < 2 ? small : [together(small)])
    .sort((one, other) => difference(other) - difference(one) || (one.item < other.item ? -1 : 1));
}

/** Phrases that stay are said once. */
function basisWords(before: readonly string[] | undefined, after: readonly string[] | undefined): string {
  return (after ?? before ?? [])
    .map((phrase, index) => {
      const earlier = before?.[index] ?? phrase;
      return earlier === phrase ? phrase : `${earlier} → ${phrase}`;
    })
    .join(", ");
}

function together(lines: readonly CostLine[]): CostLine {
  const sum = (side: "before" | "after"): MonthlyCost => total(lines.map((line) => ({ cost: line[side] })));
  return {
    item: `${lines.length} others`,
    before: sum("before"),
    after: sum("after"),
    basis: lines.map(({ item }) => item).join(", "),
  };
}

function difference({ before, after }: CostLine): number {
  return Math.max(Math.abs(after.least - before.least), Math.abs(after.most - before.most));
}
