/**
 * What a data contract says, in the form every step reads: the handlers, the Glue job and the SQL builder. Made from the
 * ODCS YAML by `compile.ts`, stored as JSON at a content-addressed key, so a running pipeline keeps the contract it began with.
 */
export interface CompiledContract {
  /** Of this format; a reader refuses what it does not know. */
  readonly formatVersion: 1;
  /** ODCS `id`, `name`, `version`. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly source: SourceData;
  readonly lookups: readonly Lookup[];
  readonly target: TargetTable;
  /** Row rules in the order they are checked; the first that a row breaks is its reason. */
  readonly rules: readonly RowRule[];
  readonly thresholds: Thresholds;
}

export interface SourceData {
  /** ODCS schema object, and the view name its columns have in Spark expressions. */
  readonly object: string;
  readonly csv: CsvFormat;
  /** In file order. Files hold exactly these columns. */
  readonly columns: readonly SourceColumn[];
  /** What a batch without data rows means. */
  readonly emptyBatch: "fail" | "succeed";
}

export interface CsvFormat {
  readonly delimiter: string;
  readonly quote: string;
  /** Always UTF-8; a byte order mark is a schema problem unless allowed here. */
  readonly allowByteOrderMark: boolean;
}

/** A column as it is delivered: text, and how to read it. */
export interface SourceColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** A row whose value is null after `nullValues` is quarantined with rule `<name>.required`. */
  readonly required: boolean;
  /** Texts that mean null, compared after trimming: `["", "unknown"]`, `["-1"]`. The empty text is always among them. */
  readonly nullValues: readonly string[];
  /** Only for booleans. */
  readonly booleanValues?: { readonly true: readonly string[]; readonly false: readonly string[] };
  /** Only for dates and timestamps: a `java.time.format.DateTimeFormatter` pattern. */
  readonly dateFormat?: string;
}

export type ColumnType =
  | { readonly kind: "string"; /** Bytes in UTF-8, as Redshift counts VARCHAR. */ readonly maxBytes: number }
  | { readonly kind: "integer"; readonly bits: 16 | 32 | 64 }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "double" }
  | { readonly kind: "boolean" }
  | { readonly kind: "date" }
  | { readonly kind: "timestamp" };

/** A small reference table that rows are joined to, one row a key. Its file is pinned by the run's manifest like the data. */
export interface Lookup {
  /** Name in Spark expressions: `job_categories.category`. */
  readonly name: string;
  /** Key of the CSV file under the lookups prefix of the raw bucket: `job_categories.csv`. */
  readonly file: string;
  readonly csv: CsvFormat;
  readonly columns: readonly SourceColumn[];
  /** Source column and lookup column that must be equal. Keys are unique in the lookup. */
  readonly on: { readonly source: string; readonly lookup: string };
  /** A non-null source value without a match: the row is quarantined with rule `lookup.<name>`, or gets nulls. */
  readonly onMissing: "quarantine" | "null";
}

export interface TargetTable {
  readonly schema: string;
  readonly table: string;
  /** In the order of the Parquet files and the table: COPY from Parquet maps by position. */
  readonly columns: readonly TargetColumn[];
  /** Target columns that identify a row. Never null. */
  readonly key: readonly string[];
  /** Of rows with one key, the first in this order is kept; the others count as duplicates. Source columns, Spark SQL order terms. */
  readonly deduplicateBy: readonly string[];
  /** Target columns that partition the curated files. */
  readonly partitionBy: readonly string[];
  readonly loadMode: "merge" | "append";
  readonly distribution:
    { readonly style: "AUTO" | "EVEN" | "ALL" } | { readonly style: "KEY"; readonly column: string };
  readonly sortKey: readonly string[];
}

export interface TargetColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly required: boolean;
  /**
   * Spark SQL over typed source columns (`contacts.age`), lookup columns (`job_categories.category`) and the parameters
   * `:logical_date` (date) and `:run_id` (string).
   */
  readonly expression: string;
  readonly description?: string;
}

/** A condition every row must meet. Null counts as broken. */
export interface RowRule {
  /** `contact_day_is_logical_date`; what a quarantined row names as its reason. */
  readonly id: string;
  /** Spark SQL boolean over the same names as `TargetColumn.expression`. */
  readonly expression: string;
  /** `error` quarantines the row; `warning` only counts it. */
  readonly severity: "error" | "warning";
  readonly description: string;
}

export interface Thresholds {
  /** The run fails when more of the source rows than this are quarantined, 0 to 100. */
  readonly maxQuarantinedPercent: number;
}
