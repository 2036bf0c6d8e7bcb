import type { Snapshot } from "../snapshot";
import { compareGraph } from "./compare-graph";
import type { ComparedMachine } from "./compared-machine";
import { flowDangers } from "./dangers/flow-dangers";
import { graphFieldChanges } from "./fields/graph-fields";
import { machineSettingChanges } from "./fields/machine-settings";
import { drawWorkflow } from "./graph/draw-workflow";
import { machinesOf } from "./pairing/machine";
import { nameOf, type PairedMachine, pairMachines } from "./pairing/pair-machines";
import { trees } from "./pairing/trees";
import type { WorkflowChange } from "./workflow-change";

/**
 * What differs between the workflows of two revisions, by what it means: the order of keys, defaults that are written out and
 * the like are no difference. One entry for each group of machines that start each other, and of which one differs.
 */
export function compareWorkflows(before: Snapshot, after: Snapshot): readonly WorkflowChange[] {
  const pairs = pairMachines(machinesOf(before), machinesOf(after));
  return trees(pairs).flatMap((tree) => {
    const machines = tree.map(compareMachine);
    const differs = machines.some(({ change }) => change.action !== "unchanged");
    return differs
      ? [
          {
            root: nameOf(tree[0]),
            machines: machines.map(({ change }) => change),
            graphs: drawWorkflow(machines),
          },
        ]
      : [];
  });
}

function compareMachine(machine: PairedMachine): ComparedMachine {
  const { before, after, graph } = machine;
  const changedStates = compareGraph(graph);
  const states = [...changedStates.values()];
  const name = nameOf(machine);
  if (before === undefined || after === undefined) {
    const action = before === undefined ? "added" : "removed";
    return { machine, changedStates, change: { name, action, fields: [], states, dangers: [] } };
  }
  const fields = [...graphFieldChanges(graph), ...machineSettingChanges(before, after)];
  const renamed = before.name !== after.name;
  const same = fields.length === 0 && states.length === 0;
  return {
    machine,
    changedStates,
    change: {
      name,
      ...(renamed ? { previousName: before.name } : {}),
      action: same ? (renamed ? "renamed" : "unchanged") : "changed",
      fields,
      states,
      dangers: same ? [] : [...flowDangers(graph)],
    },
  };
}
