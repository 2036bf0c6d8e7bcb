import type { ServerResponse } from "node:http";
import { AwsError } from "../types";
import type { Protocol, ServiceModel } from "./requests/model";
import { header, type RequestHead } from "./wire-request";

/** How a service writes: enough of its model to answer before the request is understood. */
export type Wire = Pick<ServiceModel, "service" | "protocol" | "messageMember">;

/** The wire of a service the gateway has no model of, guessed from the request. */
export function guessWire(head: RequestHead, service: string): Wire {
  const type = header(head, "content-type") ?? "";
  const protocol =
    head.headers["x-amz-target"] !== undefined ? "json-1.1" : type.includes("form") ? "query" : "rest-json";
  return { service, protocol, messageMember: "message" };
}

export function writeError(
  response: ServerResponse,
  wire: Wire,
  error: AwsError,
  requestId: string,
  bodyless: boolean,
): void {
  const [code, status] = dialect(wire, error);
  const { content, type } = errorBody(wire, code, error.message, requestId, status);
  const headers: Record<string, string | number> = { ...requestIdHeaders(requestId), "content-type": type };
  if (wire.protocol === "rest-json") {
    headers["x-amzn-errortype"] = code;
  }
  if (wire.service === "sqs") {
    // Clients of the older protocol knew other names; SQS still sends them along.
    headers["x-amzn-query-error"] = `${code === "AccessDeniedException" ? "AccessDenied" : code};Sender`;
  }
  const body = bodyless ? Buffer.alloc(0) : Buffer.from(content);
  response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
}

/** The same refusal has another name and status in every protocol. */
const DIALECTS: ReadonlyMap<string, Dialect> = new Map(
  Object.entries<Dialect>({
    AccessDeniedException: {
      "json-1.0": ["AccessDeniedException", 400],
      "json-1.1": ["AccessDeniedException", 400],
      "rest-xml": ["AccessDenied", 403],
      query: ["AccessDenied", 403],
    },
    AccessDenied: {
      "json-1.0": ["AccessDeniedException", 400],
      "json-1.1": ["AccessDeniedException", 400],
      "rest-json": ["AccessDeniedException", 403],
    },
    InvalidClientTokenId: {
      "json-1.0": ["UnrecognizedClientException", 400],
      "json-1.1": ["UnrecognizedClientException", 400],
      "rest-json": ["UnrecognizedClientException", 403],
      "rest-xml": ["InvalidAccessKeyId", 403],
    },
    SignatureDoesNotMatch: {
      "json-1.0": ["InvalidSignatureException", 400],
      "json-1.1": ["InvalidSignatureException", 400],
      "rest-json": ["InvalidSignatureException", 403],
    },
    MissingAuthenticationToken: {
      "json-1.0": ["MissingAuthenticationTokenException", 400],
      "json-1.1": ["MissingAuthenticationTokenException", 400],
      "rest-json": ["MissingAuthenticationTokenException", 403],
      "rest-xml": ["AccessDenied", 403],
    },
  }),
);

type Dialect = Partial<Record<Protocol, readonly [code: string, status: number]>>;

function dialect(
  { service, protocol }: Wire,
  { code, statusCode, message }: AwsError,
): readonly [string, number] {
  if (service === "sns" && code === "AccessDeniedException") {
    return message.includes(" perform: kms:") ? ["KMSAccessDenied", 400] : ["AuthorizationError", 403];
  }
  return DIALECTS.get(code)?.[protocol] ?? [code, statusCode];
}

