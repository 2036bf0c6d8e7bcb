import type { MigrationStatement } from "../../../contracts/redshift/migration-statement";

export interface ContractChange {
  /** `campaign-contacts` */
  readonly contract: string;
  readonly action: "added" | "removed" | "changed";
  /**
   * `breaking`: runs, readers or rows that were fine no longer are; each such difference says why. `unknown`: it is a secret,
   * or no contract, in one revision at least.
   */
  readonly verdict: "compatible" | "breaking" | "unknown";
  readonly differences: readonly ContractDifference[];
  /** What brings the existing Redshift table to the new contract, in this order. */
  readonly migration: readonly MigrationStatement[];
}

export interface ContractDifference {
  /** `source.columns.age.type`, `rules.age_in_range`, `target.key` */
  readonly path: string;
  readonly breaking: boolean;
  /** One sentence, names and values between grave accents. */
  readonly words: string;
}
