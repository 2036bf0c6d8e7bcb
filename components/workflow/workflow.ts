import type { Permission } from "../iam/permission";
import type { PermittedTask, State, StateMachineDefinition, Workflow } from "./asl";
import { lintGraph } from "./lint/lint-graph";
import { refuseFindings } from "./lint/refusal";
import type { LintOptions } from "./lint/rule";

export interface WorkflowArgs {
  readonly name: string;
  readonly comment: string;
  readonly startAt: string;
  /** Of a whole execution. Longer than any one task may take. */
  readonly timeoutSeconds: number;
  /** In reading order. A task comes with its permissions. */
  readonly states: Readonly<Record<string, State | PermittedTask>>;
  /** For the linter, before the workflow is deployed. */
  readonly lint?: LintOptions;
}

/**
 * Puts states together into a workflow: its permissions are the union of what its states declare.
 *
 * @throws DefinitionRefused when a state is named that isn't there or is never reached, a path doesn't end, or a task may
 * outlast the whole execution.
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
  refuseFindings(lintGraph(args.name, definition));
  return {
    name: args.name,
    definition,
    permissions: [...permissions.values()],
    ...(args.lint === undefined ? {} : { lint: args.lint }),
  };
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
