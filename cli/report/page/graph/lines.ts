import type { GraphEdge, StateGraph } from "../../run-report";
import { shorten } from "../format";

/** One or more edges between two states, drawn as one line. Errors that are caught have lines of their own. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly kind: GraphEdge["kind"];
  /** Whole text, for a title. */
  readonly title: string;
  /** What the drawing has room for; empty where it stays silent. */
  readonly label: string;
  readonly taken: number;
}

/** A way that was taken is told more of than one that was not. */
const LABEL_CHARACTERS = { taken: 28, untaken: 20 };

/**
 * The lines of a graph. An edge to a state that isn't there is left out, and so is an error that was not caught where the
 * same state follows anyway: both are told in the state's details.
 */
export function linesOf(graph: StateGraph): readonly Line[] {
  const names = new Set(graph.states.map(({ name }) => name));
  const groups = new Map<string, { from: string; edges: GraphEdge[] }>();
  for (const state of graph.states) {
    for (const edge of state.edges.filter(({ to }) => names.has(to))) {
      const key = JSON.stringify([state.name, edge.to, edge.kind === "catch"]);
      const group = groups.get(key) ?? { from: state.name, edges: [] };
      group.edges.push(edge);
      groups.set(key, group);
    }
  }
  return [...groups.values()]
    .map(({ from, edges }) => merged(from, edges))
    .filter(
      (line) =>
        line.kind !== "catch" || line.taken > 0 || !groups.has(JSON.stringify([line.from, line.to, false])),
    );
}

function merged(from: string, edges: readonly GraphEdge[]): Line {
  const [{ to, kind }] = edges;
  const taken = edges.reduce((sum, edge) => sum + edge.taken, 0);
  const telling = taken > 0 ? edges.filter((edge) => edge.taken > 0) : edges;
  return {
    from,
    to,
    kind,
    taken,
    title: edges.map(edgeWords).join("\n"),
    // Every task has its catchers: what they would have caught is told where the state is told.
    label:
      kind === "catch" && taken === 0
        ? ""
        : shorten(telling.map(edgeText).join(" or "), LABEL_CHARACTERS[taken > 0 ? "taken" : "untaken"]),
  };
}

/** The errors that were caught tell more than those that would have been. */
function edgeText(edge: GraphEdge): string {
  if (edge.caught !== undefined) {
    return edge.caught.join(", ");
  }
  return edge.kind === "default" ? edge.label || "otherwise" : edge.label;
}

/** `if $valid, then Load: taken 3 times` */
export function edgeWords(edge: GraphEdge): string {
  const taken = edge.taken === 0 ? "not taken" : edge.taken === 1 ? "taken" : `taken ${edge.taken} times`;
  switch (edge.kind) {
    case "next":
      return `then ${edge.to}: ${taken}`;
    case "choice":
      return `if ${edge.label}, then ${edge.to}: ${taken}`;
    case "default":
      return `otherwise ${edge.to}: ${taken}`;
    case "catch":
      return edge.caught === undefined || edgeText(edge) === edge.label
        ? `on error ${edge.label}, ${edge.to}: ${taken}`
        : `on error ${edgeText(edge)}, ${edge.to}: ${taken} (catches ${edge.label})`;
  }
}
