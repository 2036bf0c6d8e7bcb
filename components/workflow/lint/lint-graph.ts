import { parseDefinition } from "./definition";
import type { Finding } from "./finding";
import { graphRules } from "./graph/graph-rules";
import { timeoutRules } from "./reliability/timeout-rules";
import type { LintedWorkflow, LintOptions } from "./rule";

/** Only where states lead and how long they may take: what can be said while a workflow is put together. */
export function lintGraph(name: string, definition: unknown): readonly Finding[] {
  const workflow = lintedWorkflow(name, definition, {});
  return [...graphRules(workflow), ...timeoutRules(workflow)];
}

/** What rules look at. */
export function lintedWorkflow(name: string, definition: unknown, options: LintOptions): LintedWorkflow {
  return { name, definition: parseDefinition(definition), text: JSON.stringify(definition), options };
}
