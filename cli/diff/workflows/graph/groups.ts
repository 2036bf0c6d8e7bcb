import { parseResource } from "../../../../components/workflow/lint/integrations/resource";
import type { StateView } from "../../../../components/workflow/lint/definition";
import type { ComparedMachine } from "../compared-machine";
import type { PairedGraph, PairedState } from "../pairing/pair-graphs";
import type { Group, Mark, Node, Shape } from "./chart";
import { type NodeIds, startId } from "./ids";

export type Side = "before" | "after";

/** A machine of one revision as a frame with its states; undefined where the revision doesn't have it. */
export function machineGroup(one: ComparedMachine, side: Side, ids: NodeIds): Group | undefined {
  const machine = one.machine[side];
  if (machine === undefined) {
    return undefined;
  }
  const id = ids.machines.get(one)!;
  const { action } = one.change;
  const start: Node = { id: startId(id), shape: "start", name: "start" };
  return {
    id,
    title: machine.name,
    ...(action === "added" || action === "removed" ? { mark: action } : {}),
    ...innerOf(one.machine.graph, side, one, ids, [start]),
  };
}

/** A state with states inside is a frame that holds a node for the state itself: ways lead to nodes only. */
function innerOf(
  graph: PairedGraph,
  side: Side,
  one: ComparedMachine,
  ids: NodeIds,
  first: readonly Node[] = [],
): Pick<Group, "nodes" | "groups"> {
  const nodes = [...first];
  const groups: Group[] = [];
  for (const paired of graph.states) {
    const state = paired[side];
    if (state === undefined) {
      continue;
    }
    const node = stateNode(paired, state, one, ids);
    const inner = paired.graphs.filter((each) => each[side] !== undefined);
    if (inner.length === 0) {
      nodes.push(node);
      continue;
    }
    const frame = { id: `${node.id}g`, title: state.name };
    groups.push(
      state.type === "Parallel"
        ? {
            ...frame,
            nodes: [node],
            groups: inner.map((branch, index) => ({
              id: `${node.id}b${index + 1}`,
              title: `branch ${index + 1}`,
              ...innerOf(branch, side, one, ids),
            })),
          }
        : { ...frame, ...innerOf(inner[0], side, one, ids, [node]) },
    );
  }
  return { nodes, groups };
}

function stateNode(paired: PairedState, state: StateView, one: ComparedMachine, ids: NodeIds): Node {
  const mark = markOf(one, paired);
  return {
    id: ids.states.get(paired)!,
    shape: shapeOf(state),
    name: state.name,
    detail: detailOf(state),
    ...(mark === undefined ? {} : { mark }),
  };
}

export function markOf(one: ComparedMachine, paired: PairedState): Mark | undefined {
  const action = one.changedStates.get(paired)?.action;
  return action === "renamed" ? "changed" : action;
}

function shapeOf({ type, fields }: StateView): Shape {
  switch (type) {
    case "Choice":
      return "choice";
    case "Pass":
      return "pass";
    case "Wait":
      return "wait";
    case "Succeed":
    case "Fail":
      return "end";
    case "Map":
    case "Parallel":
      return "fan-out";
    default:
      return typeof fields.Resource === "string" && fields.Resource.includes(":states:::states:")
        ? "child"
        : "call";
  }
}

/** `glue startJobRun.sync`; of a function, an activity or another state its type. */
function detailOf({ type, fields }: StateView): string {
  const resource = typeof fields.Resource === "string" ? parseResource(fields.Resource) : undefined;
  return resource !== undefined && "service" in resource
    ? `${resource.service} ${resource.action}${resource.pattern}`
    : type;
}
