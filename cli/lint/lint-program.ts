import type { Finding } from "../../components/workflow/lint/finding";
import { lintedDuring } from "../../components/workflow/lint/before-deploy";
import { lintWorkflow } from "../../components/workflow/lint/lint";
import type { RecordedProgram } from "../../sandbox/types";

/** Names of the linted machines, and everything that is wrong with them. */
export interface LintedMachines {
  readonly machines: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * Lints every state machine that a program declares: workflows as their components lint them, with their options, and machines
 * declared by themselves. The program is evaluated twice, and has to declare the same definitions.
 *
 * @param record evaluates the program
 */
export async function lintProgram(record: () => Promise<RecordedProgram>): Promise<LintedMachines> {
  const programs: RecordedProgram[] = [];
  const linted = await lintedDuring(async () => {
    programs.push(await record(), await record());
  });
  const [first, second] = programs.map(definitionsOf);
  const known = new Map(linted.map(({ workflow, findings }) => [workflow.name, findings]));
  const findings = [...first].flatMap(([name, { text, machineType }]) => [
    ...(known.get(name) ?? lintWorkflow(name, JSON.parse(text), { machineType })),
    ...(second.get(name)?.text === text ? [] : [unstable(name)]),
  ]);
  return { machines: [...first.keys()], findings };
}

function definitionsOf({
  resources,
}: RecordedProgram): ReadonlyMap<string, { text: string; machineType: "STANDARD" | "EXPRESS" }> {
  return new Map(
    resources
      .filter(({ type }) => type === "aws:sfn/stateMachine:StateMachine")
      .map(({ name, inputs }) => [
        typeof inputs.name === "string" ? inputs.name : name,
        {
          text: String(inputs.definition),
          machineType: inputs.type === "EXPRESS" ? "EXPRESS" : "STANDARD",
        },
      ]),
  );
}

function unstable(workflow: string): Finding {
  return {
    rule: "unstable-definition",
    workflow,
    field: "definition",
    message: "differs when the program is evaluated again: each deploy would change the machine.",
    fix: "Take times and random values from the execution, not from the program.",
  };
}
