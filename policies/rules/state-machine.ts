import { read, type Resource } from "../resource";

export const STATE_MACHINE = "aws:sfn/stateMachine:StateMachine";

/** The definition as data; undefined as long as it is not known, and when it is no JSON, which AWS refuses. */
export function definitionOf(machine: Resource): unknown {
  const text = read(machine, "definition");
  try {
    return typeof text === "string" ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}
