/** What a service of the sandbox's own does, for docs/sandbox.md. A test holds it against the service. */
export interface LocalCoverage {
  /** Signing name. */
  readonly service: string;
  readonly title: string;
  /** What stands behind it: `real`, `DuckDB`, `local`. */
  readonly by: string;
  /** Each operation, and how it is done. */
  readonly operations: Readonly<Record<string, string>>;
  /** What is different from AWS, or refused: a sentence each. */
  readonly caveats: readonly string[];
}

/** A limit of AWS that a run may meet. */
export interface Limit {
  readonly what: string;
  readonly checked: boolean;
}
