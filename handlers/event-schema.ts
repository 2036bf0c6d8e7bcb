import { InvalidEvent } from "./errors";
import type {
  ApiSource,
  ExtractEvent,
  ReconcileEvent,
  RunIdentity,
  S3Pointer,
  S3Source,
  Source,
  StartLoadEvent,
  ValidateSchemaEvent,
} from "./events";

/** Reads one value, or throws InvalidEvent naming `path`. Written by hand: zod/mini would add 17 KB to every bundle. */
type Reader<T> = (value: unknown, path: string) => T;
type Readers<T> = { readonly [Member in keyof T]-?: Reader<T[Member]> };

export function parseExtractEvent(event: unknown): ExtractEvent {
  return object<ExtractEvent>({ ...identity, source, lookups: prefix, landing: prefix })(event, "event");
}

export function parseValidateSchemaEvent(event: unknown): ValidateSchemaEvent {
  return object<ValidateSchemaEvent>({ ...identity, manifest: file, quarantine: prefix })(event, "event");
}

export function parseStartLoadEvent(event: unknown): StartLoadEvent {
  return object<StartLoadEvent>({
    ...identity,
    loadAttempt: count,
    redriveCount: count,
    copyManifest: file,
  })(event, "event");
}

export function parseReconcileEvent(event: unknown): ReconcileEvent {
  return object<ReconcileEvent>({
    ...identity,
    loadAttempt: count,
    redriveCount: count,
    summary: file,
    sourceRows: count,
  })(event, "event");
}

/** True for `2008-11-21`, false for `2008-11-31` and `21.11.2008`. */
export function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9_.=-]*$/;

/** Segments of letters, digits and `_ . = -`, not beginning with a dot, no `..`: nothing in it climbs, encodes or hides. */
export function isPlainKey(key: string): boolean {
  return (
    key.length <= 1024 && !key.includes("..") && key.split("/").every((segment) => SEGMENT.test(segment))
  );
}

const bucket = text((value) => BUCKET.test(value), "the name of an S3 bucket");
const key = text(isPlainKey, "a key of letters, digits and _ . = - between slashes");
const keyPrefix = text(
  (value) => value.endsWith("/") && isPlainKey(value.slice(0, -1)),
  "a prefix of letters, digits and _ . = - between slashes, ending with a slash",
);

const file = object<S3Pointer>({ bucket, key });
const prefix = object<S3Pointer>({ bucket, key: keyPrefix });

const identity: Readers<RunIdentity> = {
  pipeline: text((value) => /^[a-z][a-z0-9_-]{0,39}$/.test(value), "the name of a pipeline, like marketing"),
  logicalDate: text(isDate, "a date like 2008-11-21"),
  runId: text(
    // 80 is the most that Step Functions takes; a leading - would be an option of the Glue job and no plain key.
    (value) => /^[A-Za-z0-9_][A-Za-z0-9_-]{0,79}$/.test(value),
    "an execution name of at most 80 letters, digits, _ and -, not beginning with -",
  ),
  contract: file,
};

const host = text((value) => /^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/.test(value), "a host in lower case");
const member = text((value) => /^[A-Za-z0-9_.-]{1,64}$/.test(value), "a name of letters, digits and _ . -");

const s3Source = object<S3Source>({
  kind: literal("s3"),
  bucket,
  prefix: text(
    (value) => value.endsWith("/") && isPlainKey(withDate(value, "2008-11-21").slice(0, -1)),
    "a prefix like source/marketing/contact_date={logicalDate}/",
  ),
});

const apiSource = object<ApiSource>({
  kind: literal("api"),
  url: text(
    (value) => value.startsWith("https://") && URL.canParse(withDate(value, "2008-11-21")),
    "an https URL",
  ),
  allowedHosts: list(host),
  recordsField: member,
  cursorField: member,
  cursorParameter: member,
  maxPages: (value, path) => {
    if (count(value, path) < 1) throw invalid(path, value, "1 or more");
    return value as number;
  },
});

function source(value: unknown, path: string): Source {
  const kind = (value as Source | null)?.kind;
  if (kind !== "s3" && kind !== "api") throw invalid(`${path}.kind`, kind, '"s3" or "api"');
  return kind === "s3" ? s3Source(value, path) : apiSource(value, path);
}

/** `text` with every `{logicalDate}` replaced. */
export function withDate(text: string, logicalDate: string): string {
  return text.replaceAll("{logicalDate}", logicalDate);
}

function text(accepts: (value: string) => boolean, expected: string): Reader<string> {
  return (value, path) => {
    if (typeof value !== "string" || !accepts(value)) throw invalid(path, value, expected);
    return value;
  };
}

function literal<T extends string>(expected: T): Reader<T> {
  return (value, path) => {
    if (value !== expected) throw invalid(path, value, `"${expected}"`);
    return expected;
  };
}

function count(value: unknown, path: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw invalid(path, value, "a whole number");
  return value as number;
}

function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length === 0) throw invalid(path, value, "a list of one or more");
    return value.map((element, index) => item(element, `${path}[${index}]`));
  };
}

function object<T extends object>(members: Readers<T>): Reader<T> {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw invalid(path, value, "an object");
    }
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(members, name));
    if (unknown !== undefined) {
      throw new InvalidEvent(
        `${path} has the unknown member ${JSON.stringify(unknown)}: it takes ${Object.keys(members).join(", ")}.`,
      );
    }
    const given = value as Record<string, unknown>;
    const read = Object.entries(members).map(([name, reader]) => [
      name,
      (reader as Reader<unknown>)(given[name], `${path}.${name}`),
    ]);
    return Object.fromEntries(read) as T;
  };
}

function invalid(path: string, value: unknown, expected: string): InvalidEvent {
  const shown = value === undefined ? "missing" : JSON.stringify(value).slice(0, 200);
  return new InvalidEvent(`${path} is ${shown}: give ${expected}.`);
}
