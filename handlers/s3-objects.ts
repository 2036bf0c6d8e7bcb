import { GetObjectCommand, PutObjectCommand, S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import type { S3Pointer } from "./events";

/** `s3://bucket/key` */
export function uri({ bucket, key }: S3Pointer): string {
  return `s3://${bucket}/${key}`;
}

/** Of contracts, manifests and summaries: small files, read whole. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/**
 * The text of a small object, or undefined when there is none.
 *
 * @throws Error when it is larger than 16 MiB.
 */
export async function readText(s3: S3Client, pointer: S3Pointer): Promise<string | undefined> {
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: pointer.bucket, Key: pointer.key }));
    if ((object.ContentLength ?? 0) > MAX_JSON_BYTES) {
      throw new Error(
        `${uri(pointer)} has ${object.ContentLength} bytes, expected ${MAX_JSON_BYTES} or fewer: is it the right file?`,
      );
    }
    return await object.Body!.transformToString("utf-8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Undefined when the text is not JSON: the caller knows what to say. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function writeJson(s3: S3Client, pointer: S3Pointer, value: unknown): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: pointer.bucket,
      Key: pointer.key,
      Body: `${JSON.stringify(value, null, 2)}\n`,
      ContentType: "application/json",
    }),
  );
}

export function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}

/** What `If-Match` was asked for is no longer there. */
export function isPreconditionFailed(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;
}
