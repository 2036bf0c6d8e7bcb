import type { CredentialRegistry } from "../iam/credentials";
import { roleId } from "../iam/principal";
import { AwsError, type LocalCall, type LocalService } from "../types";
import { notModelled } from "./wire-response";

/** STS: who am I, and may I be that role? */
export function securityTokenService(credentials: CredentialRegistry, accountId: string): LocalService {
  const serve = (call: LocalCall): unknown => {
    switch (call.operation) {
      case "GetCallerIdentity":
        return callerIdentity(call, accountId);
      case "AssumeRole":
        return assumeRole(credentials, call);
      default:
        throw notModelled("sts", call.operation, "only AssumeRole and GetCallerIdentity are.");
    }
  };
  return {
    service: "sts",
    handle: (call) => Promise.resolve(call).then(serve),
    close: () => Promise.resolve(),
  };
}

function callerIdentity({ principal }: LocalCall, accountId: string): unknown {
  const userId =
    principal.kind === "role" ? `${roleId(principal.roleArn)}:${principal.sessionName}` : accountId;
  return { Arn: principal.arn, UserId: userId, Account: accountId };
}

function assumeRole(credentials: CredentialRegistry, { input, principal }: LocalCall): unknown {
  const {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    ExternalId: externalId,
    DurationSeconds: duration,
  } = input;
  if (typeof roleArn !== "string" || typeof sessionName !== "string") {
    throw new AwsError("ValidationError", "RoleArn and RoleSessionName are required.", 400);
  }
  const unsupported = Object.keys(input).find((member) =>
    /^(Policy|PolicyArns|Tags|TransitiveTagKeys|SerialNumber)\b/.test(member),
  );
  if (unsupported !== undefined) {
    throw notModelled("sts", `AssumeRole with ${unsupported}`, "assume the role without it.");
  }
  const external = typeof externalId === "string" ? externalId : undefined;
  const assumed = credentials.assumeRole(principal, roleArn, sessionName, external);
  const { accessKeyId, secretAccessKey, sessionToken } = assumed.credentials;
  const expiration = new Date(Date.now() + Number(duration ?? 3_600) * 1_000).toISOString();
  return {
    Credentials: {
      ...{
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: expiration,
      },
    },
    AssumedRoleUser: { AssumedRoleId: `${roleId(roleArn)}:${sessionName}`, Arn: assumed.principal.arn },
  };
}
