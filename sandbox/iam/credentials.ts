import { randomBytes } from "node:crypto";
import { AwsError, type CredentialIssuer, type Principal, type RoleCredentials } from "../types";
import type { Authorizer } from "./authorizer";
import type { Caller } from "./principal";

export type RolePrincipal = Extract<Principal, { kind: "role" }>;

export interface KnownCredentials {
  readonly principal: Principal;
  readonly secretAccessKey: string;
  /** A role's requests must carry it. */
  readonly sessionToken?: string;
}

export interface AssumedRole {
  readonly credentials: RoleCredentials;
  readonly principal: RolePrincipal;
}

/** Who holds which access key: the operator from the start, roles when they are assumed. */
export class CredentialRegistry implements CredentialIssuer {
  /** What deploys, seeds and asks: the CLI, the tests, a person. */
  public readonly operator: Omit<RoleCredentials, "sessionToken">;
  private readonly keys = new Map<string, KnownCredentials>();

  constructor(
    private readonly authorizer: Authorizer,
    accountId: string,
    operator?: Omit<RoleCredentials, "sessionToken">,
  ) {
    this.operator = operator ?? { accessKeyId: accessKeyId("AKIA"), secretAccessKey: secret() };
    const principal = { kind: "operator", arn: `arn:aws:iam::${accountId}:root` } as const;
    this.keys.set(this.operator.accessKeyId, { principal, secretAccessKey: this.operator.secretAccessKey });
  }

  issueToService({
    roleArn,
    service,
    sessionName,
    sourceArn,
  }: Parameters<CredentialIssuer["issueToService"]>[0]) {
    const context = {
      "aws:SourceArn": sourceArn,
      "aws:SourceAccount": sourceArn.split(":")[4] || accountOf(roleArn),
    };
    return this.admit({ kind: "service", service }, service, roleArn, sessionName, context).credentials;
  }

  /** What `sts:AssumeRole` does. @throws AwsError AccessDenied */
  assumeRole(caller: Principal, roleArn: string, sessionName: string, externalId?: string): AssumedRole {
    const context = {
      "sts:RoleSessionName": sessionName,
      ...(externalId === undefined ? {} : { "sts:ExternalId": externalId }),
    };
    return this.admit(caller, caller.arn, roleArn, sessionName, context);
  }

  /** The holder of an access key; undefined when nobody was given it. */
  find(accessKey: string): KnownCredentials | undefined {
    return this.keys.get(accessKey);
  }

  private admit(
    caller: Caller,
    callerName: string,
    roleArn: string,
    sessionName: string,
    context: Readonly<Record<string, string>>,
  ): AssumedRole {
    if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
      const problem = `Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: 2 to 64 of [\\w+=,.@-]`;
      throw new AwsError("ValidationError", problem, 400);
    }
    const decision = this.authorizer.authorizeAssumeRole(caller, roleArn, context);
    if (!decision.allowed && caller.kind !== "operator") {
      const question = `${callerName} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
      const user = caller.kind === "role" ? "User: " : "";
      throw new AwsError(
        "AccessDenied",
        `${user}${question} ${decision.because} (${decision.decidedBy})`,
        403,
      );
    }
    return this.issue(roleArn, sessionName, callerName);
  }

  private issue(roleArn: string, sessionName: string, assumedBy: string): AssumedRole {
    const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
    const arn = `arn:aws:sts::${accountOf(roleArn)}:assumed-role/${roleName}/${sessionName}`;
    const principal: RolePrincipal = { kind: "role", roleArn, roleName, sessionName, arn, assumedBy };
    const credentials = {
      accessKeyId: accessKeyId("ASIA"),
      secretAccessKey: secret(),
      sessionToken: randomBytes(96).toString("base64"),
    };
    const { secretAccessKey, sessionToken } = credentials;
    this.keys.set(credentials.accessKeyId, { principal, secretAccessKey, sessionToken });
    return { credentials, principal };
  }
}

function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

/** Twenty characters, as AWS's: AKIA for long-lived keys, ASIA for a session's. */
function accessKeyId(prefix: "AKIA" | "ASIA"): string {
  const letters = [...randomBytes(16)].map((byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte % 32]);
  return `${prefix}${letters.join("")}`;
}

function secret(): string {
  return randomBytes(30).toString("base64");
}
