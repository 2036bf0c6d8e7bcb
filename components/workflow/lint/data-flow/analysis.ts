import { isFields, listed, type Graph, statesOf, type StateView } from "../definition";
import type { LintedWorkflow } from "../rule";
import type { Problem } from "./scope";
import { type Before, flowThrough } from "./flow";
import { evaluateState } from "./state";
import { ANY, type ValueType } from "./value-type";
import { typeOfShape } from "./shape-type";
import { innerStart } from "./inner";

export interface StateProblem extends Problem {
  readonly state: StateView;
  readonly field: string;
}

/** All that following the data of a workflow gives. */
export interface Analysis {
  readonly problems: readonly StateProblem[];
  /** What the expressions of each state give, by their place: `Arguments.FunctionName`, `Choices[0].Condition`. */
  readonly types: ReadonlyMap<StateView, ReadonlyMap<string, ValueType>>;
  /** Every variable that is assigned anywhere, with the first place of it. */
  readonly assigned: ReadonlyMap<string, { readonly state: StateView; readonly field: string }>;
}

const analyses = new WeakMap<LintedWorkflow, Analysis>();

/** Done once a workflow: several rules ask for it. */
export function analysisOf(workflow: LintedWorkflow): Analysis {
  let analysis = analyses.get(workflow);
  if (analysis === undefined) {
    analysis = analyse(workflow);
    analyses.set(workflow, analysis);
  }
  return analysis;
}

function analyse(workflow: LintedWorkflow): Analysis {
  const { input } = workflow.options;
  return analyseWith(
    workflow,
    input === undefined ? ANY : typeOfShape({ shape: input, shapes: {} }, "the execution's input"),
  );
}

/** What following the data gives when an execution begins with such an input. */
export function analyseWith(workflow: LintedWorkflow, input: ValueType): Analysis {
  const assigned = assignedIn(workflow.definition);
  const problems = new Map<string, StateProblem>();
  const types = new Map<StateView, Map<string, ValueType>>();
  const everAssigned = new Set(assigned.keys());
  const start: Before = { input, variables: new Map(), execution: input };
  const visitAll = (graph: Graph, before: Before): void => {
    for (const [state, begins] of flowThrough(graph, before, workflow)) {
      const own = new Map<string, ValueType>();
      types.set(state, own);
      evaluateState({
        state,
        before: begins,
        workflow,
        everAssigned,
        report: (field, problem) => {
          problems.set([state.path, field, problem.rule, problem.message].join("\n"), {
            ...problem,
            state,
            field,
          });
        },
        typed: (field, type) => own.set(field, type),
      });
      if (state.graphs.length > 0) {
        const inside = innerStart({ state, before: begins, workflow });
        state.graphs.forEach((inner) => {
          visitAll(inner, inside);
        });
      }
    }
  };
  visitAll(workflow.definition, start);
  return { problems: [...problems.values()], types, assigned };
}

function assignedIn(graph: Graph): Analysis["assigned"] {
  const found = new Map<string, { state: StateView; field: string }>();
  for (const state of statesOf(graph)) {
    const parts = [
      { field: "", item: state.fields },
      ...listed(state.fields, "Catch").map(({ field, item }) => ({ field: `${field}.`, item })),
      ...listed(state.fields, "Choices").map(({ field, item }) => ({ field: `${field}.`, item })),
    ];
    for (const { field, item } of parts) {
      for (const key of Object.keys(isFields(item.Assign) ? item.Assign : {})) {
        const name = state.queryLanguage === "JSONPath" ? key.replace(/\.\$$/, "") : key;
        if (!found.has(name)) {
          found.set(name, { state, field: `${field}Assign.${key}` });
        }
      }
    }
  }
  return found;
}
