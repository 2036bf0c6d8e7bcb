import type { StateGraph } from "../../run-report";

/**
 * The way through a graph that its author had in mind: the longest one without errors and without going round, at a tie the
 * one listed first. It comes from the definition alone, so that a workflow looks the same however a run of it went.
 */
export function spineOf(graph: StateGraph): readonly string[] {
  const states = new Map(graph.states.map((state) => [state.name, state]));
  const known = new Map<string, readonly string[]>();
  const below = new Set<string>();
  const longest = (name: string): readonly string[] => {
    const found = known.get(name);
    if (found !== undefined) {
      return found;
    }
    below.add(name);
    const targets = (states.get(name)?.edges ?? [])
      .filter(({ kind, to }) => kind !== "catch" && states.has(to))
      .map(({ to }) => to);
    const rests = targets.filter((to) => !below.has(to)).map(longest);
    below.delete(name);
    const way = [name, ...rests.reduce((best, rest) => (rest.length > best.length ? rest : best), [])];
    known.set(name, way);
    return way;
  };
  return states.has(graph.startAt) ? longest(graph.startAt) : [];
}
