import type { FileNames } from "./file-names";
import { documentInput, textInput } from "./input-text";
import type { ShownResource } from "./shown-resource";

/** Path and text of every state machine's definition, its states in the order they were written. */
export function workflowFiles(
  resources: readonly ShownResource[],
  names: FileNames,
): readonly (readonly [string, string])[] {
  return resources
    .filter(({ type }) => type === "aws:sfn/stateMachine:StateMachine")
    .map((machine) => {
      const definition = documentInput(machine, "definition");
      const file = names.take("workflows", textInput(machine, "name"), ".asl.json");
      return [file, `${JSON.stringify(definition, null, 2)}\n`] as const;
    });
}
