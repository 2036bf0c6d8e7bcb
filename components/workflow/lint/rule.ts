import type { Graph, StateView } from "./definition";
import type { Finding } from "./finding";
import type { Shape } from "./integrations/shape";

/** One or several related things every definition must keep. Pure: the same workflow gives the same findings. */
export type Rule = (workflow: LintedWorkflow) => Iterable<Finding>;

export interface LintedWorkflow {
  /** `stepline-dev-marketing-ingest` */
  readonly name: string;
  /** The machine: its states, and the graphs inside them. */
  readonly definition: Graph;
  /** The definition as JSON text. */
  readonly text: string;
  readonly options: LintOptions;
}

/** What a definition can't say about itself. */
export interface LintOptions {
  /** Default: STANDARD. */
  readonly machineType?: "STANDARD" | "EXPRESS";
  /** Errors that trying again does not mend, besides those that a Fail state of the workflow raises: no Retry may name them. */
  readonly businessErrors?: readonly string[];
  /** Who records and reports that an execution failed. Default: the workflow itself. */
  readonly failuresReportedBy?: "workflow" | { readonly caller: string; readonly reason: string };
  /** Definitions of the machines it starts, by the ARN or name that `StateMachineArn` gives, with or without alias. */
  readonly children?: Readonly<Record<string, unknown>>;
  /** What the Lambda functions return, by name, or by the last parts of it: `extract` for `stepline-dev-marketing-extract`. */
  readonly functionResults?: Readonly<Record<string, Shape>>;
  /** What an execution is started with. Default: anything. */
  readonly input?: Shape;
  /** What is meant to be as it is. One that exempts nothing is a finding itself. */
  readonly exemptions?: readonly Exemption[];
}

/** One place where a rule does not hold on purpose. */
export interface Exemption {
  readonly rule: string;
  /** As findings name it. */
  readonly state: string;
  /** As findings name it: `Catch[1].Next`. Default: every field of the state. */
  readonly field?: string;
  readonly reason: string;
}

/** A finding about a state. */
export function inState(
  workflow: LintedWorkflow,
  state: StateView,
  finding: Omit<Finding, "workflow" | "state">,
): Finding {
  return { ...finding, workflow: workflow.name, state: state.path };
}

/** A finding about a graph: the machine, or a part of the state around it. */
export function inGraph(
  workflow: LintedWorkflow,
  graph: Graph,
  finding: Omit<Finding, "workflow" | "state">,
): Finding {
  return graph.owner === undefined
    ? { ...finding, workflow: workflow.name }
    : inState(workflow, graph.owner, { ...finding, field: `${graph.field}.${finding.field}` });
}
