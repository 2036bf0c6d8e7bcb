import type { Conditions } from "./permission";

/** A statement of a policy that hangs on a resource: it names who, besides what. */
export interface ResourceStatement {
  readonly sid: string;
  readonly effect?: "Allow" | "Deny";
  readonly principal: { readonly service: readonly string[] } | { readonly aws: string };
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
}

/** A bucket, key, topic or queue policy as text. */
export function resourcePolicy(statements: readonly ResourceStatement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ sid, effect, principal, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: effect ?? "Allow",
      Principal: "service" in principal ? { Service: principal.service } : { AWS: principal.aws },
      Action: actions,
      Resource: resources,
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  });
}

/** Nobody may reach the resource but over TLS. */
export function denyPlaintext(actions: readonly string[], resources: readonly string[]): ResourceStatement {
  return {
    sid: "DenyPlaintext",
    effect: "Deny",
    principal: { aws: "*" },
    actions,
    resources,
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  };
}
