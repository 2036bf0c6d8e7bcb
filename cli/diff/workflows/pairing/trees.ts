import type { Row } from "./matched";
import type { Machine } from "./machine";
import type { PairedMachine } from "./pair-machines";
import { startsOf } from "./started";

type Side = keyof Row<Machine>;

/** Machines that start each other in either revision, the root first, then as they are started. Alone, a machine is a group too. */
export function trees(machines: readonly PairedMachine[]): readonly (readonly PairedMachine[])[] {
  const children = new Map(machines.map((machine) => [machine, startedBy(machine, machines)]));
  const isStarted = new Set(
    [...children].flatMap(([machine, started]) => started.filter((one) => one !== machine)),
  );
  const neighbours = new Map(machines.map((machine) => [machine, [...(children.get(machine) ?? [])]]));
  for (const [machine, started] of children) {
    started.forEach((child) => neighbours.get(child)?.push(machine));
  }
  const placed = new Set<PairedMachine>();
  return [...machines.filter((one) => !isStarted.has(one)), ...machines].flatMap((root) => {
    if (placed.has(root)) {
      return [];
    }
    const group = walk(root, neighbours);
    group.forEach((one) => placed.add(one));
    const roots = machines.filter((one) => group.has(one) && !isStarted.has(one));
    // Children first: a second root stands behind what it shares with the first.
    const down = [root, ...roots].flatMap((one) => [...walk(one, children)]);
    return [[...new Set([...down, ...group])]];
  });
}

/** Breadth first. */
function walk(
  from: PairedMachine,
  edges: ReadonlyMap<PairedMachine, readonly PairedMachine[]>,
): ReadonlySet<PairedMachine> {
  const reached = new Set([from]);
  for (const one of reached) {
    edges.get(one)?.forEach((next) => reached.add(next));
  }
  return reached;
}

function startedBy(machine: PairedMachine, machines: readonly PairedMachine[]): readonly PairedMachine[] {
  const started = (["after", "before"] as const).flatMap((side) =>
    (machine[side] === undefined ? [] : startsOf(machine[side])).flatMap(
      (start) => machineNamed(start.machine, side, machines) ?? [],
    ),
  );
  return [...new Set(started)];
}

/** The machine that has the name in one revision. */
export function machineNamed(
  name: string,
  side: Side,
  machines: readonly PairedMachine[],
): PairedMachine | undefined {
  return machines.find((machine) => machine[side]?.name === name);
}
