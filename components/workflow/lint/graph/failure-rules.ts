import { type Graph, graphsOf, listed, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { FailureTail, isNotice, isRecord } from "./failure-tail";
import { isEnd } from "./graph-rules";

interface Visit {
  readonly state: StateView;
  readonly recorded: boolean;
  readonly notified: boolean;
  readonly before?: Visit;
}

/**
 * `failure-ends-green`, `failure-not-recorded`, `failure-not-notified`: every path from every Catch ends in a Fail, and passes a
 * write to the ledger and a notice on its way, or has passed them before. Whoever reports a workflow's failures for it needs only the Fail; a Fail inside a
 * Parallel or Map goes to the Catch around it.
 */
export function* failureRules(workflow: LintedWorkflow): Generator<Finding> {
  const { failuresReportedBy: reporter = "workflow" } = workflow.options;
  for (const graph of graphsOf(workflow.definition)) {
    const reportsItself = reporter === "workflow" && graph.owner === undefined;
    const tail = new FailureTail(graph);
    for (const state of graph.states.values()) {
      for (const { field, item } of listed(state.fields, "Catch")) {
        const target = graph.states.get(String(item.Next));
        if (target !== undefined) {
          const start = { state, ...tail.attemptedAt(state) };
          const ends = endsOf(graph, visit(target, start));
          yield* brokenBy(workflow, state, `${field}.Next`, ends, reportsItself);
        }
      }
    }
  }
}

function* brokenBy(
  workflow: LintedWorkflow,
  from: StateView,
  field: string,
  ends: Iterable<Visit>,
  reportsItself: boolean,
): Generator<Finding> {
  const found = new Set<string>();
  for (const end of ends) {
    const rule = ruleBroken(end, reportsItself);
    if (rule === undefined || found.has(rule)) {
      continue;
    }
    found.add(rule);
    const path = pathTo(end).join(" → ");
    yield inState(workflow, from, { rule, field, ...WORDS[rule](path) });
  }
}

type FailureRule = "failure-ends-green" | "failure-not-recorded" | "failure-not-notified";

const WORDS: Readonly<Record<FailureRule, (path: string) => { message: string; fix: string }>> = {
  "failure-ends-green": (path) => ({
    message: `an error ends as a success: ${path}.`,
    fix: "Lead it to a Fail, or declare an exemption with its reason.",
  }),
  "failure-not-recorded": (path) => ({
    message: `an error is not recorded before the end: ${path}.`,
    fix: "Lead it through a write to the ledger (dynamodb:updateItem), or declare an exemption with its reason.",
  }),
  "failure-not-notified": (path) => ({
    message: `nobody is told of an error: ${path}.`,
    fix: "Lead it through a notice (sns:publish), or declare an exemption with its reason.",
  }),
};

function ruleBroken({ state, recorded, notified }: Visit, reportsItself: boolean): FailureRule | undefined {
  if (state.type !== "Fail") {
    return "failure-ends-green";
  }
  if (!reportsItself) {
    return undefined;
  }
  if (!recorded) {
    return "failure-not-recorded";
  }
  return notified ? undefined : "failure-not-notified";
}

/** Breadth first, so that the path shown is a short one. */
function* endsOf(graph: Graph, first: Visit): Generator<Visit> {
  const open = [first];
  const seen = new Set<string>();
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const key = JSON.stringify([at.state.name, at.recorded, at.notified]);
    if (seen.has(key)) {
      continue;
    }
    seen.add(key);
    if (isEnd(at.state)) {
      yield at;
    }
    for (const { to } of at.state.transitions) {
      const next = graph.states.get(to);
      if (next !== undefined) {
        open.push(visit(next, at));
      }
    }
  }
}

function visit(state: StateView, before: Visit): Visit {
  return {
    state,
    recorded: before.recorded || isRecord(state),
    notified: before.notified || isNotice(state),
    before,
  };
}

function pathTo(end: Visit): readonly string[] {
  const names: string[] = [];
  for (let at: Visit | undefined = end; at !== undefined; at = at.before) {
    names.unshift(at.state.name);
  }
  return names;
}
