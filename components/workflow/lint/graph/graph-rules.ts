import { type Graph, graphsOf, type StateView, type Transition } from "../definition";
import type { Finding } from "../finding";
import { inGraph, inState, type LintedWorkflow } from "../rule";
import { nearest } from "../nearest";
import { cycles, type Edges, reachable, reversed } from "./cycles";

/** `unknown-target`, `unreachable-state`, `dead-end`, `endless-loop`: every state is reached, and every path ends. */
export function* graphRules(workflow: LintedWorkflow): Generator<Finding> {
  for (const graph of graphsOf(workflow.definition)) {
    yield* targets(workflow, graph);
    yield* reached(workflow, graph);
    yield* ends(workflow, graph);
  }
}

function* targets(workflow: LintedWorkflow, graph: Graph): Generator<Finding> {
  const near = (name: string): string => {
    const meant = nearest(name, graph.states.keys());
    return meant === undefined
      ? `Add the state, or name one of ${[...graph.states.keys()].join(", ")}.`
      : `Write "${meant}".`;
  };
  if (graph.startAt !== undefined && !graph.states.has(graph.startAt)) {
    yield inGraph(workflow, graph, {
      rule: "unknown-target",
      field: "StartAt",
      message: `no state is named "${graph.startAt}".`,
      fix: near(graph.startAt),
    });
  }
  for (const state of graph.states.values()) {
    for (const { field, to } of state.transitions) {
      if (!graph.states.has(to)) {
        yield inState(workflow, state, {
          rule: "unknown-target",
          field,
          message: `no state${graph.owner === undefined ? "" : ` of this ${graph.owner.type}`} is named "${to}".`,
          fix: near(to),
        });
      }
    }
  }
}

function* reached(workflow: LintedWorkflow, graph: Graph): Generator<Finding> {
  const fromStart = reachable(edgesOf(graph), graph.startAt === undefined ? [] : [graph.startAt]);
  for (const state of graph.states.values()) {
    if (!fromStart.has(state.name)) {
      yield inState(workflow, state, {
        rule: "unreachable-state",
        field: "name",
        message: "nothing leads to this state.",
        fix: "Name it in a Next, Default or Catch, or remove it.",
      });
    }
  }
}

/** Of a graph, by every way out of a state or by some kinds only. */
export function edgesOf(
  graph: Graph,
  follow: (transition: Transition, state: StateView) => boolean = () => true,
): Edges {
  return new Map(
    [...graph.states.values()].map((state) => [
      state.name,
      state.transitions.filter((transition) => follow(transition, state)).map(({ to }) => to),
    ]),
  );
}

/** A state that ends its graph. */
export function isEnd({ type, fields }: StateView): boolean {
  return type === "Succeed" || type === "Fail" || (type !== "Choice" && fields.End === true);
}

const GOES_ON = ["Task", "Pass", "Wait", "Parallel", "Map"];

function* ends(workflow: LintedWorkflow, graph: Graph): Generator<Finding> {
  for (const state of graph.states.values()) {
    if (GOES_ON.includes(state.type) && state.fields.Next === undefined && state.fields.End !== true) {
      yield inState(workflow, state, {
        rule: "dead-end",
        field: "Next",
        message: "is missing, and the state is no end either.",
        fix: "Name the next state, or write End: true.",
      });
    }
  }
  // An error is no way to leave a loop: a loop that only a Catch leaves runs until something breaks.
  const edges = edgesOf(graph, ({ kind }) => kind !== "catch");
  const leadsToEnd = reachable(
    reversed(edges),
    [...graph.states.values()]
      .filter((state) => isEnd(state) || (edges.get(state.name) ?? []).length === 0)
      .map(({ name }) => name),
  );
  const fromStart = reachable(edgesOf(graph), graph.startAt === undefined ? [] : [graph.startAt]);
  const trapped = [...graph.states.values()].filter(
    ({ name }) => !leadsToEnd.has(name) && fromStart.has(name),
  );
  const looping = cycles(edges);
  // An unknown target may be the end somebody meant: it has a finding of its own.
  const first = trapped.find(
    ({ name, transitions }) =>
      looping.some((loop) => loop.has(name)) && transitions.every(({ to }) => graph.states.has(to)),
  );
  if (first !== undefined) {
    yield inState(workflow, first, {
      rule: "endless-loop",
      field: first.transitions[0]?.field ?? "Next",
      message: `from here no path ends: ${trapped.map(({ name }) => name).join(", ")} lead only to each other.`,
      fix: "Add a Choice that leaves the loop.",
    });
  }
}
