import { GetObjectCommand, PutObjectCommand, S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import type { S3Pointer } from "./events";

/** `s3://bucket/key` */
export function uri({ bucket, key }: S3Pointer): string {
  return `s3://${bucket}/${key}`;
}

/** Of contracts, manifests and summaries: small files, read whole. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** The content of an object, or in `fault` why there is none: words to follow the object's name. */
export type Reading =
  | { readonly text: string; readonly fault?: undefined }
  | { readonly text?: undefined; readonly fault: string };

/**
 * The text of a small object.
 *
 * @throws Error when it is larger than 16 MiB.
 */
export async function readText(s3: S3Client, pointer: S3Pointer): Promise<Reading> {
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: pointer.bucket, Key: pointer.key }));
    if ((object.ContentLength ?? 0) > MAX_JSON_BYTES) {
      throw new Error(
        `${uri(pointer)} has ${object.ContentLength} bytes, expected ${MAX_JSON_BYTES} or fewer: is it the right file?`,
      );
    }
    return { text: await object.Body!.transformToString("utf-8") };
  } catch (error) {
    if (isMissing(error)) return { fault: "does not exist" };
    if (isDenied(error)) return { fault: "is missing or not readable (S3 answers 403 to both)" };
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

/**
 * The object is missing or may not be read: S3 answers 404 only to who may list the whole bucket, which no handler may. Other
 * errors with 403, such as a wrong signature, have names of their own.
 */
export function isDenied(error: unknown): boolean {
  return isForbidden(error) && (error as Error).name === "AccessDenied";
}

/** Any 403. The answer to a HEAD has no body, so no name: the SDK calls it `Unknown`. */
export function isForbidden(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
}

/** What `If-Match` was asked for is no longer there. */
export function isPreconditionFailed(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;
}
