import { createHash } from "node:crypto";
import { type PolicyStatement, type Unproved, unprovedPartsOf } from "../../components/iam/permission";
import type { Authorizer } from "../iam/authorizer";
import type { RecordedProgram } from "../types";

/** A statement of a role's own policy, as the program declares it. */
export interface DeclaredStatement {
  /** Without the stack: `marketing-extract`. */
  readonly role: string;
  readonly roleName: string;
  /** Name the authorizer knows the policy by: `stepline-dev-marketing-extract/permissions`. */
  readonly policy: string;
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly unproved: Unproved;
  /** The same reasons, by action or by resource without what differs between stacks. */
  readonly reasons: Unproved;
  /** Of the statement's text without what differs between stacks: changes when the statement does. */
  readonly fingerprint: string;
}

/** Every statement of every role of the program, roles and statements in their order. */
export function declaredStatements(
  program: RecordedProgram,
  authorizer: Authorizer,
): readonly DeclaredStatement[] {
  return authorizer.rolePolicies().flatMap(({ roleName, identity }) =>
    Object.entries(identity).flatMap(([name, { Statement }]) =>
      Statement.map((statement) => ({
        role: roleName.replace(`stepline-${program.stack}-`, ""),
        roleName,
        policy: name.startsWith(roleName) ? name : `${roleName}/${name}`,
        sid: statement.Sid,
        actions: statement.Action,
        resources: statement.Resource,
        unproved: unprovedPartsOf(statement),
        reasons: reasonsOf(statement, program),
        fingerprint: fingerprint(statement, program),
      })),
    ),
  );
}

function reasonsOf(statement: PolicyStatement, program: RecordedProgram): Unproved {
  const reasons = Object.entries(unprovedPartsOf(statement));
  return Object.fromEntries(reasons.map(([part, reason]) => [withoutStack(part, program), reason]));
}

function fingerprint(statement: PolicyStatement, program: RecordedProgram): string {
  return createHash("sha256")
    .update(withoutStack(JSON.stringify(statement), program))
    .digest("hex")
    .slice(0, 16);
}

/** The same text for every stack, account and region; identifiers that AWS makes are left out. */
export function withoutStack(text: string, { stack, accountId, region }: RecordedProgram): string {
  return text
    .replaceAll(`stepline-${stack}`, "stepline-<stack>")
    .replaceAll(accountId, "<account>")
    .replaceAll(region, "<region>")
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>");
}
