import { AwsError } from "../types";

// Quotas of a request's payload: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const maxSynchronousRequestBytes = 6_291_456;
const maxAsynchronousRequestBytes = 1_048_576;
const logTailBytes = 4096;

/** @throws AwsError RequestTooLargeException, InvalidRequestContentException */
export function requestPayload(payload: Buffer | undefined, kind: string): string {
  const limit = kind === "Event" ? maxAsynchronousRequestBytes : maxSynchronousRequestBytes;
  const length = payload?.length ?? 0;
  if (length > limit) {
    throw new AwsError(
      "RequestTooLargeException",
      `${length} byte payload is too large for the ${kind} invocation type (limit ${limit} bytes)`,
      413,
    );
  }
  const text = payload === undefined || length === 0 ? "{}" : payload.toString("utf8");
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw new AwsError("InvalidRequestContentException", `Could not parse request body into json: ${reason}`);
  }
  return text;
}

/** `LogResult`: the last 4 KB, in Base64. */
export function logTail(log: string): string {
  const bytes = Buffer.from(log);
  return bytes.subarray(Math.max(0, bytes.length - logTailBytes)).toString("base64");
}
