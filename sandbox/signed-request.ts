import { createHash, createHmac } from "node:crypto";

import type { RoleCredentials } from "./types";

export interface SignedRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path already percent-encoded as it is to be sent. */
  readonly url: string;
  /** Name in the signature's scope: `s3`, `logs`. */
  readonly service: string;
  readonly region: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly credentials: RoleCredentials;
}

/** An answer other than 2xx. */
export class ServiceError extends Error {
  constructor(
    /** `ResourceNotFoundException`, `NoSuchKey` */
    public readonly code: string,
    message: string,
    public readonly statusCode: number,
  ) {
    super(message);
    this.name = code;
  }
}

/**
 * Sends one request signed with a role's credentials (Signature Version 4), for the few calls a service of the sandbox makes on a
 * role's behalf: no client has to be loaded for them.
 *
 * @throws ServiceError when the answer is not 2xx.
 */
export async function sendSigned(request: SignedRequest, now: Date = new Date()): Promise<Buffer> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: signedHeaders(request, now),
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  const body = Buffer.from(await response.arrayBuffer());
  if (!response.ok) {
    const { code, message } = errorOf(body.toString("utf8"));
    throw new ServiceError(
      code ?? `HTTP ${response.status}`,
      message ?? response.statusText,
      response.status,
    );
  }
  return body;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function signedHeaders(request: SignedRequest, now: Date): Record<string, string> {
  const url = new URL(request.url);
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = time.slice(0, 8);
  const bodyHash = sha256(request.body ?? "");
  const headers: Record<string, string> = {
    ...lowerCased(request.headers ?? {}),
    "x-amz-content-sha256": bodyHash,
    "x-amz-date": time,
    "x-amz-security-token": request.credentials.sessionToken,
  };
  const signed: Record<string, string> = { ...headers, host: url.host };
  const names = Object.keys(signed).sort();
  const canonicalRequest = [
    request.method,
    url.pathname,
    canonicalQuery(url),
    ...names.map((name) => `${name}:${signed[name].trim()}`),
    "",
    names.join(";"),
    bodyHash,
  ].join("\n");
  const scope = `${day}/${request.region}/${request.service}/aws4_request`;
  const stringToSign = ["AWS4-HMAC-SHA256", time, scope, sha256(canonicalRequest)].join("\n");
  const key = [day, request.region, request.service, "aws4_request"].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${request.credentials.secretAccessKey}`,
  );
  const signature = hmac(key, stringToSign).toString("hex");
  return {
    ...headers,
    authorization:
      `AWS4-HMAC-SHA256 Credential=${request.credentials.accessKeyId}/${scope}, ` +
      `SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`)
    .sort()
    .join("&");
}

/** Percent-encodes all but the unreserved characters, as Signature Version 4 asks. */
export function rfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** Code and message of an error in AWS's JSON or XML form. */
function errorOf(body: string): { readonly code?: string; readonly message?: string } {
  if (body.trimStart().startsWith("{")) {
    const error = JSON.parse(body) as Record<string, string | undefined>;
    return { code: error.__type?.split("#").pop() ?? error.code, message: error.message ?? error.Message };
  }
  return {
    code: /<Code>([^<]*)<\/Code>/.exec(body)?.[1],
    message: /<Message>([^<]*)<\/Message>/.exec(body)?.[1],
  };
}
