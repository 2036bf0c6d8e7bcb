import type { Finding } from "../../components/workflow/lint/finding";
import { lintedWorkflow } from "../../components/workflow/lint/lint-graph";
import { errorRules } from "../../components/workflow/lint/reliability/error-rules";
import { retryRules } from "../../components/workflow/lint/reliability/retry-rules";
import { timeoutRules } from "../../components/workflow/lint/reliability/timeout-rules";
import type { Rule as LintRule } from "../../components/workflow/lint/rule";
import { statesOf } from "../../components/workflow/lint/definition";
import { read, type Resource } from "../resource";
import { type ResourceRule, resourceRule } from "../rule";
import { definitionOf, STATE_MACHINE } from "./state-machine";

/** What the workflow linter says of a definition under some of its rules' names. */
function linted(
  name: string,
  checks: string,
  lintRule: LintRule,
  findingsOf: readonly string[],
): ResourceRule {
  return resourceRule({
    name,
    controls: ["own"],
    checks,
    enforcement: "mandatory",
    types: [STATE_MACHINE],
    check: (machine) =>
      [...findings(machine, lintRule)].filter(({ rule }) => findingsOf.includes(rule)).map(problem),
  });
}

function findings(machine: Resource, lintRule: LintRule): Iterable<Finding> {
  const definition = definitionOf(machine);
  if (definition === undefined) {
    return [];
  }
  const machineType = read(machine, "type") === "EXPRESS" ? "EXPRESS" : "STANDARD";
  return lintRule(lintedWorkflow(machine.name, definition, { machineType }));
}

function problem({ state, field, message, fix }: Finding): string {
  return `${state === undefined ? "" : `state "${state}", `}${field} ${message} ${fix}`;
}

/** SQL of the Data API: one statement, or those of a batch, which are one transaction until a TRUNCATE commits it. */
const BATCH = ":aws-sdk:redshiftdata:batchExecuteStatement";

export const workflowReliabilityRules: readonly ResourceRule[] = [
  linted(
    "Workflow-tasks-have-timeouts",
    "Every Task and every machine has TimeoutSeconds: a job that is lost hangs for a year without.",
    timeoutRules,
    ["task-timeout", "machine-timeout"],
  ),
  linted(
    "Workflow-retries-name-transient-errors",
    "Every Task retries named transient errors, with jitter and without a wildcard.",
    retryRules,
    ["retry-missing", "retry-wildcard", "retry-jitter"],
  ),
  linted("Workflow-tasks-catch-errors", "Every Task has a Catch for every error.", errorRules, [
    "catch-missing",
  ]),
  linted(
    "Workflow-first-catcher-names-data-limit",
    "The first catcher names States.DataLimitExceeded, which States.ALL may not catch.",
    errorRules,
    ["first-catcher"],
  ),
  resourceRule({
    name: "Workflow-batches-do-not-truncate",
    controls: ["own"],
    checks: "No TRUNCATE in a batch of SQL: it commits the transaction that the batch is.",
    enforcement: "mandatory",
    types: [STATE_MACHINE],
    check: (machine) =>
      [...findings(machine, truncations)].map(
        ({ state = "", field }) =>
          `state "${state}", ${field} holds a TRUNCATE, which commits what the batch did before. Write DELETE FROM.`,
      ),
  }),
];

const truncations: LintRule = function* ({ definition, name }) {
  for (const { fields, path } of statesOf(definition)) {
    const field = fields.Arguments === undefined ? "Parameters" : "Arguments";
    const batch = typeof fields.Resource === "string" && fields.Resource.endsWith(BATCH);
    if (batch && /\btruncate\b/i.test(JSON.stringify(fields[field] ?? ""))) {
      yield { rule: "truncate", workflow: name, state: path, field, message: "", fix: "" };
    }
  }
};
