import type { Resource } from "../../../policies/resource";

/** Programs by what they show; each is the resources a rule is asked about. */
export type Programs = Readonly<Record<string, readonly Resource[]>>;

/** By the rule's name. */
export type Cases = Readonly<Record<string, { readonly passes: Programs; readonly fails: Programs }>>;

export function resource(
  type: string,
  properties: Readonly<Record<string, unknown>>,
  more: Partial<Resource> = {},
): Resource {
  const name = more.name ?? "example";
  return {
    urn: `urn:pulumi:prod::stepline::${type}::${name}`,
    type,
    name,
    properties,
    dependencies: [],
    environment: "prod",
    defaultTags: {},
    accountIds: ["111122223333"],
    ...more,
  };
}

/** A policy's text of statements; what they leave out allows `s3:GetObject`. */
export function policy(...statements: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
}

export const TLS_ONLY = { Bool: { "aws:SecureTransport": "false" } };
export const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/1";
