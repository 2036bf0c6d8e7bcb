import type { Graph } from "../../../../components/workflow/lint/definition";
import type { PairedGraph, PairedState } from "../pairing/pair-graphs";
import type { FieldChange } from "../workflow-change";
import { fieldChange, leafChanges } from "./field-change";
import { languageOf, normalGraph } from "./normal";
import { timeoutChanges } from "./timeouts";

/** What a graph says besides its states: where it starts, its time limit, its comment, how a Map runs it. */
export function* graphFieldChanges({ before, after, names }: PairedGraph): Generator<FieldChange> {
  if (before === undefined || after === undefined) {
    return;
  }
  const prefix = after.field === "" ? "" : `${after.field}.`;
  const told = (change: FieldChange): FieldChange => ({ ...change, path: `${prefix}${change.path}` });
  const start = names.get(before.startAt ?? "") ?? before.startAt;
  if (start !== after.startAt) {
    yield told(fieldChange("route", "StartAt", before.startAt, after.startAt));
  }
  const { TimeoutSeconds: limitBefore, ...was } = normalGraph(before);
  const { TimeoutSeconds: limitAfter, ...is } = normalGraph(after);
  for (const change of timeoutChanges({ TimeoutSeconds: limitBefore }, { TimeoutSeconds: limitAfter })) {
    yield told(change);
  }
  for (const change of leafChanges("other", "", was, is)) {
    yield told(change);
  }
  if (languageOf(before) !== languageOf(after) && !ownerTellsLanguage(before, after)) {
    yield told(fieldChange("other", "QueryLanguage", languageOf(before), languageOf(after)));
  }
}

function ownerTellsLanguage({ owner: before }: Graph, { owner: after }: Graph): boolean {
  return before !== undefined && after !== undefined && before.queryLanguage !== after.queryLanguage;
}

/** The branches of a Parallel, and what the graphs inside a state say of themselves. */
export function* innerGraphChanges({ graphs, branchesReordered }: PairedState): Generator<FieldChange> {
  for (const graph of graphs) {
    if (graph.before === undefined || graph.after === undefined) {
      const { field } = (graph.after ?? graph.before)!;
      yield fieldChange("other", field, graph.before?.startAt, graph.after?.startAt);
    }
    yield* graphFieldChanges(graph);
  }
  if (branchesReordered) {
    const starts = (side: "before" | "after"): readonly unknown[] =>
      graphs
        .flatMap((graph) => graph[side] ?? [])
        .sort((one, other) => placeOf(one) - placeOf(other))
        .map(({ startAt }) => startAt);
    yield fieldChange("output", "Branches order", starts("before"), starts("after"));
  }
}

/** `Branches[2]` -> 2 */
function placeOf({ field }: Graph): number {
  return Number(/\d+/.exec(field)?.[0] ?? 0);
}
