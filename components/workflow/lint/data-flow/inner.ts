import { evaluate, evaluateIfGiven, type Visit } from "./evaluate";
import { jsonPathInner } from "./json-path-state";
import { type Before, flowThrough, outputOf } from "./flow";
import { mapStart } from "./map-start";
import { elementOf } from "./paths";
import { ANY, list, listOfExactly, type ValueType } from "./value-type";

/** What the graphs inside a Parallel or a Map begin with. Variables assigned inside stay inside. */
export function innerStart(visit: Visit): Before {
  const { state, before } = visit;
  if (state.queryLanguage === "JSONPath") {
    return jsonPathInner(visit);
  }
  if (state.type !== "Map") {
    return { ...before, input: evaluateIfGiven(visit, "Arguments") };
  }
  const items = elementOf(evaluateIfGiven(visit, "Items"));
  const item = state.fields.ItemReader === undefined ? items : ANY;
  const selecting = { ...visit, before: { ...before, item } };
  const input =
    state.fields.ItemSelector === undefined
      ? item
      : evaluate(selecting, "ItemSelector", state.fields.ItemSelector, {});
  return mapStart(visit, item, input);
}

/** The result of a Parallel or a Map: a list of what each branch or item gives. */
export function resultOfInner(visit: Visit): ValueType {
  const { state, workflow } = visit;
  const start = innerStart(visit);
  const outputs = state.graphs.map((graph) => outputOf(flowThrough(graph, start, workflow), workflow));
  // What only fails gives nothing; a writer may put the results elsewhere.
  if (outputs.some(({ kind }) => kind === "nothing") || state.fields.ResultWriter !== undefined) {
    return ANY;
  }
  if (state.type === "Parallel") {
    return listOfExactly(outputs);
  }
  return outputs.length === 1 ? list(outputs[0]) : ANY;
}
