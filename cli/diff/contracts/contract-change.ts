export interface ContractChange {
  /** `campaign_contacts` */
  readonly contract: string;
  readonly action: "added" | "removed" | "changed";
  /** `breaking`: runs, readers or rows that were fine no longer are; each such difference says why. */
  readonly verdict: "compatible" | "breaking";
  readonly differences: readonly ContractDifference[];
  /** What brings the existing Redshift table to the new contract, in this order. */
  readonly migration: readonly MigrationStatement[];
}

export interface ContractDifference {
  /** `columns.age.type`, `rules.age_in_range`, `target.key` */
  readonly path: string;
  readonly breaking: boolean;
  /** One sentence with the values. */
  readonly words: string;
}

export interface MigrationStatement {
  /** Exact: to be run as it stands. */
  readonly sql: string;
  /** Loses data, rewrites the table, or fails on rows that are there; absent: harmless. */
  readonly caution?: string;
}
