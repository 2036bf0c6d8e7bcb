import { isFields } from "../definition";
import type { Visit } from "./evaluate";
import type { Before } from "./flow";
import { ANY, type ValueType } from "./value-type";

/** What a Map's states begin with for one of its items, of which `input` is made. */
export function mapStart({ state, before }: Visit, item: ValueType, input: ValueType): Before {
  const { fields } = state;
  const processor = isFields(fields.ItemProcessor) ? fields.ItemProcessor.ProcessorConfig : undefined;
  const distributed = isFields(processor) && processor.Mode === "DISTRIBUTED";
  const inside = { input: fields.ItemBatcher === undefined ? input : ANY, item };
  // A child execution sees no variables of the execution that started it.
  return distributed ? { ...inside, variables: new Map() } : { ...before, ...inside };
}
