import fs from "node:fs";
import { parseArgs } from "node:util";
import { Authorizer } from "../../sandbox/iam/authorizer";
import {
  EVIDENCE_FILE,
  everyStatement,
  TABLE_FILE,
  unproved,
  writeEvidence,
} from "../../sandbox/privilege/evidence";
import { prove } from "../../sandbox/privilege/prove";
import { tableOf } from "../../sandbox/privilege/table";
import { recordProgram } from "../../sandbox/program/record";
import { CommandError } from "../command-error";

export const HELP = `stepline privilege [--env <stack>] [--role <role>]

Proves that the program's roles may do no more than they need: takes each
action of each statement away, alone, and runs the scenarios that use it in the
sandbox. One of them has to go otherwise, or the statement has to give the
reason why nothing offline can tell. A reason is put to the same test: it is
false when a scenario goes otherwise without the action.

  --env <stack>   whose program. Default: dev.
  --role <role>   only this role, without the stack's name: marketing-extract.
                  Prints what it finds, and writes nothing.
  --help          this text.

Writes docs/least-privilege.md and sandbox/privilege/proved-statements.json,
which npm test holds the program against. Takes many minutes: for a good part of
the actions Spark has to run.

Exit status: 0 every action is proved or has its reason; 1 some action or
resource has neither, or a reason is false; 2 the command could not be carried
out.`;

/** `stepline privilege`. */
export async function run(args: readonly string[]): Promise<number> {
  const { env, role } = parseOptions(args);
  const program = await recordProgram({ stack: env });
  const roles = new Authorizer(program)
    .rolePolicies()
    .map(({ roleName }) => roleName.replace(`stepline-${env}-`, ""));
  if (role !== undefined && !roles.includes(role)) {
    throw new CommandError(`Stack "${env}" has no role "${role}": name one of ${roles.join(", ")}.`);
  }
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const evidence = await prove(program, { role, say });
  if (role === undefined) {
    writeEvidence(evidence);
    fs.writeFileSync(TABLE_FILE, tableOf(evidence));
    say(`written: ${EVIDENCE_FILE}, ${TABLE_FILE}`);
  }
  const gaps = everyStatement(evidence).flatMap(unproved);
  gaps.forEach(say);
  return gaps.length === 0 ? 0 : 1;
}

function parseOptions(args: readonly string[]): { readonly env: string; readonly role?: string } {
  const { values } = parseArgs({
    args: [...args],
    options: { env: { type: "string", default: "dev" }, role: { type: "string" } },
  });
  return values;
}
