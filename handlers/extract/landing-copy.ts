import { createHash } from "node:crypto";
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  type S3Client,
} from "@aws-sdk/client-s3";
import { SourceChanged, SourceRejected } from "../errors";
import type { PinnedFile, S3Pointer } from "../events";
import { isForbidden, isMissing, isPreconditionFailed, uri } from "../s3-objects";

/** What one CopyObject takes (Amazon S3 user guide, "Copying objects"). */
const MAX_COPY_BYTES = 5 * 1024 ** 3;

/**
 * Copies one object to landing inside S3 and reads the copy once for its checksum. So memory stays flat, S3 and the SDK may
 * retry the copy, which a streamed upload does not allow, and the checksum is of what later steps read.
 *
 * The source is pinned by version, and by ETag for a bucket without versions. A file that is replaced or removed before it is
 * copied is pinned anew once.
 *
 * @throws SourceChanged when that happens twice, SourceRejected for a file over 5 GiB or one that may not be read.
 */
export async function landCopy(s3: S3Client, source: S3Pointer, target: S3Pointer): Promise<PinnedFile> {
  for (let look = 1; look <= 2; look++) {
    const pinned = await copyPinned(s3, source, target);
    if (pinned === undefined) continue;
    const content = await checksum(s3, pinned);
    if (content.bytes !== pinned.bytes) {
      throw new SourceChanged(
        `The copy ${uri(target)} has ${content.bytes} bytes, its source ${uri(source)} had ${pinned.bytes}: run the date again.`,
      );
    }
    return { ...pinned, sha256: content.sha256, source: uri(source) };
  }
  throw new SourceChanged(
    `${uri(source)} was replaced or removed twice while it was read: run the date again when its producer is done.`,
  );
}

/** Undefined when the source is no longer what it was a moment ago. */
async function copyPinned(
  s3: S3Client,
  source: S3Pointer,
  target: S3Pointer,
): Promise<Omit<PinnedFile, "sha256" | "source"> | undefined> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: source.bucket, Key: source.key }));
    const bytes = copyableBytes(head, source);
    const version = realVersion(head.VersionId);
    const copy = await s3.send(
      new CopyObjectCommand({
        Bucket: target.bucket,
        Key: target.key,
        CopySource: `${source.bucket}/${source.key}${version === undefined ? "" : `?versionId=${encodeURIComponent(version)}`}`,
        CopySourceIfMatch: head.ETag,
        // A producer's metadata and tags are not data; copying tags would need permissions of its own.
        MetadataDirective: "REPLACE",
        TaggingDirective: "REPLACE",
        ContentType: "text/csv",
      }),
    );
    return { ...target, versionId: realVersion(copy.VersionId), etag: copy.CopyObjectResult!.ETag!, bytes };
  } catch (error) {
    if (isMissing(error) || isPreconditionFailed(error)) return undefined;
    if (!isForbidden(error)) throw error;
    if (!(await isThere(s3, source))) return undefined;
    throw new SourceRejected(
      `${uri(source)} is there, but S3 answers 403 to its copy to ${uri(target)}: look at what the function's role and the ` +
        "bucket allow, and whether the producer encrypts with a key of its own.",
      { cause: error },
    );
  }
}

/** 403 stands for a missing object as well; the listing, which extract may do below its prefixes, tells. */
async function isThere(s3: S3Client, { bucket, key }: S3Pointer): Promise<boolean> {
  // A key comes before all others that begin with it.
  const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }));
  return page.Contents?.[0]?.Key === key;
}

function copyableBytes(head: HeadObjectCommandOutput, source: S3Pointer): number {
  const bytes = head.ContentLength ?? 0;
  if (bytes > MAX_COPY_BYTES) {
    throw new SourceRejected(
      `${uri(source)} has ${bytes} bytes, one copy takes ${MAX_COPY_BYTES}: deliver the date in smaller files.`,
    );
  }
  return bytes;
}

/** A bucket without versioning has none, one with suspended versioning has `null`, which pins nothing. */
export function realVersion(versionId: string | undefined): string | undefined {
  return versionId === "null" ? undefined : versionId;
}

/** SHA-256 and length of a landed object, read as a stream. */
export async function checksum(
  s3: S3Client,
  object: Pick<PinnedFile, "bucket" | "key" | "versionId" | "etag">,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const { Body } = await s3.send(
    new GetObjectCommand({
      Bucket: object.bucket,
      Key: object.key,
      VersionId: object.versionId,
      IfMatch: object.etag,
    }),
  );
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of Body as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), bytes };
}
