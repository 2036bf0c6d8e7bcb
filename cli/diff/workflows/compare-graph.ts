import { failureWays } from "./dangers/failure-ways";
import { comparedState } from "./fields/compared-state";
import { innerGraphChanges } from "./fields/graph-fields";
import { presenceFields, stateFieldChanges } from "./fields/state-fields";
import type { PairedGraph, PairedState } from "./pairing/pair-graphs";
import type { StateChange } from "./workflow-change";

/** Every state that differs, with what differs; those inside Map and Parallel behind the state around them. */
export function compareGraph(graph: PairedGraph): ReadonlyMap<PairedState, StateChange> {
  const changes = new Map<PairedState, StateChange>();
  const ways =
    graph.before === undefined || graph.after === undefined
      ? undefined
      : failureWays(graph.before, graph.after);
  for (const state of graph.states) {
    const { before, after } = state;
    if (before !== undefined && after !== undefined && ways !== undefined) {
      const compared = comparedState(before, after, ways, graph.names);
      const fields = [...stateFieldChanges(compared), ...innerGraphChanges(state)];
      if (fields.length > 0 || before.name !== after.name) {
        changes.set(state, {
          state: after.path,
          ...(before.name === after.name ? {} : { previousName: before.name }),
          action: fields.length > 0 ? "changed" : "renamed",
          fields,
        });
      }
    } else {
      changes.set(state, presence(state));
    }
    for (const inner of state.graphs) {
      compareGraph(inner).forEach((change, one) => changes.set(one, change));
    }
  }
  return changes;
}

function presence({ before, after }: PairedState): StateChange {
  return after === undefined
    ? { state: before!.path, action: "removed", fields: [...presenceFields(before!, "before")] }
    : { state: after.path, action: "added", fields: [...presenceFields(after, "after")] };
}
