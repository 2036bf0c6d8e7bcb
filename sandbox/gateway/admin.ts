import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError, type CredentialIssuer } from "../types";
import { header, readBody, type RequestHead } from "./wire-request";

type CredentialRequest = Parameters<CredentialIssuer["issueToService"]>[0];

/** Paths of the sandbox's own, not of AWS: for its processes, which hold the token. */
export const ADMIN_PREFIX = "/_stepline/";

/** `POST /_stepline/credentials`: moto's launcher asks for the credentials of a machine's role. */
export async function serveAdmin(
  head: RequestHead,
  request: IncomingMessage,
  response: ServerResponse,
  credentials: CredentialIssuer,
  adminToken: string,
): Promise<void> {
  const answer = (status: number, content: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
  const body = await readBody(request);
  if (!isSame(header(head, "x-stepline-admin") ?? "", adminToken)) {
    answer(403, { code: "AccessDenied", message: "The x-stepline-admin token is missing or wrong." });
    return;
  }
  if (head.method !== "POST" || head.path !== `${ADMIN_PREFIX}credentials`) {
    answer(404, {
      code: "NotFound",
      message: `There is no ${head.method} ${head.path}: use POST ${ADMIN_PREFIX}credentials.`,
    });
    return;
  }
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials.issueToService(parseRequest(body));
    answer(200, { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken });
  } catch (error) {
    const { code, message, statusCode } = error instanceof AwsError ? error : internal(error as Error);
    answer(statusCode, { code, message });
  }
}

function parseRequest(body: Buffer): CredentialRequest {
  let request: Partial<Record<keyof CredentialRequest, unknown>>;
  try {
    request = JSON.parse(body.toString("utf8")) as typeof request;
  } catch (error) {
    throw new AwsError("ValidationException", `The body is not JSON: ${(error as Error).message}`, 400);
  }
  const member = (name: keyof CredentialRequest): string => {
    const value = request[name];
    if (typeof value !== "string" || value === "") {
      throw new AwsError("ValidationException", `"${name}" is missing or not text.`, 400);
    }
    return value;
  };
  return {
    roleArn: member("roleArn"),
    service: member("service"),
    sessionName: member("sessionName"),
    sourceArn: member("sourceArn"),
  };
}

function internal(error: Error): AwsError {
  return new AwsError("InternalError", error.message, 500);
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
