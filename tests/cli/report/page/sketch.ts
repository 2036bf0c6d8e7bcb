import type {
  AttemptReport,
  ExecutionReport,
  ExecutionStatus,
  GraphEdge,
  GraphState,
  LogLine,
  Payload,
  StateGraph,
  StateOutcome,
  VisitReport,
} from "../../../../cli/report/run-report";

/** A graph before anything ran in it. */
export type StateSketch = Pick<GraphState, "type" | "resource" | "comment"> & {
  readonly edges: readonly Omit<GraphEdge, "taken" | "caught">[];
  readonly inner?: readonly StateGraph[];
};

/** A step of an execution: the state it was in, for how long, and what went on there. */
export interface Step {
  readonly state: string;
  readonly ms: number;
  readonly outcome?: StateOutcome;
  /** Ms of each attempt, with the error that ended it; a wait of `waitMs` before each but the first. */
  readonly attempts?: readonly { readonly ms: number; readonly error?: string; readonly cause?: string }[];
  readonly waitMs?: number;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly assigned?: Readonly<Record<string, string>>;
  readonly logs?: readonly Omit<LogLine, "at">[];
  readonly childExecutionArn?: string;
}

export interface ExecutionSketch {
  readonly name: string;
  readonly startAt: string;
  readonly states: Readonly<Record<string, StateSketch>>;
  readonly startedAt: string;
  readonly status: ExecutionStatus;
  readonly error?: string;
  readonly cause?: string;
  readonly steps: readonly Step[];
  readonly startedBy?: ExecutionReport["startedBy"];
}

export function task(
  resource: string,
  next: string | undefined,
  caught: readonly string[] = [],
): StateSketch {
  const [errors, handlers] = [["States.DataLimitExceeded", "States.ALL"], caught];
  return {
    type: "Task",
    resource: `arn:aws:states:::${resource}`,
    edges: [
      ...(next === undefined ? [] : [{ to: next, kind: "next" as const, label: "" }]),
      ...handlers.map((to, index) => ({ to, kind: "catch" as const, label: errors[index] ?? "States.ALL" })),
    ],
  };
}

export function plain(type: string, next?: string, comment?: string): StateSketch {
  return { type, comment, edges: next === undefined ? [] : [{ to: next, kind: "next", label: "" }] };
}

export function choice(cases: readonly (readonly [string, string])[], otherwise: string): StateSketch {
  return {
    type: "Choice",
    edges: [
      ...cases.map(([label, to]) => ({ to, kind: "choice" as const, label })),
      { to: otherwise, kind: "default", label: "" },
    ],
  };
}

/** What a report says of an execution that went through these steps, one right after the other. */
export function executionOf(sketch: ExecutionSketch): ExecutionReport {
  let now = Date.parse(sketch.startedAt) + 12;
  const visits = sketch.steps.map((step): VisitReport => {
    const visit = visitOf(step, sketch.states[step.state].type, now);
    now += step.ms + 2;
    return visit;
  });
  const ended = sketch.status !== "RUNNING";
  return {
    executionArn: executionArn(sketch.name),
    machineName: sketch.name,
    status: sketch.status,
    error: sketch.error,
    cause: sketch.cause,
    startedAt: sketch.startedAt,
    stoppedAt: ended ? iso(now + 8) : undefined,
    input: payload(sketch.steps[0]?.input ?? {}),
    output:
      sketch.status === "SUCCEEDED"
        ? payload(sketch.steps[sketch.steps.length - 1]?.output ?? {})
        : undefined,
    startedBy: sketch.startedBy,
    graph: graphOf(sketch),
    visits,
  };
}

export function executionArn(name: string): string {
  return `arn:aws:states:eu-central-1:123456789012:execution:stepline-dev-${name}:2008-11-21-run`;
}

export function payload(value: unknown): Payload {
  return { json: JSON.stringify(value, null, 2), truncated: false };
}

export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function graphOf({
  startAt,
  states,
  steps,
}: Pick<ExecutionSketch, "startAt" | "states" | "steps">): StateGraph {
  return {
    startAt,
    states: Object.entries(states).map(([name, { edges, inner = [], ...state }]): GraphState => {
      const own = steps.filter((step) => step.state === name);
      return {
        ...state,
        name,
        outcome: own.length === 0 ? "not entered" : (own[own.length - 1].outcome ?? "succeeded"),
        entered: own.length,
        end: edges.length === 0,
        edges: edges.map((edge) => {
          const left = leftBy(name, edge, steps);
          const caught = left.flatMap(({ attempts = [] }) => attempts.at(-1)?.error ?? []);
          const errors = edge.kind === "catch" && caught.length > 0 ? { caught: [...new Set(caught)] } : {};
          return { ...edge, taken: left.length, ...errors };
        }),
        inner,
      };
    }),
  };
}

/** The steps that this edge led away from. */
function leftBy(
  name: string,
  edge: Omit<GraphEdge, "taken" | "caught">,
  steps: readonly Step[],
): readonly Step[] {
  const catches = edge.kind === "catch";
  return steps.filter(
    (step, index) =>
      step.state === name &&
      steps[index + 1]?.state === edge.to &&
      (step.outcome === "caught") === catches &&
      (!catches || edge.label === "States.ALL"),
  );
}

function visitOf(step: Step, type: string, start: number): VisitReport {
  const open = step.outcome === "running" || step.outcome === "stopped";
  return {
    state: step.state,
    type,
    enteredAt: iso(start),
    exitedAt: open ? undefined : iso(start + step.ms),
    outcome: step.outcome ?? "succeeded",
    input: payload(step.input ?? {}),
    output: open || step.outcome === "failed" ? undefined : payload(step.output ?? {}),
    assigned: step.assigned ?? {},
    attempts: attemptsOf(step, start),
    childExecutionArn: step.childExecutionArn,
    logs: (step.logs ?? []).map((line, index) => ({ ...line, at: iso(start + 40 * (index + 1)) })),
  };
}

function attemptsOf(
  { attempts = [], waitMs = 0, output, outcome }: Step,
  start: number,
): readonly AttemptReport[] {
  let at = start;
  return attempts.map(({ ms, error, cause }, index): AttemptReport => {
    at += index === 0 ? 1 : waitMs;
    const scheduled = at;
    at += ms;
    const open = outcome === "running" && index === attempts.length - 1;
    return {
      scheduledAt: iso(scheduled),
      startedAt: iso(scheduled + Math.min(ms, 3)),
      endedAt: open ? undefined : iso(at),
      outcome: open
        ? "running"
        : error === undefined
          ? "succeeded"
          : error === "States.Timeout"
            ? "timed out"
            : "failed",
      error,
      cause,
      parameters: payload({ FunctionName: "stepline-dev-marketing", Payload: { logicalDate: "2008-11-21" } }),
      output: error === undefined ? payload(output ?? { StatusCode: 200 }) : undefined,
    };
  });
}
