import type { AuthorizationCheck } from "../../types";
import type { ProgramFacts } from "../program-facts";
import type { RequestHead } from "../wire-request";

export type Protocol = "json-1.0" | "json-1.1" | "query" | "rest-json" | "rest-xml";

/** A request understood: the operation of the service's API model and its input members. */
export interface Identified {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Where a request was made, and what the program says of the resources it names. */
export interface Scope {
  readonly region: string;
  readonly accountId: string;
  readonly facts: ProgramFacts;
  /** Condition keys every request carries. */
  readonly context: Readonly<Record<string, string>>;
  /** `arn:aws:SERVICE:REGION:ACCOUNT:resource` */
  arn(service: string, resource: string): string;
}

/** What IAM is asked before the operation is done: all must be allowed. */
export type OperationModel = (
  input: Readonly<Record<string, unknown>>,
  scope: Scope,
) => readonly AuthorizationCheck[];

export interface ServiceModel {
  /** Signing name. */
  readonly service: string;
  readonly protocol: Protocol;
  /** Member that carries an error's text: services differ. */
  readonly messageMember: "message" | "Message";
  /** Reads operation and input. The body is empty where `streams` said so. */
  identify(head: RequestHead, body: Buffer): Identified;
  /** The operation and its resources are known without the body, which passes through without being held. */
  streams?(head: RequestHead): boolean;
  readonly operations: Readonly<Record<string, OperationModel>>;
}

export function createScope(facts: ProgramFacts, region: string): Scope {
  const { accountId } = facts;
  return {
    region,
    accountId,
    facts,
    // Clients reach AWS over TLS; only the sandbox's loopback has none, and no policy is about that.
    context: {
      "aws:SecureTransport": "true",
      "aws:RequestedRegion": region,
      "aws:ResourceAccount": accountId,
    },
    arn: (service, resource) => `arn:aws:${service}:${region}:${accountId}:${resource}`,
  };
}

export function check(
  { context }: Scope,
  action: string,
  resource: string,
  keys: Readonly<Record<string, string | undefined>> = {},
): AuthorizationCheck {
  const given = Object.entries(keys).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { action, resource, context: { ...context, ...Object.fromEntries(given) } };
}

/** What a service asks of a customer key on the caller's behalf. */
export function keyChecks(
  scope: Scope,
  keyArn: string | undefined,
  service: string,
  actions: readonly string[],
  encryptionContext: Readonly<Record<string, string>>,
): AuthorizationCheck[] {
  if (keyArn === undefined) {
    return [];
  }
  const keys = Object.entries(encryptionContext).map(([name, value]) => [
    `kms:EncryptionContext:${name}`,
    value,
  ]);
  const context = {
    "kms:ViaService": `${service}.${scope.region}.amazonaws.com`,
    "kms:CallerAccount": scope.accountId,
    ...(Object.fromEntries(keys) as Record<string, string>),
  };
  return actions.map((action) => check(scope, action, keyArn, context));
}

/** A member that must be text, or there is nothing to ask IAM about. */
export function textOf(input: Readonly<Record<string, unknown>>, member: string): string {
  const value = input[member];
  if (typeof value !== "string" || value === "") {
    throw new InvalidInput(`"${member}" is missing or not text.`);
  }
  return value;
}

/** The request lacks what its API model requires. */
export class InvalidInput extends Error {}

/** `x-amz-target: DynamoDB_20120810.GetItem` names the operation, the body is its input. */
export function identifyJson(head: RequestHead, body: Buffer): Identified {
  const target = String(head.headers["x-amz-target"] ?? "");
  let input: unknown = {};
  if (body.length > 0) {
    try {
      input = JSON.parse(body.toString("utf8"));
    } catch (error) {
      throw new InvalidInput(`The body is not JSON: ${(error as Error).message}`);
    }
  }
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new InvalidInput("The body is not a JSON object.");
  }
  return { operation: target.slice(target.lastIndexOf(".") + 1), input: input as Record<string, unknown> };
}

/** `Action=Publish&TopicArn=...`; nested members keep their dotted names. */
export function identifyQuery(head: RequestHead, body: Buffer): Identified {
  const form = new URLSearchParams(body.length > 0 ? body.toString("utf8") : head.rawQuery);
  const { Action: operation = "", ...input } = Object.fromEntries(form);
  return { operation, input };
}

export function jsonService(
  service: string,
  protocol: "json-1.0" | "json-1.1",
  operations: Readonly<Record<string, OperationModel>>,
  messageMember: "message" | "Message" = "message",
): ServiceModel {
  return { service, protocol, messageMember, operations, identify: identifyJson };
}
