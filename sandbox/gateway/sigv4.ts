import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { KnownCredentials } from "../iam/credentials";
import { AwsError } from "../types";
import { header, percentDecoded, type RequestHead } from "./wire-request";

/** What a signed request says of itself. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export interface Signature {
  readonly accessKeyId: string;
  /** `20261122` */
  readonly date: string;
  readonly region: string;
  /** Signing name: `s3`, `states`, `monitoring`. */
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly timestamp: string;
  readonly sessionToken?: string;
  /** The signature is in the query: a URL signed beforehand, valid this many seconds. */
  readonly presignedSeconds?: number;
}

/** Undefined when the request isn't signed. @throws AwsError when it is signed in another way than SigV4. */
export function readSignature(head: RequestHead): Signature | undefined {
  const authorization = header(head, "authorization");
  if (authorization !== undefined) {
    return fromHeader(head, authorization);
  }
  if (head.query.has("AWSAccessKeyId") && head.query.has("Signature")) {
    throw new AwsError(
      "InvalidRequest",
      "The authorization mechanism you have provided is not supported: the URL is presigned with SigV2. Presign it with SigV4, " +
        "signature_version s3v4 in the AWS CLI's configuration of s3 and in botocore's Config.",
      400,
    );
  }
  return head.query.has("X-Amz-Signature") ? fromQuery(head.query) : undefined;
}

function fromHeader(head: RequestHead, authorization: string): Signature {
  const field = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? "";
  if (!authorization.startsWith("AWS4-HMAC-SHA256 ")) {
    const scheme = authorization.split(" ")[0];
    throw new AwsError(
      "IncompleteSignature",
      `Authorization scheme "${scheme}" is not AWS4-HMAC-SHA256: sign with SigV4.`,
      400,
    );
  }
  return {
    ...scope(field("Credential")),
    signedHeaders: field("SignedHeaders").split(";"),
    signature: field("Signature"),
    timestamp: header(head, "x-amz-date") ?? "",
    sessionToken: header(head, "x-amz-security-token"),
  };
}

function fromQuery(query: URLSearchParams): Signature {
  return {
    ...scope(query.get("X-Amz-Credential") ?? ""),
    signedHeaders: (query.get("X-Amz-SignedHeaders") ?? "").split(";"),
    signature: query.get("X-Amz-Signature") ?? "",
    timestamp: query.get("X-Amz-Date") ?? "",
    sessionToken: query.get("X-Amz-Security-Token") ?? undefined,
    presignedSeconds: Number(query.get("X-Amz-Expires") ?? "0"),
  };
}

/** `AKIA.../20261122/eu-west-1/s3/aws4_request` */
function scope(credential: string) {
  const [accessKeyId = "", date = "", region = "", service = "", terminator] = credential.split("/");
  if (terminator !== "aws4_request") {
    throw new AwsError(
      "IncompleteSignature",
      `Credential "${credential}" is not KEY/DATE/REGION/SERVICE/aws4_request.`,
      400,
    );
  }
  return { accessKeyId, date, region, service };
}

/**
 * Checks a signature against the secret of its access key.
 *
 * @param body absent when it is streamed: then its hash is believed as declared.
 * @throws AwsError InvalidClientTokenId, SignatureDoesNotMatch, RequestExpired
 */
export function verifySignature(
  head: RequestHead,
  signature: Signature,
  known: KnownCredentials | undefined,
  body: Buffer | undefined,
  now: Date = new Date(),
): KnownCredentials {
  if (known === undefined || known.sessionToken !== signature.sessionToken) {
    throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
  }
  const hash = payloadHash(head, signature, body);
  const canonical = canonicalRequest(head, signature, hash);
  const { date, region, service, timestamp } = signature;
  const text = [
    "AWS4-HMAC-SHA256",
    timestamp,
    `${date}/${region}/${service}/aws4_request`,
    sha256(canonical),
  ].join("\n");
  const expected = hmac(signingKey(known.secretAccessKey, signature), text);
  const given = Buffer.from(signature.signature, "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    const message = "The request signature we calculated does not match the signature you provided.";
    throw new AwsError(
      "SignatureDoesNotMatch",
      `${message} Check your AWS Secret Access Key and signing method.`,
      403,
    );
  }
  if (
    signature.presignedSeconds !== undefined &&
    now.getTime() > instant(timestamp) + signature.presignedSeconds * 1_000
  ) {
    throw new AwsError("AccessDenied", "Request has expired", 403);
  }
  return known;
}

function payloadHash(head: RequestHead, signature: Signature, body: Buffer | undefined): string {
  const declared = header(head, "x-amz-content-sha256");
  if (signature.presignedSeconds !== undefined && signature.service === "s3") {
    return declared ?? "UNSIGNED-PAYLOAD";
  }
  if (body === undefined) {
    return declared ?? "UNSIGNED-PAYLOAD";
  }
  const actual = sha256(body);
  if (signature.service !== "s3") {
    return actual;
  }
  if (declared !== undefined && /^[0-9a-f]{64}$/.test(declared) && declared !== actual) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new AwsError("XAmzContentSHA256Mismatch", message, 400);
  }
  return declared ?? actual;
}

function canonicalRequest(head: RequestHead, signature: Signature, hash: string): string {
  const headers = signature.signedHeaders.map((name) => {
    const value = head.headers[name];
    const text = Array.isArray(value) ? value.join(",") : (value ?? "");
    return `${name}:${text.trim().replace(/ +/g, " ")}\n`;
  });
  return [
    head.method,
    canonicalPath(head.signedPath, signature.service),
    canonicalQuery(head.rawQuery),
    headers.join(""),
    signature.signedHeaders.join(";"),
    hash,
  ].join("\n");
}

/** S3 takes keys as they are; every other service normalises the path and encodes it twice. */
function canonicalPath(path: string, service: string): string {
  const segments = path.split("/");
  if (service === "s3") {
    return segments.map((segment) => encode(percentDecoded(segment))).join("/");
  }
  const kept = segments.filter(
    (segment, index) => index === 0 || index === segments.length - 1 || segment !== "",
  );
  return kept.map(encode).join("/");
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === "") {
    return "";
  }
  const pairs = rawQuery.split("&").map((pair) => {
    const mark = pair.indexOf("=");
    const [name, value] = mark < 0 ? [pair, ""] : [pair.slice(0, mark), pair.slice(mark + 1)];
    return [encode(percentDecoded(name)), encode(percentDecoded(value))] as const;
  });
  return pairs
    .filter(([name]) => name !== "X-Amz-Signature")
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** RFC 3986: only letters, digits and `-._~` stay. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Four hashes a day and service instead of four a request. */
const signingKeys = new Map<string, Buffer>();

function signingKey(secretAccessKey: string, { date, region, service }: Signature): Buffer {
  const id = [secretAccessKey, date, region, service].join("/");
  let key = signingKeys.get(id);
  if (key === undefined) {
    if (signingKeys.size > 1_000) {
      signingKeys.clear();
    }
    key = [date, region, service, "aws4_request"].reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`));
    signingKeys.set(id, key);
  }
  return key;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/** `20261122T101112Z` */
function instant(timestamp: string): number {
  return Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
