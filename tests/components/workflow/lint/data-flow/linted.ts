import { dataFlowRules } from "../../../../../components/workflow/lint/data-flow/rules";
import { parseDefinition } from "../../../../../components/workflow/lint/definition";
import type { Finding } from "../../../../../components/workflow/lint/finding";
import { integrationRules } from "../../../../../components/workflow/lint/integrations/rules";
import type { LintOptions } from "../../../../../components/workflow/lint/rule";

/** Findings of the rules about calls and data. */
export function findingsIn(definition: unknown, options: LintOptions = {}): readonly Finding[] {
  const workflow = {
    name: "w",
    definition: parseDefinition(definition),
    text: JSON.stringify(definition),
    options,
  };
  return [...integrationRules, ...dataFlowRules].flatMap((rule) => [...rule(workflow)]);
}

/** `undefined-variable A Output`: rule, state and field of each. */
export function places(definition: unknown, options?: LintOptions): readonly string[] {
  return findingsIn(definition, options).map(({ rule, state, field }) => `${rule} ${state ?? "-"} ${field}`);
}

/** States in the order of their names, each going on to the next; the last ends. `Next` given stays. */
export function chain(
  states: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Record<string, unknown> {
  const names = Object.keys(states);
  const linked = names.map((name, index) => {
    const state = states[name];
    const next = names.at(index + 1);
    const final = ["Succeed", "Fail", "Choice"].includes(state.Type as string);
    const way = next === undefined ? { End: true } : { Next: next };
    return [name, final || "Next" in state ? state : { ...state, ...way }];
  });
  return { QueryLanguage: "JSONata", StartAt: names[0], States: Object.fromEntries(linked) as unknown };
}

/** A Task; `Output` is `{}` unless more says otherwise. */
export function task(
  integration: string,
  args: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    Type: "Task",
    Resource: `arn:aws:states:::${integration}`,
    Arguments: args,
    TimeoutSeconds: 60,
    Output: {},
    ...more,
  };
}

export const pass = (more: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  Type: "Pass",
  ...more,
});
