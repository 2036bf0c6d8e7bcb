import { dataFlowRules } from "./data-flow/rules";
import { exempted } from "./exemptions";
import type { Finding } from "./finding";
import { failureRules } from "./graph/failure-rules";
import { graphRules } from "./graph/graph-rules";
import { integrationRules } from "./integrations/rules";
import { historyRules } from "./loops/history-rules";
import { defaultRules, loopRules } from "./loops/loop-rules";
import { pollRules } from "./loops/poll-rules";
import { errorRules } from "./reliability/error-rules";
import { retryRules } from "./reliability/retry-rules";
import { timeoutRules } from "./reliability/timeout-rules";
import { lintedWorkflow } from "./lint-graph";
import type { LintOptions, Rule } from "./rule";
import { expressRules } from "./structure/express-rules";
import { fieldRules } from "./structure/field-rules";
import { mapRules } from "./structure/map-rules";
import { conflictRules, nameRules, synthTimeRules } from "./structure/shape-rules";

/** In the order of their findings: what is said about an object, about its neighbours, about the whole. */
const RULES: readonly Rule[] = [
  fieldRules,
  mapRules,
  conflictRules,
  nameRules,
  synthTimeRules,
  expressRules,
  graphRules,
  timeoutRules,
  retryRules,
  errorRules,
  failureRules,
  defaultRules,
  loopRules,
  pollRules,
  historyRules,
  ...integrationRules,
  ...dataFlowRules,
];

/**
 * Everything that is wrong with a definition in the Amazon States Language, JSONPath or JSONata, as JSON that was parsed. Pure and
 * without a call to anything.
 */
export function lintWorkflow(
  name: string,
  definition: unknown,
  options: LintOptions = {},
): readonly Finding[] {
  const workflow = lintedWorkflow(name, definition, options);
  return exempted(
    workflow,
    RULES.flatMap((rule) => [...rule(workflow)]),
  );
}
