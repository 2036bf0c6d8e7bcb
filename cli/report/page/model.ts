import type {
  AttemptReport,
  ExecutionReport,
  GraphState,
  RunReport,
  StateGraph,
  StateOutcome,
  VisitReport,
} from "../run-report";
import { between } from "./format";

/** One state of one execution with all that the run did in it, and its address on the page. */
export interface StateView {
  readonly id: string;
  readonly state: GraphState;
  readonly execution: ExecutionView;
  readonly visits: readonly VisitReport[];
  /** Sum of the visits, in ms. A visit still open ends with its execution. */
  readonly took: number;
  readonly attempts: number;
  readonly children: readonly ExecutionView[];
}

export interface ExecutionView {
  readonly id: string;
  readonly report: ExecutionReport;
  /** 0 for the parent, 1 for what it started, ... */
  readonly depth: number;
  readonly startedBy?: StateView;
  /** In the order of their first visit, then those not entered as the definition lists them. */
  readonly states: readonly StateView[];
}

/** A report with addresses, and with executions, states and visits that know each other. */
export interface RunView {
  readonly report: RunReport;
  readonly executions: readonly ExecutionView[];
  /** First start and last event, in ms since the epoch. */
  readonly from: number;
  readonly to: number;
}

type Growing<T> = { -readonly [Key in keyof T]: T[Key] };

export function runView(report: RunReport): RunView {
  const executions: Growing<ExecutionView>[] = [];
  for (const [index, execution] of report.executions.entries()) {
    const parent = executions.find((one) => one.report.executionArn === execution.startedBy?.executionArn);
    const visit = parent?.report.visits[execution.startedBy?.visit ?? -1];
    const startedBy = parent?.states.find(({ state }) => state.name === visit?.state);
    const view: Growing<ExecutionView> = {
      id: `run-${index}`,
      report: execution,
      depth: parent === undefined ? 0 : parent.depth + 1,
      startedBy,
      states: [],
    };
    view.states = stateViews(view, index);
    (startedBy?.children as ExecutionView[] | undefined)?.push(view);
    executions.push(view);
  }
  const times = report.executions.flatMap(timesOf).filter((time) => !Number.isNaN(time));
  return {
    report,
    executions,
    from: times.reduce((a, b) => Math.min(a, b), times[0] ?? 0),
    to: times.reduce((a, b) => Math.max(a, b), times[0] ?? 0),
  };
}

/** The states of a graph and of those inside it. */
export function allStates(graph: StateGraph): readonly GraphState[] {
  return graph.states.flatMap((state) => [state, ...state.inner.flatMap(allStates)]);
}

/** A graph and those inside it. */
export function allGraphs(graph: StateGraph): readonly StateGraph[] {
  return [graph, ...graph.states.flatMap(({ inner }) => inner.flatMap(allGraphs))];
}

function stateViews(execution: ExecutionView, index: number): readonly StateView[] {
  const visits = new Map<string, VisitReport[]>();
  for (const visit of execution.report.visits) {
    visits.set(visit.state, [...(visits.get(visit.state) ?? []), visit]);
  }
  const order = [...visits.keys()];
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const states = allStates(execution.report.graph);
  const taken = new Map<string, number>();
  return states
    .map((state): StateView => {
      const own = visits.get(state.name) ?? [];
      return {
        id: uniqueId(`state-${index}-${state.name.replace(/[^\w-]+/g, "-")}`, taken),
        state,
        execution,
        visits: own,
        took: own.reduce((sum, visit) => sum + tookOf(visit, execution.report), 0),
        attempts: own.reduce((sum, visit) => sum + visit.attempts.length, 0),
        children: [],
      };
    })
    .sort((one, other) => rank(one.state.name) - rank(other.state.name));
}

function uniqueId(wished: string, taken: Map<string, number>): string {
  const before = taken.get(wished) ?? 0;
  taken.set(wished, before + 1);
  return before === 0 ? wished : `${wished}.${before}`;
}

/** ISO time at which the visit was over, or its execution if that came first; undefined while it runs. */
export function endOf(visit: VisitReport, execution: ExecutionReport): string | undefined {
  return visit.exitedAt ?? execution.stoppedAt ?? lastAttemptEnd(visit.attempts);
}

function lastAttemptEnd(attempts: readonly AttemptReport[]): string | undefined {
  return attempts[attempts.length - 1]?.endedAt;
}

/** In ms. */
export function tookOf(visit: VisitReport, execution: ExecutionReport): number {
  const end = endOf(visit, execution);
  return end === undefined ? 0 : between(visit.enteredAt, end);
}

/** In ms, between the end of the attempt before and this one's beginning. */
export function waitBefore(attempts: readonly AttemptReport[], index: number): number {
  const before = attempts[index - 1] as AttemptReport | undefined;
  return before === undefined
    ? 0
    : between(before.endedAt ?? before.scheduledAt, attempts[index].scheduledAt);
}

function timesOf(execution: ExecutionReport): readonly number[] {
  const visits = execution.visits.flatMap((visit) => [
    visit.enteredAt,
    visit.exitedAt,
    ...visit.attempts.map(({ endedAt }) => endedAt),
  ]);
  return [execution.startedAt, execution.stoppedAt, ...visits].flatMap((time) =>
    time === undefined ? [] : [Date.parse(time)],
  );
}

/** The error that brought the execution down, where it arose: in the innermost execution that failed. */
export interface Origin {
  readonly view: StateView;
  readonly error?: string;
  readonly cause?: string;
}

export function originOf(execution: ExecutionView): Origin | undefined {
  const blamed = execution.report.visits.find((visit) => isFault(visit, execution));
  const view = execution.states.find(({ state }) => state.name === blamed?.state);
  if (blamed === undefined || view === undefined) {
    return undefined;
  }
  const child = view.children.find(({ report }) => report.executionArn === blamed.childExecutionArn);
  const deeper = child === undefined || child.report.status === "SUCCEEDED" ? undefined : originOf(child);
  const attempt = blamed.attempts.findLast(({ error }) => error !== undefined);
  const { error, cause } = execution.report;
  return deeper ?? { view, error: attempt?.error ?? error, cause: attempt?.cause ?? cause };
}

/** A catch is the origin of a failure only if the run failed: a notice that could not be sent is caught in a green run, too. */
function isFault(visit: VisitReport, execution: ExecutionView): boolean {
  return (
    execution.report.status !== "SUCCEEDED" &&
    ["failed", "caught", "stopped"].includes(visit.outcome satisfies StateOutcome)
  );
}
