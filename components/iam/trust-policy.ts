import type { Conditions } from "./permission";

/** One way into a role. */
export interface Trust {
  readonly sid: string;
  readonly principal:
    | { readonly service: string | readonly string[] }
    | { readonly aws: string }
    /** ARN of an OIDC provider of the account: whoever holds a token of it, hence never without conditions. */
    | { readonly federated: string };
  readonly conditions?: Conditions;
}

/** A trust policy as text: who may assume the role. */
export function trustPolicy(trusts: readonly Trust[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: trusts.map(({ sid, principal, conditions }) => ({
      Sid: sid,
      Effect: "Allow",
      Principal: principalElement(principal),
      Action: "federated" in principal ? "sts:AssumeRoleWithWebIdentity" : "sts:AssumeRole",
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  });
}

function principalElement(principal: Trust["principal"]): object {
  if ("federated" in principal) {
    return { Federated: principal.federated };
  }
  return "service" in principal ? { Service: principal.service } : { AWS: principal.aws };
}

/**
 * A service, on behalf of the given resources of the account only: without that, the service could be made to use the role
 * for somebody else's resource ("confused deputy").
 */
export function trustService(
  service: string,
  source: { readonly accountId: string; readonly arns?: readonly string[] },
): Trust {
  return {
    sid: "Service",
    principal: { service },
    conditions: {
      StringEquals: { "aws:SourceAccount": source.accountId },
      ...(source.arns === undefined ? {} : { ArnLike: { "aws:SourceArn": source.arns } }),
    },
  };
}

/**
 * One role of the same account. Named by condition: a role named as principal must exist before, and is forgotten when it is
 * deleted and made again.
 */
export function trustRole(sid: string, accountRootArn: string, roleArn: string): Trust {
  return {
    sid,
    principal: { aws: accountRootArn },
    conditions: { ArnEquals: { "aws:PrincipalArn": roleArn } },
  };
}
