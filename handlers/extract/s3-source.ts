import { paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { SourceMissing, SourceRejected } from "../errors";
import { isPlainKey, withDate } from "../event-schema";
import type { ExtractEvent, PinnedFile, S3Pointer, S3Source } from "../events";
import type { RunLog } from "../observed-handler";
import { uri } from "../s3-objects";
import { landCopy } from "./landing-copy";

/** A day has a handful of files; this many point at a wrong prefix, and their manifest would grow past reason. */
const MAX_FILES = 10_000;

/** Files landed at once: each is one server-side copy and one download. */
const CONCURRENCY = 8;

/**
 * Lands every file under the source's prefix for the date, `data/` and the rest of the key as it was.
 *
 * @throws SourceMissing when there is none, SourceRejected for a suspicious key.
 */
export async function landFromS3(
  source: S3Source,
  event: Pick<ExtractEvent, "logicalDate" | "landing">,
  s3: S3Client,
  log: RunLog,
): Promise<PinnedFile[]> {
  const prefix = { bucket: source.bucket, key: withDate(source.prefix, event.logicalDate) };
  const files = await listFiles(s3, prefix);
  if (files.length === 0) {
    throw new SourceMissing(
      `No file under ${uri(prefix)} for ${event.logicalDate}: deliver the date's files there, then run the date again.`,
    );
  }
  return inParallel(files, CONCURRENCY, async (file) => {
    const target = {
      bucket: event.landing.bucket,
      key: `${event.landing.key}data/${file.key.slice(prefix.key.length)}`,
    };
    const landed = await landCopy(s3, file, target);
    log.info("Landed a file", { source: landed.source, bytes: landed.bytes, sha256: landed.sha256 });
    return landed;
  });
}

/**
 * The objects under a prefix, in S3's order, without the empty "folders" that the console makes.
 *
 * @throws SourceRejected for a key that is not plain, or for more than 10,000 of them.
 */
export async function listFiles(s3: S3Client, prefix: S3Pointer): Promise<S3Pointer[]> {
  const files: S3Pointer[] = [];
  const pages = paginateListObjectsV2({ client: s3 }, { Bucket: prefix.bucket, Prefix: prefix.key });
  for await (const page of pages) {
    for (const { Key = "", Size } of page.Contents ?? []) {
      if (Key.endsWith("/") && Size === 0) continue;
      if (!Key.startsWith(prefix.key) || !isPlainKey(Key.slice(prefix.key.length))) {
        throw new SourceRejected(
          `The key ${JSON.stringify(Key)} in ${prefix.bucket} is not plain: rename it to letters, digits and _ . = - ` +
            "between slashes, then run the date again.",
        );
      }
      files.push({ bucket: prefix.bucket, key: Key });
    }
    if (files.length > MAX_FILES) {
      throw new SourceRejected(`${uri(prefix)} has more than ${MAX_FILES} files: is the prefix right?`);
    }
  }
  return files;
}

/** Maps in order, `limit` at a time; the first failure is thrown after the calls under way have ended. */
async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array<R>(items.length);
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const index = next++;
      try {
        results[index] = await map(items[index]);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, worker));
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure !== undefined) throw failure.reason;
  return results;
}
