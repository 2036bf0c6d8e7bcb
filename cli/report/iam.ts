import type { Authorizer } from "../../sandbox/iam/authorizer";
import type { IamReport } from "./run-report";

/** What the sandbox's IAM decided since it was started. */
export function iamReport(authorizer: Pick<Authorizer, "verdicts" | "usage">): IamReport {
  const decided = (allowed: boolean): number =>
    authorizer
      .verdicts()
      .reduce((total, { verdict, count }) => total + (verdict.allowed === allowed ? count : 0), 0);
  return {
    allowed: decided(true),
    denied: decided(false),
    statements: authorizer
      .usage()
      .map(({ roleName, policy, sid, actions, resources, status, uses, reason }) => ({
        role: roleName,
        policy,
        sid,
        actions,
        resources,
        status,
        uses,
        reason,
      })),
  };
}
