import { isFields } from "../definition";
import { evaluate, evaluateIfGiven, type Visit } from "./evaluate";
import { type Before, flowThrough, outputOf } from "./flow";
import { elementOf } from "./paths";
import type { Binding } from "./scope";
import { ANY, list, type ValueType } from "./value-type";

/** What the graphs inside a Parallel or a Map begin with. Variables assigned inside stay inside. */
export function innerStart(visit: Visit): Before {
  const { state, before } = visit;
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
  const processor = isFields(state.fields.ItemProcessor)
    ? state.fields.ItemProcessor.ProcessorConfig
    : undefined;
  const distributed = isFields(processor) && processor.Mode === "DISTRIBUTED";
  // A child execution sees no variables of the execution that started it.
  const variables = distributed ? new Map<string, Binding>() : before.variables;
  return { input: state.fields.ItemBatcher === undefined ? input : ANY, item, variables };
}

/** `$states.result` of a Parallel or a Map: a list of what each branch or item gives. */
export function resultOfInner(visit: Visit): ValueType {
  const { state, workflow } = visit;
  const start = innerStart(visit);
  const outputs = state.graphs.map((graph) => outputOf(flowThrough(graph, start, workflow), workflow));
  return outputs.length === 1 && state.fields.ResultWriter === undefined ? list(outputs[0]) : ANY;
}
