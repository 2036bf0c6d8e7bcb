import { SqlError } from "./sql-error";

export interface ManifestEntry {
  readonly url: string;
  readonly mandatory: boolean;
  readonly contentLength: number;
}

/**
 * Reads a COPY manifest: `{"entries":[{"url":"s3://...","mandatory":true,"meta":{"content_length":99}}]}`. For Parquet every entry
 * needs `meta.content_length`; `mandatory` is false when left out. Database Developer Guide, "Using a manifest to specify data files".
 */
export function readManifest(text: string): ManifestEntry[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new SqlError("Manifest file is not in correct json format");
  }
  const entries = member(manifest, "entries");
  if (!Array.isArray(entries)) throw new SqlError("Manifest file does not contain entries");
  return entries.map(readEntry);
}

function readEntry(entry: unknown): ManifestEntry {
  const url = member(entry, "url");
  if (typeof url !== "string") throw new SqlError("Manifest file contains an entry without url");
  const mandatory = member(entry, "mandatory") ?? false;
  if (typeof mandatory !== "boolean")
    throw new SqlError(`Manifest entry ${url}: mandatory is not true or false`);
  const contentLength = member(member(entry, "meta"), "content_length");
  if (typeof contentLength !== "number" || !Number.isInteger(contentLength) || contentLength < 0) {
    throw new SqlError(`Manifest entry ${url} has no meta.content_length, which COPY from Parquet requires`);
  }
  return { url, mandatory, contentLength };
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
