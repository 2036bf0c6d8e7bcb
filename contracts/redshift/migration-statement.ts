/** One step from a table that is there to the table of a new contract. */
export interface MigrationStatement {
  /** Exact, without a semicolon: to be run as it stands, on its own, not in a transaction. */
  readonly sql: string;
  /**
   * `before`: while runs with the old contract go on, which it does not disturb. `without-runs`: with the schedule off and no run
   * going on, since loads of the old contract or of the new one fail while it is half done. `after`: once the new contract is
   * deployed and no run with the old one is left.
   */
  readonly when: "before" | "without-runs" | "after";
  /** The first load with the new contract may fail without it. Otherwise it only makes the table what a new one would be. */
  readonly needed: boolean;
  /** Loses data, rewrites the table, or fails on rows that are there; absent: harmless. */
  readonly caution?: string;
}
