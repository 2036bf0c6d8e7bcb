/** Parent and child together: one group for each tree of state machines that start each other. */
export interface WorkflowChange {
  /** The machine that nobody in the tree starts. */
  readonly root: string;
  /** Root first. */
  readonly machines: readonly MachineChange[];
  /** Mermaid flow charts of the whole tree, changed states marked; one is absent where the tree is. */
  readonly graphs: { readonly before?: string; readonly after?: string };
}

export interface MachineChange {
  /** `stepline-dev-marketing-ingest` */
  readonly name: string;
  readonly action: "added" | "removed" | "changed" | "unchanged";
  /** Fields of the machine itself: `TimeoutSeconds`, `StartAt`, `Comment`, logging, tracing. */
  readonly fields: readonly FieldChange[];
  readonly states: readonly StateChange[];
}

export interface StateChange {
  /** `Transform`; inside Map or Parallel `Fetch files / Fetch one`. */
  readonly state: string;
  /** Where the state had another name: same body, same place in the graph. */
  readonly previousName?: string;
  readonly action: "added" | "removed" | "changed" | "renamed";
  /** In the order a reader needs: what it does, where it leads, how it fails, the rest. */
  readonly fields: readonly FieldChange[];
}

export interface FieldChange {
  /** What it is about. */
  readonly topic:
    "route" | "retry" | "catch" | "timeout" | "arguments" | "output" | "variables" | "resource" | "other";
  /** `Next`, `Catch[States.Timeout].Next`, `Retry[Glue.ConcurrentRunsExceededException].MaxAttempts`, `Arguments.JobName` */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}
