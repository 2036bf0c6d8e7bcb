import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { AwsError } from "../types";

/** A request's head, in path style whatever way it was addressed. */
export interface RequestHead {
  readonly method: string;
  /** As it came, still encoded: `/bucket/a%20key`. */
  readonly path: string;
  /** As it came, without `?`. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Path the client signed: differs from `path` when the bucket was in the host's name. */
  readonly signedPath: string;
}

/** `stepline-dev-raw.localhost:4566` addresses a bucket as S3's virtual hosts do. */
const VIRTUAL_HOST = /^(.+)\.(?:s3\.)?localhost(?::\d+)?$/;

export function readHead(request: IncomingMessage): RequestHead {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const signedPath = mark < 0 ? url : url.slice(0, mark);
  const rawQuery = mark < 0 ? "" : url.slice(mark + 1);
  const bucket = VIRTUAL_HOST.exec(request.headers.host ?? "")?.[1];
  const path = bucket === undefined || bucket === "s3" ? signedPath : `/${bucket}${signedPath}`;
  const { method = "GET", headers } = request;
  return { method, path, rawQuery, query: new URLSearchParams(rawQuery), headers, signedPath };
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** A header's value; of several, the first. */
export function header(head: RequestHead, name: string): string | undefined {
  const value = head.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** @throws AwsError InvalidURI when the text is not percent-encoded UTF-8. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError(
      "InvalidURI",
      `Couldn't parse the specified URI: "${text}" is not percent-encoded UTF-8.`,
      400,
    );
  }
}
