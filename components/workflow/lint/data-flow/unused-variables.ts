import { jsonataOf, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { analysisOf } from "./analysis";
import { parse, variablesIn } from "./expression";
import { textsOf } from "./syntax";

/** `unused-variable`: assigned somewhere, read nowhere. */
export function* unusedVariables(workflow: LintedWorkflow): Generator<Finding> {
  const read = new Set<string>();
  for (const state of statesOf(workflow.definition)) {
    for (const name of readIn(state)) {
      read.add(name);
    }
  }
  for (const [name, { state, field }] of analysisOf(workflow).assigned) {
    if (!read.has(name)) {
      yield inState(workflow, state, {
        rule: "unused-variable",
        field,
        message: `$${name} is assigned, but nothing reads it: it only adds to what the execution carries.`,
        fix: `Leave ${name} out of Assign, or use it.`,
      });
    }
  }
}

function* readIn(state: StateView): Generator<string> {
  for (const { text } of textsOf(state)) {
    const expression = state.queryLanguage === "JSONata" ? jsonataOf(text) : undefined;
    if (expression === undefined) {
      // JSONPath: `$name.member` beside `$.member`.
      yield* [...text.matchAll(/\$([A-Za-z_]\w*)/g)].map((match) => match[1]);
      continue;
    }
    const parsed = parse(expression);
    yield* "node" in parsed ? variablesIn(parsed.node) : [];
  }
}
