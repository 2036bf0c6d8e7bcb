import { createHash } from "node:crypto";
import type { Principal } from "../types";
import type { Principals } from "./policy";

/** A service acting on its own behalf: `lambda.amazonaws.com` assuming a role, `sns.amazonaws.com` delivering to a queue. */
export interface ServiceCaller {
  readonly kind: "service";
  readonly service: string;
}

/** Whoever holds a token of an identity provider: a job of GitHub Actions, assuming a role. Its claims are condition keys of the request. */
export interface FederatedCaller {
  readonly kind: "federated";
  /** ARN. */
  readonly provider: string;
}

export type Caller = Principal | ServiceCaller | FederatedCaller;

/** How near a Principal element names the caller; the account only opens the door to its identity policies. */
export type Reach = "account" | "anyone" | "role" | "session" | "service" | "federated";

/**
 * Undefined when the element doesn't mean the caller.
 *
 * @param bounded the caller has a permissions boundary: NotPrincipal spares no such one, whoever it names (IAM user guide, "NotPrincipal").
 */
export function reach(principals: Principals, caller: Caller, bounded: boolean): Reach | undefined {
  if (principals.negated) {
    return isExempt(principals, caller) && !bounded ? undefined : "anyone";
  }
  if (caller.kind === "service") {
    return principals.service.includes(caller.service)
      ? "service"
      : principals.aws.includes("*")
        ? "anyone"
        : undefined;
  }
  if (caller.kind === "federated") {
    return principals.federated.includes(caller.provider)
      ? "federated"
      : principals.aws.includes("*")
        ? "anyone"
        : undefined;
  }
  const [session, role] = identities(caller);
  const names = (arn: string) => principals.aws.includes(arn);
  if (names(session)) {
    return "session";
  }
  if (names("*")) {
    return "anyone";
  }
  return names(role) ? "role" : accountNames(caller.arn).some(names) ? "account" : undefined;
}

/** To spare a session, NotPrincipal must name it, its role and its account (IAM user guide, "NotPrincipal"). */
function isExempt(principals: Principals, caller: Caller): boolean {
  if (principals.aws.includes("*")) {
    return true;
  }
  if (caller.kind === "service") {
    return principals.service.includes(caller.service);
  }
  if (caller.kind === "federated") {
    return principals.federated.includes(caller.provider);
  }
  return (
    identities(caller).every((arn) => principals.aws.includes(arn)) &&
    accountNames(caller.arn).some((name) => principals.aws.includes(name))
  );
}

function identities(caller: Principal): [session: string, role: string] {
  return [caller.arn, caller.kind === "role" ? caller.roleArn : caller.arn];
}

function accountNames(arn: string): string[] {
  const [, partition, , , account = ""] = arn.split(":");
  return [account, `arn:${partition}:iam::${account}:root`];
}

/** Condition keys that follow from who calls. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function principalContext(caller: Caller): Record<string, string> {
  if (caller.kind === "service") {
    return { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": caller.service };
  }
  if (caller.kind === "federated") {
    return { "aws:PrincipalIsAWSService": "false", "aws:FederatedProvider": caller.provider };
  }
  const account = caller.arn.split(":")[4] ?? "";
  const always = {
    "aws:PrincipalAccount": account,
    "aws:PrincipalIsAWSService": "false",
    "aws:ViaAWSService": "false",
  };
  if (caller.kind === "operator") {
    return {
      ...always,
      "aws:PrincipalArn": caller.arn,
      "aws:PrincipalType": "Account",
      "aws:userid": account,
    };
  }
  return {
    ...always,
    "aws:PrincipalArn": caller.roleArn,
    "aws:PrincipalType": "AssumedRole",
    "aws:userid": `${roleId(caller.roleArn)}:${caller.sessionName}`,
  };
}

/** `AROA` and 17 characters, as IAM gives every role; here computed, so that it is the same in every run. */
export function roleId(roleArn: string): string {
  const digest = createHash("sha256").update(roleArn).digest();
  return `AROA${[...digest.subarray(0, 17)].map((byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte % 32]).join("")}`;
}
