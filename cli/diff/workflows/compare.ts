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
import type { MachineChange, WorkflowChange } from "./workflow-change";

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
            graphs: drawWorkflow(machines.filter(({ change }) => change.unreadable === undefined)),
          },
        ]
      : [];
  });
}

function compareMachine(machine: PairedMachine): ComparedMachine {
  const unreadable = unreadableIn(machine);
  return unreadable === undefined ? compareReadable(machine) : compareUnreadable(machine, unreadable);
}

function unreadableIn({ before, after }: PairedMachine): MachineChange["unreadable"] {
  const [was, is] = [before, after].map((side) => side?.unreadable !== undefined);
  return was && is ? "both" : was ? "base" : is ? "head" : undefined;
}

/** What a definition that can't be read has lost or gained by that is nothing that can be told. */
function compareUnreadable(
  machine: PairedMachine,
  unreadable: NonNullable<MachineChange["unreadable"]>,
): ComparedMachine {
  const { before, after } = machine;
  const both = before !== undefined && after !== undefined;
  const fields = both ? [...machineSettingChanges(before, after)] : [];
  const same = both && fields.length === 0 && before.unreadable === after.unreadable;
  const change: MachineChange = {
    name: nameOf(machine),
    ...(both && before.name !== after.name ? { previousName: before.name } : {}),
    action: !both ? (before === undefined ? "added" : "removed") : same ? unchanged(machine) : "changed",
    // Of the same text in both, only settings may differ: they are said as ever.
    ...(both && before.unreadable === after.unreadable ? {} : { unreadable }),
    ...{ fields, states: [], dangers: [] },
  };
  return { machine, changedStates: new Map(), change };
}

function unchanged({ before, after }: PairedMachine): "renamed" | "unchanged" {
  return before?.name === after?.name ? "unchanged" : "renamed";
}

function compareReadable(machine: PairedMachine): ComparedMachine {
  const { before, after, graph } = machine;
  const changedStates = compareGraph(graph);
  const states = [...changedStates.values()];
  const name = nameOf(machine);
  if (before === undefined || after === undefined) {
    const action = before === undefined ? "added" : "removed";
    return { machine, changedStates, change: { name, action, fields: [], states, dangers: [] } };
  }
  const fields = [...graphFieldChanges(graph), ...machineSettingChanges(before, after)];
  const same = fields.length === 0 && states.length === 0;
  return {
    machine,
    changedStates,
    change: {
      name,
      ...(before.name === after.name ? {} : { previousName: before.name }),
      action: same ? unchanged(machine) : "changed",
      fields,
      states,
      dangers: same ? [] : [...flowDangers(graph)],
    },
  };
}
