import type { MonthlyCost } from "./cost-change";

/** One line of one revision's bill. */
export interface CostItem {
  /** Without the stack's name: dev and prod say the same of the same thing. */
  readonly item: string;
  readonly cost: MonthlyCost;
  /** What the figures come of, phrase by phrase; both revisions have the same number of them. */
  readonly basis: readonly string[];
}

/** A cost that does not depend on use. */
export function fixed(amount: number): MonthlyCost {
  return { least: amount, most: amount };
}
