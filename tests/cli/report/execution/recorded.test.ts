import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { stateGraph } from "../../../../cli/report/execution/graph";
import { visitOutcomes } from "../../../../cli/report/execution/outcomes";
import { executionVisits } from "../../../../cli/report/execution/visits";
import type { StateGraph } from "../../../../cli/report/run-report";

/** As the sandbox answered GetExecutionHistory, times as text. */
interface Recorded {
  readonly definition: unknown;
  readonly events: readonly (Omit<HistoryEvent, "timestamp"> & { readonly timestamp: string })[];
}

describe("a recorded history with a Parallel, a Map and a caught branch", () => {
  const file = path.join(__dirname, "recorded", "parallel-and-map.json");
  const { definition, events } = JSON.parse(fs.readFileSync(file, "utf8")) as Recorded;
  const visits = executionVisits(events.map((event) => ({ ...event, timestamp: new Date(event.timestamp) })));
  const outcomes = visitOutcomes(visits, "SUCCEEDED");
  const graph = stateGraph(definition, visits, outcomes);

  it("gives every visit its place, and each how it fared", () => {
    const told = visits.map(({ state, within }, index) => [state, within?.state, outcomes[index]]);
    const each = ["One", "Two", "Small", "One", "Two", "Big", "One", "Two", "Big"];
    assert.deepEqual(told, [
      ["Both", undefined, "succeeded"],
      ["LeftWait", "Both", "succeeded"],
      ["RightA", "Both", "succeeded"],
      ["RightB", "Both", "succeeded"],
      ["Left", "Both", "succeeded"],
      ["Each", undefined, "succeeded"],
      ...each.map((state) => [state, "Each", "succeeded"]),
      ["Guard", undefined, "caught"],
      ["Slow", "Guard", "stopped"],
      ["Breaks", "Guard", "caught"],
      ["Rescued", undefined, "succeeded"],
    ]);
  });

  it("takes each edge as often as the history did", () => {
    const taken = (one: StateGraph): readonly string[] =>
      one.states.flatMap(({ name, edges, inner }) => [
        ...edges.map((edge) => `${name} -> ${edge.to} ${edge.taken}`),
        ...inner.flatMap(taken),
      ]);
    assert.deepEqual(taken(graph), [
      "Both -> Each 1",
      "LeftWait -> Left 1",
      "RightA -> RightB 1",
      "Each -> Guard 1",
      "One -> Two 3",
      "Two -> Big 2",
      "Two -> Small 1",
      "Guard -> Never 0",
      "Guard -> Rescued 1",
    ]);
  });
});
