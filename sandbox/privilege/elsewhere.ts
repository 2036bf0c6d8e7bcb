import { Authorizer } from "../iam/authorizer";
import { recordProgram } from "../program/record";
import type { Evidence, StatementEvidence } from "./evidence";
import type { ActionProof } from "./proof";
import { type DeclaredStatement, declaredStatements, withoutStack } from "./statements";

/** Stacks of the repository: the roles of each have to be accounted for. */
const STACKS = ["dev", "prod"];

/**
 * What other stacks declare and the one of the evidence does not. No scenario runs it: every action needs a reason.
 *
 * @param stack whose statements the scenarios ran.
 */
export async function elsewhere(
  stack: string,
  statements: readonly Pick<StatementEvidence, "role" | "sid">[],
): Promise<Evidence["elsewhere"]> {
  const ran = new Set(statements.map(({ role, sid }) => `${role} ${sid}`));
  const found: Record<string, readonly StatementEvidence[]> = {};
  for (const other of STACKS.filter((one) => one !== stack)) {
    const program = await recordProgram({ stack: other });
    found[other] = declaredStatements(program, new Authorizer(program))
      .filter(({ role, sid }) => !ran.has(`${role} ${sid}`))
      .map((statement) =>
        notRun(
          statement,
          statement.resources.map((arn) => withoutStack(arn, program)),
        ),
      );
  }
  return found;
}

function notRun(
  { role, sid, fingerprint, actions, reasons }: DeclaredStatement,
  resources: readonly string[],
): StatementEvidence {
  const proofs = actions.map((action): [string, ActionProof] => {
    const reason = reasons[action];
    return [action, reason === undefined ? { kind: "unused" } : { kind: "reason", reason }];
  });
  const silent = proofs.every(([, { kind }]) => kind === "reason");
  return {
    ...{ role, sid, fingerprint, actions: Object.fromEntries(proofs) },
    resourceReasons: Object.fromEntries(
      resources.flatMap((resource) => {
        const reason = silent ? undefined : reasons[resource];
        return reason === undefined ? [] : [[resource, reason]];
      }),
    ),
    unusedResources: silent ? [] : resources.filter((resource) => reasons[resource] === undefined),
  };
}
