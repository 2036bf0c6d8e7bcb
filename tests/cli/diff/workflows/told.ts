import { compareWorkflows } from "../../../../cli/diff/workflows/compare";
import type { FieldChange, MachineChange } from "../../../../cli/diff/workflows/workflow-change";
import type { Snapshot } from "../../../../cli/diff/snapshot";

/** Every change as one line: `transform-load Transform TimeoutSeconds`; dangers begin with `!`. */
export function told(before: Snapshot, after: Snapshot): readonly string[] {
  return compareWorkflows(before, after).flatMap(({ machines }) => machines.flatMap(linesOf));
}

function linesOf(machine: MachineChange): readonly string[] {
  const name = machine.name.replace("stepline-dev-marketing-", "");
  const field = (change: FieldChange): string => `${change.path}${change.danger === undefined ? "" : " !"}`;
  return [
    ...(machine.action === "changed" || machine.action === "unchanged"
      ? []
      : [
          `${name} is ${machine.action}${machine.previousName === undefined ? "" : ` from ${machine.previousName}`}`,
        ]),
    ...machine.dangers.map(({ kind, states }) => `! ${name} ${kind}: ${states.join(", ")}`),
    ...machine.fields.map((change) => `${name}: ${field(change)}`),
    ...machine.states.flatMap(({ state, previousName, action, fields }) =>
      action === "changed" && previousName === undefined
        ? fields.map((change) => `${name} ${state}: ${field(change)}`)
        : [`${name} ${state} is ${action}${previousName === undefined ? "" : ` from ${previousName}`}`],
    ),
  ];
}
