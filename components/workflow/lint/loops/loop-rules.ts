import { graphsOf, statesOf } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { type Loop, loopsOf } from "./loops";

/**
 * `loop-limit`: every loop counts its rounds, or looks at the clock, and leaves by a Choice. The machine's TimeoutSeconds is no
 * such limit: it ends an execution where no Catch sees it, with nothing recorded or told.
 */
export function* loopRules(workflow: LintedWorkflow): Generator<Finding> {
  for (const graph of graphsOf(workflow.definition)) {
    for (const loop of allOf(loopsOf(graph))) {
      if (loop.limit === undefined) {
        yield unlimited(workflow, loop);
      }
    }
  }
}

function* allOf(loops: readonly Loop[]): Generator<Loop> {
  for (const loop of loops) {
    yield loop;
    yield* allOf(loop.inner);
  }
}

function unlimited(workflow: LintedWorkflow, { states, ways }: Loop): Finding {
  const way = ways.find(({ from }) => from.type === "Choice") ?? ways[0];
  return inState(workflow, way.from, {
    rule: "loop-limit",
    field: way.transition.field,
    message: `nothing ends the loop ${[...states].join(", ")}: no counter that each round steps, no time that is compared.`,
    fix:
      way.from.queryLanguage === "JSONata"
        ? "Count in Assign ($polls + 1), and ask in the Choice ($polls < 30)."
        : "Count in a Pass (States.MathAdd($.polls, 1)), and ask in the Choice (NumericLessThan: 30).",
  });
}

/** `choice-default`: a Choice without Default ends the execution when no rule holds, and nothing catches that. */
export function* defaultRules(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    if (state.type === "Choice" && state.fields.Default === undefined) {
      yield inState(workflow, state, {
        rule: "choice-default",
        field: "Default",
        message:
          "is missing: an input that no rule expects ends the execution with States.NoChoiceMatched, which nothing catches.",
        fix: "Name the state for everything else; for a status, a failure.",
      });
    }
  }
}
