/**
 * What the workflows and the handlers say to each other. Everything is small: data travels through S3, by pointer.
 */
export interface S3Pointer {
  readonly bucket: string;
  readonly key: string;
}

/** The part every handler gets. */
export interface RunIdentity {
  readonly pipeline: string;
  /** `2008-11-21`: the day whose data the run carries; never the day it runs on. */
  readonly logicalDate: string;
  /** Name of the parent execution. */
  readonly runId: string;
  /** The compiled contract. */
  readonly contract: S3Pointer;
}

/** Files under `prefix` of the raw bucket, `{logicalDate}` standing for the run's date. */
export interface S3Source {
  readonly kind: "s3";
  readonly bucket: string;
  readonly prefix: string;
}

/** A paged JSON API over HTTPS. `{logicalDate}` in `url` stands for the run's date. */
export interface ApiSource {
  readonly kind: "api";
  readonly url: string;
  /** The only hosts that may be called, redirects and next links included. */
  readonly allowedHosts: readonly string[];
  /** JSON member that holds a page's records (an array of objects), and the one that holds the next cursor or null. */
  readonly recordsField: string;
  readonly cursorField: string;
  /** Query parameter that takes the cursor. */
  readonly cursorParameter: string;
  readonly maxPages: number;
}

export type Source = S3Source | ApiSource;

export interface ExtractEvent extends RunIdentity {
  readonly source: Source;
  /** Reference files to pin with the data. */
  readonly lookups: S3Pointer;
  /** Prefix of the run's own: `marketing/2008-11-21/<runId>/`. Nothing else writes there. */
  readonly landing: S3Pointer;
}

export interface ExtractResult {
  readonly manifest: S3Pointer;
  readonly files: number;
  readonly bytes: number;
}

/** The run's input, pinned: what later steps read, and nothing else. Written after every file it names. */
export interface RunManifest {
  readonly formatVersion: 1;
  readonly pipeline: string;
  readonly logicalDate: string;
  readonly runId: string;
  readonly files: readonly PinnedFile[];
  readonly lookups: readonly (PinnedFile & { readonly name: string })[];
}

export interface PinnedFile {
  readonly bucket: string;
  readonly key: string;
  /** Absent where the bucket is not versioned; `etag` pins then. */
  readonly versionId?: string;
  readonly etag: string;
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** `s3://bucket/key` or the URL without its query. */
  readonly source: string;
}

export interface ValidateSchemaEvent extends RunIdentity {
  readonly manifest: S3Pointer;
  /** Prefix for the report of a refused batch, in the quarantine bucket. */
  readonly quarantine: S3Pointer;
}

export interface ValidateSchemaResult {
  readonly schemaValid: boolean;
  /** Data rows in all files. */
  readonly rows: number;
  readonly problems: number;
  /** For the mail and the ledger: at most 2,000 characters, one problem a line, without values of rows. */
  readonly summary: string;
  /** `schema-report.json`, when invalid; it has examples of wrong values. */
  readonly report?: S3Pointer;
}

export interface StartLoadEvent extends RunIdentity {
  /** Grows only after a statement ended FAILED or ABORTED: with `redriveCount` it keeps the ClientToken of each attempt its own. */
  readonly loadAttempt: number;
  /** Of the child, after 1000 for each time the parent started one. */
  readonly redriveCount: number;
  readonly copyManifest: S3Pointer;
}

export interface StartLoadResult {
  readonly statementId: string;
  readonly clientToken: string;
}

export interface ReconcileEvent extends RunIdentity {
  readonly loadAttempt: number;
  readonly redriveCount: number;
  /** What the Glue job counted. */
  readonly summary: S3Pointer;
  /** What schema validation counted. */
  readonly sourceRows: number;
}

/** `source = curated + quarantined + duplicates`, `curated = staged`, `staged = inserted + updated`. */
export interface RowCounts {
  readonly source: number;
  readonly curated: number;
  readonly quarantined: number;
  readonly duplicates: number;
  readonly staged: number;
  readonly inserted: number;
  readonly updated: number;
}

export interface ReconcileResult {
  readonly counts: RowCounts;
  /** Rule id -> rows, as the Glue job counted them. */
  readonly quarantinedByRule: Readonly<Record<string, number>>;
}

/** `_summary.json`, written by the Glue job before the COPY manifest. */
export interface TransformSummary {
  readonly formatVersion: 1;
  readonly pipeline: string;
  readonly logicalDate: string;
  readonly runId: string;
  readonly attempt: string;
  readonly source: number;
  readonly curated: number;
  readonly quarantined: number;
  readonly duplicates: number;
  readonly quarantinedByRule: Readonly<Record<string, number>>;
  readonly warningsByRule: Readonly<Record<string, number>>;
}
