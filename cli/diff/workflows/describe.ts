import { type Block, code, text, type Text } from "../document/document";
import { dangersOf, machineBlocks } from "./words/machine-blocks";
import { listedCodes } from "./words/values";
import type { WorkflowChange, WorkflowGraphs } from "./workflow-change";

/** Workflows that change, those with dangers first: state by state in words, and as pictures of before and after. */
export function describeWorkflows(changes: readonly WorkflowChange[]): readonly Block[] {
  if (changes.length === 0) {
    return [];
  }
  const ordered = [...changes].sort((one, other) => dangersIn(other) - dangersIn(one));
  return [{ kind: "heading", level: 3, text: text`Workflows` }, ...ordered.flatMap(treeBlocks)];
}

function treeBlocks(change: WorkflowChange): readonly Block[] {
  const { root, machines, graphs } = change;
  const others = machines.map(({ name }) => name).filter((name) => name !== root);
  const dangers = dangersIn(change);
  const many = dangers === 1 ? "One change" : `${dangers} changes`;
  return [
    {
      kind: "heading",
      level: 4,
      text: others.length === 0 ? text`${code(root)}` : text`${code(root)} with ${listedCodes(others)}`,
    },
    ...(dangers === 0
      ? []
      : [
          {
            kind: "warning",
            text: text`${many} of this workflow can hide a failure or make it last: marked below.`,
          } as const,
        ]),
    ...machines.flatMap(machineBlocks),
    ...graphBlocks(change, graphs),
  ];
}

function graphBlocks(
  { machines }: WorkflowChange,
  { before, after, shows }: WorkflowGraphs,
): readonly Block[] {
  const words = SHOWN[shows];
  const statesChange = machines.some(({ states }) => states.length > 0);
  return [
    ...(words === undefined || !statesChange ? [] : [{ kind: "paragraph", text: words } as const]),
    ...(before === undefined ? [] : [{ kind: "graph", title: "before", mermaid: before } as const]),
    ...(after === undefined ? [] : [{ kind: "graph", title: "after", mermaid: after } as const]),
  ];
}

const SHOWN: Readonly<Record<WorkflowGraphs["shows"], Text | undefined>> = {
  everything: undefined,
  "changed machines": text`The whole is too large to be drawn here: these are the workflows that change.`,
  "changed states": text`The whole is too large to be drawn here: these are the states that change, and those before and behind them.`,
  nothing: text`What changes is too large to be drawn here.`,
};

function dangersIn({ machines }: WorkflowChange): number {
  return machines.reduce((sum, machine) => sum + dangersOf(machine), 0);
}
