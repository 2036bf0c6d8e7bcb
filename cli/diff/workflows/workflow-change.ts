/** Parent and child together: one group for all state machines that start each other. */
export interface WorkflowChange {
  /** The machine that no other of the group starts; of several, or in a circle, the first by URN. */
  readonly root: string;
  /** Root first, then as they are started. */
  readonly machines: readonly MachineChange[];
  readonly graphs: WorkflowGraphs;
}

/** Mermaid flow charts: `before` marks what is removed or changed, `after` what is added or changed. One is absent where the group is. */
export interface WorkflowGraphs {
  readonly before?: string;
  readonly after?: string;
  /** Less than everything where GitHub would refuse the chart as too large. `nothing`: neither states nor their ways change, or even the least is too large. */
  readonly shows: "everything" | "changed machines" | "changed states" | "nothing";
}

export interface MachineChange {
  /** `stepline-dev-marketing-ingest` */
  readonly name: string;
  /** Where the machine had another name. */
  readonly previousName?: string;
  /** `renamed`: nothing else changes. */
  readonly action: "added" | "removed" | "changed" | "renamed" | "unchanged";
  /** In which revision its definition is a secret, or no JSON: nothing is said of its states then, nor drawn. */
  readonly unreadable?: "base" | "head" | "both";
  /** Fields of the machine itself: `TimeoutSeconds`, `StartAt`, `Comment`, logging, tracing. */
  readonly fields: readonly FieldChange[];
  readonly states: readonly StateChange[];
  /** What no single field tells: failures that end as a success, states that nothing leads to. */
  readonly dangers: readonly FlowDanger[];
}

export interface FlowDanger {
  readonly kind: "failure-ends-green" | "unreachable";
  /** As `StateChange.state`. */
  readonly states: readonly string[];
  /** From one of them to the end that is no Fail; only of `failure-ends-green`. */
  readonly way?: readonly string[];
}

export interface StateChange {
  /** `Transform`; inside Map or Parallel `Fetch files / Fetch one`. */
  readonly state: string;
  /** Where the state had another name: same body, same place in the graph. */
  readonly previousName?: string;
  readonly action: "added" | "removed" | "changed" | "renamed";
  /** In the order a reader needs: what it does, where it leads, how it fails, the rest. Of an added or removed state: what it is. */
  readonly fields: readonly FieldChange[];
}

export interface FieldChange {
  /** What it is about. */
  readonly topic:
    "route" | "retry" | "catch" | "timeout" | "arguments" | "output" | "variables" | "resource" | "other";
  /** `Next`, `Catch[States.Timeout].Next`, `Retry[Glue.ConcurrentRunsExceededException].MaxAttempts`, `Arguments.JobName` */
  readonly path: string;
  /** Which member of `Choices`, `Retry` or `Catch`: its condition (of a changed condition: its target), its errors. */
  readonly item?: string;
  /** Absent: there was nothing, not even a default. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Why a reviewer must not miss it: what surely follows from both definitions. */
  readonly danger?: string;
}
