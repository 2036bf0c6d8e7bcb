import type { MonthlyCost } from "./cost-change";

/** `$12.50`; cents only where they matter. */
export function money(amount: number): string {
  const digits = amount < 100 ? 2 : 0;
  return `$${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** `$12.50`, or `$12.50 to $1,300` */
export function range({ least, most }: MonthlyCost): string {
  return money(least) === money(most) ? money(least) : `${money(least)} to ${money(most)}`;
}

/** `$3.20 more`, `at least $3.20 more, at most $5.00 less`; empty for no difference worth a cent. */
export function differenceWords(before: MonthlyCost, after: MonthlyCost): string {
  const least = moreOrLess(after.least - before.least);
  const most = moreOrLess(after.most - before.most);
  if (least === most) {
    return least;
  }
  return [
    ["at least", least],
    ["at most", most],
  ]
    .filter(([, words]) => words !== "")
    .map(([bound, words]) => `${bound} ${words}`)
    .join(", ");
}

function moreOrLess(difference: number): string {
  const shown = money(Math.abs(difference));
  return shown === money(0) ? "" : `${shown} ${difference > 0 ? "more" : "less"}`;
}
