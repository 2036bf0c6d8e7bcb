import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { PinnedFile, S3Pointer } from "../events";
import { realVersion } from "./landing-copy";

/** S3 takes parts of 5 MiB and more, 10,000 of them: with 8 MiB a file may have 80 GiB. */
const PART_BYTES = 8 * 1024 * 1024;

export type Uploaded = Omit<PinnedFile, "source">;

/**
 * Uploads text whose length is not known beforehand, holding one part at a time. Nothing is visible at the key until all of it
 * is there. Each part is a buffer, so the SDK may send it again.
 */
export async function uploadText(
  s3: S3Client,
  target: S3Pointer,
  pieces: AsyncIterable<string>,
  partBytes: number = PART_BYTES,
): Promise<Uploaded> {
  const upload = new Upload(s3, target);
  const hash = createHash("sha256");
  let bytes = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  try {
    for await (const piece of pieces) {
      const chunk = Buffer.from(piece, "utf8");
      hash.update(chunk);
      bytes += chunk.length;
      waiting.push(chunk);
      waitingBytes += chunk.length;
      if (waitingBytes >= partBytes) {
        await upload.part(Buffer.concat(waiting));
        waiting = [];
        waitingBytes = 0;
      }
    }
    const written = await upload.finish(Buffer.concat(waiting));
    return { ...target, ...written, sha256: hash.digest("hex"), bytes };
  } catch (error) {
    await upload.abort();
    throw error;
  }
}

type Written = Pick<PinnedFile, "versionId" | "etag">;

/** One PutObject for a small file, a multipart upload for one that has parts before its last. */
class Upload {
  private uploadId: string | undefined;
  private readonly parts: CompletedPart[] = [];

  constructor(
    private readonly s3: S3Client,
    private readonly target: S3Pointer,
  ) {}

  private get key(): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.target.bucket, Key: this.target.key };
  }

  async part(body: Buffer): Promise<void> {
    if (this.uploadId === undefined) {
      const created = await this.s3.send(
        new CreateMultipartUploadCommand({
          ...this.key,
          ContentType: "text/csv",
          ChecksumAlgorithm: "CRC32",
        }),
      );
      this.uploadId = created.UploadId!;
    }
    const PartNumber = this.parts.length + 1;
    const { ETag, ChecksumCRC32 } = await this.s3.send(
      new UploadPartCommand({
        ...this.key,
        UploadId: this.uploadId,
        PartNumber,
        Body: body,
        ChecksumAlgorithm: "CRC32",
      }),
    );
    this.parts.push({ PartNumber, ETag, ChecksumCRC32 });
  }

  async finish(last: Buffer): Promise<Written> {
    if (this.uploadId === undefined) {
      const put = await this.s3.send(
        new PutObjectCommand({ ...this.key, Body: last, ContentType: "text/csv" }),
      );
      return { versionId: realVersion(put.VersionId), etag: put.ETag! };
    }
    if (last.length > 0) await this.part(last);
    const done = await this.s3.send(
      new CompleteMultipartUploadCommand({
        ...this.key,
        UploadId: this.uploadId,
        MultipartUpload: { Parts: this.parts },
      }),
    );
    return { versionId: realVersion(done.VersionId), etag: done.ETag! };
  }

  /** Parts of an upload that never completes are paid for; what failed first stays the reason. */
  async abort(): Promise<void> {
    if (this.uploadId === undefined) return;
    await this.s3
      .send(new AbortMultipartUploadCommand({ ...this.key, UploadId: this.uploadId }))
      .catch(() => undefined);
  }
}
