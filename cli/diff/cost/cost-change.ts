/** An estimate: list prices, the usage that the program itself tells, no free tier, no discounts, no tax. */
export interface CostChange {
  readonly currency: "USD";
  /** Where the price table has no column for the region: the region whose prices stand in. */
  readonly pricesOfRegion: string;
  /** `2026-11-01`: the day the prices were read. */
  readonly pricesAsOf: string;
  /** Per month. */
  readonly before: MonthlyCost;
  readonly after: MonthlyCost;
  readonly lines: readonly CostLine[];
  /** What depends on use and is not in the sum, or is assumed. */
  readonly assumptions: readonly string[];
}

/** `least`: nothing runs but the schedule as declared. `most`: every cap (RPU limits, timeouts, workers) is reached. */
export interface MonthlyCost {
  readonly least: number;
  readonly most: number;
}

/** Only what differs. */
export interface CostLine {
  /** `Redshift Serverless compute`, `KMS keys` */
  readonly item: string;
  readonly before: MonthlyCost;
  readonly after: MonthlyCost;
  /** `32 to 64 RPU at most 1,500 RPU hours a month` */
  readonly basis: string;
}
