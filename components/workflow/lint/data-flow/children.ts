import { childOf } from "../children";
import { parseDefinition, type StateView } from "../definition";
import type { LintedWorkflow } from "../rule";
import { type Before, flowThrough, outputOf } from "./flow";
import { ANY, type ValueType } from "./value-type";

const outputs = new WeakMap<object, ValueType>();

/** What a started machine gives, where the options have its definition: by ARN or name, with or without alias. */
export function childOutput(stateMachine: string, workflow: LintedWorkflow): ValueType | undefined {
  const definition = childOf(stateMachine, workflow.options);
  if (typeof definition !== "object" || definition === null) {
    return undefined;
  }
  const known = outputs.get(definition);
  if (known !== undefined) {
    return known;
  }
  // A machine may start itself: of that, nothing more is known than that it ends.
  outputs.set(definition, ANY);
  const child: LintedWorkflow = { ...workflow, definition: parseDefinition(definition), text: "" };
  const begins: ReadonlyMap<StateView, Before> = flowThrough(
    child.definition,
    { input: ANY, variables: new Map() },
    child,
  );
  const output = outputOf(begins, child);
  outputs.set(definition, output);
  return output;
}
