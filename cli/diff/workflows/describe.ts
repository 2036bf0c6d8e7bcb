import { type Block, code, type Item, text, type Text } from "../document/document";
import { dangersOf, machineBlocks } from "./words/machine-blocks";
import { counted } from "./words/quantities";
import { listedCodes } from "./words/values";
import type { WorkflowChange, WorkflowGraphs } from "./workflow-change";

/** Workflows that change, those with dangers first: state by state in words, and as pictures of before and after. */
export function describeWorkflows(changes: readonly WorkflowChange[]): readonly Block[] {
  if (changes.length === 0) {
    return [];
  }
  const ordered = [...changes].sort((one, other) => dangersIn(other) - dangersIn(one));
  const [apart, added, removed] = ["changed", "added", "removed"].map((fate) =>
    ordered.filter((change) => fateOf(change) === fate),
  );
  return [
    { kind: "heading", level: 3, text: text`Workflows` },
    ...apart.flatMap(treeBlocks),
    ...wholeTrees(added, "new"),
    ...wholeTrees(removed, "gone"),
  ];
}

/** More that come or go as a whole are counted. */
const MOST_WHOLE = 3;

function fateOf({ machines }: WorkflowChange): "added" | "removed" | "changed" {
  const [{ action }] = machines;
  const alike = machines.every((machine) => machine.action === action && machine.unreadable === undefined);
  return alike && (action === "added" || action === "removed") ? action : "changed";
}

/** Of what is new or gone altogether, there is nothing to compare: a list, and their graphs on request. */
function wholeTrees(changes: readonly WorkflowChange[], fate: "new" | "gone"): readonly Block[] {
  if (changes.length <= MOST_WHOLE) {
    return changes.flatMap(treeBlocks);
  }
  const roots = changes.map(({ root }) => root);
  const items = changes.map(({ machines }): Item => ({
    mark: fate === "new" ? "added" : "removed",
    text: machines.flatMap(({ name, states }, index) => [
      ...(index === 0 ? [] : [", starts "]),
      ...text`${code(name)} (${counted(states.length, "state")})`,
    ]),
  }));
  return [
    { kind: "heading", level: 4, text: text`${changes.length} are ${fate}` },
    { kind: "paragraph", text: text`${listedCodes(roots)}, with all that they start.` },
    {
      kind: "folded",
      summary: text`The ${changes.length} with their states`,
      blocks: [{ kind: "items", items }],
    },
    ...changes.flatMap((change): readonly Block[] => {
      const graphs = graphBlocks(change, change.graphs);
      return graphs.length === 0
        ? []
        : [{ kind: "folded", summary: text`${code(change.root)}: its graph`, blocks: graphs }];
    }),
  ];
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
    ...(before === undefined ? [] : [{ kind: "graph", title: "Graph before", mermaid: before } as const]),
    ...(after === undefined ? [] : [{ kind: "graph", title: "Graph after", mermaid: after } as const]),
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
