import type { PermittedTask, State, StateMachineDefinition, Workflow } from "./asl";
import type { Permission } from "../iam/permission";

export interface WorkflowArgs {
  readonly name: string;
  readonly comment: string;
  readonly startAt: string;
  /** Of a whole execution. Longer than any one task may take. */
  readonly timeoutSeconds: number;
  /** In reading order. A task comes with its permissions. */
  readonly states: Readonly<Record<string, State | PermittedTask>>;
}

/**
 * Puts states together into a workflow: its permissions are the union of what its states declare.
 *
 * @throws Error when a state is named that isn't there or is never reached, or a task may outlast the whole execution.
 */
export function workflow(args: WorkflowArgs): Workflow {
  const states: Record<string, State> = {};
  const permissions = new Map<string, Permission>();
  for (const [name, entry] of Object.entries(args.states)) {
    if (!("permissions" in entry)) {
      states[name] = entry;
      continue;
    }
    states[name] = entry.state;
    for (const permission of entry.permissions) {
      permissions.set(permission.sid, merge(args.name, permissions.get(permission.sid), permission));
    }
  }
  const definition: StateMachineDefinition = {
    Comment: args.comment,
    QueryLanguage: "JSONata",
    StartAt: args.startAt,
    TimeoutSeconds: args.timeoutSeconds,
    States: states,
  };
  checkGraph(args.name, definition);
  return { name: args.name, definition, permissions: [...permissions.values()] };
}

/** Two states that call the same thing declare the same statement; anything else under one sid is a mistake. */
function merge(workflowName: string, earlier: Permission | undefined, permission: Permission): Permission {
  if (earlier !== undefined && JSON.stringify(earlier) !== JSON.stringify(permission)) {
    throw new Error(
      `Workflow "${workflowName}": two states declare statement "${permission.sid}" with different contents: rename one.`,
    );
  }
  return permission;
}

function checkGraph(workflowName: string, definition: StateMachineDefinition): void {
  const reached = new Set<string>();
  const open = [definition.StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) {
      continue;
    }
    reached.add(name);
    const state = definition.States[name] as State | undefined;
    if (state === undefined) {
      throw new Error(`Workflow "${workflowName}": no state is named "${name}", but one leads there.`);
    }
    if (state.Type === "Task" && state.TimeoutSeconds >= definition.TimeoutSeconds) {
      throw new Error(
        `Workflow "${workflowName}": state "${name}" may take ${state.TimeoutSeconds} s, the whole execution only ` +
          `${definition.TimeoutSeconds} s: raise the workflow's timeoutSeconds.`,
      );
    }
    open.push(...successors(state));
  }
  const unreached = Object.keys(definition.States).filter((name) => !reached.has(name));
  if (unreached.length > 0) {
    throw new Error(`Workflow "${workflowName}": nothing leads to ${unreached.join(", ")}.`);
  }
}

/** Every state that may follow this one, by any way. */
export function successors(state: State): readonly string[] {
  switch (state.Type) {
    case "Task":
      return [state.Next, ...state.Catch.map((catcher) => catcher.Next)];
    case "Choice":
      return [...state.Choices.map((rule) => rule.Next), state.Default];
    case "Pass":
    case "Wait":
      return [state.Next];
    case "Succeed":
    case "Fail":
      return [];
  }
}
