/** A flow chart as data, before it is written as Mermaid. */
export interface Chart {
  /** Machines, and what is outside of the stack. */
  readonly groups: readonly Group[];
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** As a difference is coloured. */
export type Mark = "added" | "removed" | "changed";

/** A frame around nodes: a machine, a Map or Parallel, a branch. */
export interface Group {
  /** `m1`, `m1s3g` */
  readonly id: string;
  readonly title: string;
  readonly mark?: Mark;
  readonly groups: readonly Group[];
  readonly nodes: readonly Node[];
}

export interface Node {
  /** `m1s3`: the same in both revisions. */
  readonly id: string;
  readonly shape: Shape;
  readonly name: string;
  /** Second line: `Task glue:startJobRun.sync`. */
  readonly detail?: string;
  readonly mark?: Mark;
}

export type Shape = "start" | "call" | "child" | "choice" | "pass" | "wait" | "end" | "fan-out";

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly line: "plain" | "dotted" | "thick";
  /** Empty: without words. */
  readonly label: string;
  readonly mark?: Mark;
}

/** Every node of a chart, at any depth. */
export function* nodesOf({ groups, nodes }: Pick<Chart, "groups" | "nodes">): Generator<Node> {
  yield* nodes;
  for (const group of groups) {
    yield* nodesOf(group);
  }
}
