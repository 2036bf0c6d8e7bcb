import { same } from "../fields/leaves";
import type { Machine } from "./machine";
import { matched, type Row } from "./matched";
import { type PairedGraph, pairGraphs } from "./pair-graphs";

export interface PairedMachine extends Row<Machine> {
  readonly graph: PairedGraph;
}

/** By name, else by URN, else by the same definition under another name. */
export function pairMachines(
  before: readonly Machine[],
  after: readonly Machine[],
): readonly PairedMachine[] {
  const { rows } = matched(before, after, [
    (one, other) => (one.name === other.name ? 1 : 0),
    (one, other) => (one.resource.urn === other.resource.urn ? 1 : 0),
    (one, other) => (one.graph.states.size > 0 && same(one.graph.fields, other.graph.fields) ? 1 : 0),
  ]);
  return rows.map((row) => ({ ...row, graph: pairGraphs(row.before?.graph, row.after?.graph) }));
}

export function nameOf({ before, after }: Row<Machine>): string {
  return (after ?? before)!.name;
}
