import type { Workflow } from "../asl";
import type { Finding } from "./finding";
import { PassedBefore } from "./passed-before";
import { refuseFindings } from "./refusal";

/** A workflow that is about to be deployed, and what the linter says of it. */
export interface LintedBeforeDeploy {
  readonly workflow: Workflow;
  readonly findings: readonly Finding[];
}

/** By everything the findings depend on. A program that is evaluated again declares the same workflows. */
const known = new Map<string, readonly Finding[]>();
let passedBefore: PassedBefore | undefined;

let report = ({ findings }: LintedBeforeDeploy): void => {
  refuseFindings(findings);
};

/** @throws DefinitionRefused with every finding, if there is any. */
export function lintBeforeDeploy(workflow: Workflow): void {
  const question = JSON.stringify([workflow.name, workflow.definition, workflow.lint]);
  const findings = known.get(question) ?? ask(question, workflow);
  known.set(question, findings);
  report({ workflow, findings });
}

function ask(question: string, { name, definition, lint }: Workflow): readonly Finding[] {
  passedBefore ??= new PassedBefore();
  if (passedBefore.has(question)) {
    return [];
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loading the linter takes as long as asking it, and mostly nobody has to.
  const { lintWorkflow } = require("./lint") as typeof import("./lint");
  const findings = lintWorkflow(name, definition, lint);
  if (findings.length === 0) {
    passedBefore.add(question);
  }
  return findings;
}

/** What is linted while `work` runs, instead of the error that the first finding would be. */
export async function lintedDuring(work: () => Promise<unknown>): Promise<readonly LintedBeforeDeploy[]> {
  const linted: LintedBeforeDeploy[] = [];
  const refuse = report;
  report = (each) => linted.push(each);
  try {
    await work();
    return linted;
  } finally {
    report = refuse;
  }
}
