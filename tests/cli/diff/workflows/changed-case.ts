import type { MutableDefinition, MutableStates } from "./snapshots";

export const PARENT = "stepline-dev-marketing-ingest";
export const CHILD = "stepline-dev-marketing-transform-load";

/** The program's workflows with one change, and all that must be told of it: see `told.ts`. */
export interface Case {
  readonly what: string;
  readonly machine: string;
  readonly mutate: (
    states: MutableStates,
    definition: MutableDefinition,
    inputs: Record<string, unknown>,
  ) => unknown;
  readonly told: readonly string[];
}
