import { type Graph, isFields, parseDefinition } from "../../../../components/workflow/lint/definition";
import type { Snapshot, SnapshotResource } from "../../snapshot";

/** A state machine of one revision. */
export interface Machine {
  readonly name: string;
  readonly resource: SnapshotResource;
  /** Without states where the definition can't be read. */
  readonly graph: Graph;
  /** The definition where it is no JSON object: a secret, or what only AWS knows. */
  readonly unreadable?: string;
  /** `123456789012` and `eu-west-1` of its revision. */
  readonly accountId: string;
  readonly region: string;
}

/** In the order of the snapshot: by URN. */
export function machinesOf({ resources, accountId, region }: Snapshot): readonly Machine[] {
  return resources
    .filter(({ type }) => type === "aws:sfn/stateMachine:StateMachine")
    .map((resource) => {
      const { name, definition } = resource.inputs;
      return {
        name: typeof name === "string" ? name : resource.name,
        resource,
        accountId,
        region,
        ...readDefinition(definition),
      };
    });
}

function readDefinition(definition: unknown): Pick<Machine, "graph" | "unreadable"> {
  const text = typeof definition === "string" ? definition : "";
  try {
    const parsed: unknown = JSON.parse(text);
    if (isFields(parsed)) {
      return { graph: parseDefinition(parsed) };
    }
  } catch {
    // Said by `unreadable`: a review goes on without this machine's states.
  }
  return { graph: parseDefinition({}), unreadable: text };
}
