import type { Chart, Group } from "./chart";

/** A chart without the nodes that aren't kept, the frames that held nothing else, and their ways. */
export function only(chart: Chart, kept: ReadonlySet<string>): Chart {
  return {
    groups: chart.groups.flatMap((group) => onlyIn(group, kept)),
    nodes: chart.nodes.filter(({ id }) => kept.has(id)),
    edges: chart.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}

function onlyIn(group: Group, kept: ReadonlySet<string>): readonly Group[] {
  const groups = group.groups.flatMap((inner) => onlyIn(inner, kept));
  const nodes = group.nodes.filter(({ id }) => kept.has(id));
  return groups.length === 0 && nodes.length === 0 ? [] : [{ ...group, groups, nodes }];
}