function errorBody(
  { service, protocol, messageMember }: Wire,
  code: string,
  message: string,
  requestId: string,
  status: number,
) {
  if (protocol === "rest-xml") {
    const content = { Error: { Code: code, Message: message, RequestId: requestId, HostId: "stepline" } };
    return { content: `${XML_HEADER}\n${toXml(content)}`, type: "application/xml" };
  }
  if (protocol === "query") {
    const error = { Type: status < 500 ? "Sender" : "Receiver", Code: code, Message: message };
    const content = toXml({ ErrorResponse: { Error: error, RequestId: requestId } }, XML_NAMESPACES[service]);
    return { content, type: "text/xml" };
  }
  const content =
    protocol === "rest-json" ? { [messageMember]: message } : { __type: code, [messageMember]: message };
  return { content: JSON.stringify(content), type: contentType(protocol) };
}

/** Writes what a locally served operation returns. */
export function writeResult(
  response: ServerResponse,
  wire: Wire,
  operation: string,
  output: unknown,
  requestId: string,
): void {
  const headers = requestIdHeaders(requestId);
  if (wire.service === "lambda" && operation === "Invoke") {
    writeInvocation(response, output as InvocationOutput, headers);
    return;
  }
  const body = Buffer.from(
    wire.protocol === "query" ? queryResult(wire, operation, output, requestId) : toJson(output ?? {}),
  );
  const type = wire.protocol === "query" ? "text/xml" : contentType(wire.protocol);
  response.writeHead(200, { ...headers, "content-type": type, "content-length": body.length }).end(body);
}

/** What Lambda's `Invoke` returns: the payload is the body, the rest are headers. */
interface InvocationOutput {
  readonly StatusCode?: number;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly ExecutedVersion?: string;
  readonly Payload?: Uint8Array | string;
}

function writeInvocation(
  response: ServerResponse,
  output: InvocationOutput,
  headers: Record<string, string>,
): void {
  const body = Buffer.from(output.Payload ?? "");
  const members = {
    "x-amz-function-error": output.FunctionError,
    "x-amz-log-result": output.LogResult,
    "x-amz-executed-version": output.ExecutedVersion,
  };
  const given = Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const all = {
    ...headers,
    ...Object.fromEntries(given),
    "content-type": "application/json",
    "content-length": body.length,
  };
  response.writeHead(output.StatusCode ?? 200, all).end(body);
}

function queryResult({ service }: Wire, operation: string, output: unknown, requestId: string): string {
  const content = { [`${operation}Result`]: output, ResponseMetadata: { RequestId: requestId } };
  return toXml({ [`${operation}Response`]: content }, XML_NAMESPACES[service]);
}

const XML_HEADER = '<?xml version="1.0" encoding="UTF-8"?>';

const XML_NAMESPACES: Readonly<Record<string, string>> = {
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
  sns: "http://sns.amazonaws.com/doc/2010-03-31/",
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
};

function toXml(value: unknown, namespace?: string): string {
  if (typeof value !== "object" || value === null) {
    return String(value).replace(/[<>&"]/g, (char) => `&#${char.charCodeAt(0)};`);
  }
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(
      ([name, member]) =>
        `<${name}${namespace === undefined ? "" : ` xmlns="${namespace}"`}>${toXml(member)}</${name}>`,
    )
    .join("");
}

/** AWS's JSON protocols write instants as seconds, blobs as base64. */
function toJson(output: unknown): string {
  return JSON.stringify(output, function (this: Record<string, unknown>, key, value: unknown) {
    const original = this[key];
    if (original instanceof Date) {
      return original.getTime() / 1_000;
    }
    return original instanceof Uint8Array ? Buffer.from(original).toString("base64") : value;
  });
}

function contentType(protocol: Protocol): string {
  return protocol === "rest-json" ? "application/json" : `application/x-amz-${protocol}`;
}

function requestIdHeaders(requestId: string): Record<string, string> {
  return { "x-amzn-requestid": requestId, "x-amz-request-id": requestId };
}

/** The sandbox doesn't do this, and says so rather than guess. */
export function notModelled(service: string, operation: string, fix: string): AwsError {
  return new AwsError("NotModelled", `The sandbox does not model ${service}:${operation}: ${fix}`, 501);
}
