import type { GraphState, StateGraph } from "../../run-report";
import { linesOf, type Line } from "./lines";
import { rank, type Point, type Size } from "./ranked";
import { route } from "./route";

/** The corner is the top left one, as everywhere here; lengths are CSS pixels. */
export interface PlacedState extends Point, Size {
  readonly state: GraphState;
  /** Branches or item processor, placed relative to the state's corner. */
  readonly inner: readonly PlacedGraph[];
}

export interface PlacedLine extends Line {
  readonly points: readonly Point[];
  /** Middle of the label. */
  readonly labelAt: Point;
  readonly labelWidth: number;
}

export interface PlacedGraph extends Point, Size {
  readonly states: readonly PlacedState[];
  readonly lines: readonly PlacedLine[];
  /** Where the first state is entered: middle of its upper side. */
  readonly entry: Point | undefined;
}

export const NODE: Size = { width: 196, height: 50 };
const MARGIN = 6;
/** Room above the first state for the mark where the graph is entered. */
const ENTRY_HEIGHT = 24;
const GROUP = { header: 54, inset: 12, gap: 16 };
const LABEL = { height: 18, characterWidth: 6.2, padding: 12 };

/** Places a graph from top to bottom: inner graphs first, the Parallel and Map states around them grow with them. */
export function placeGraph(graph: StateGraph, at: Point = { x: 0, y: 0 }): PlacedGraph {
  const inner = new Map(graph.states.map((state) => [state.name, placeInner(state)]));
  const sizes = new Map([...inner].map(([name, graphs]) => [name, sizeOf(graphs)]));
  const lines = linesOf(graph).map((line) => ({ ...line, size: labelSize(line) }));
  const ranked = rank(graph, sizes, lines);
  const ways = route(lines, ranked);
  const boxes = [...ranked.boxes.values()];
  const least = Math.min(...boxes.map(({ x, width }) => x - width / 2), ...ways.flat().map(({ x }) => x));
  const moved = ({ x, y }: Point): Point => ({ x: round(x - least + MARGIN), y: round(y + ENTRY_HEIGHT) });
  const states = graph.states.map((state): PlacedState => {
    const { width, height, x, y } = ranked.boxes.get(state.name) ?? { ...NODE, x: 0, y: 0 };
    return {
      state,
      width,
      height,
      inner: inner.get(state.name) ?? [],
      ...moved({ x: x - width / 2, y: y - height / 2 }),
    };
  });
  const placed = lines.map(({ size, ...line }, index): PlacedLine => ({
    ...line,
    points: ways[index].map(moved),
    labelAt: moved(ranked.labels[index]),
    labelWidth: size.width,
  }));
  const first = states.find(({ state }) => state.name === graph.startAt);
  const entry = first && { x: first.x + first.width / 2, y: first.y };
  return { ...at, ...extent(states, placed), states, lines: placed, entry };
}

function extent(states: readonly PlacedState[], lines: readonly PlacedLine[]): Size {
  const rights = [
    ...states.map(({ x, width }) => x + width),
    ...lines.flatMap(({ points, labelAt, labelWidth }) => [
      ...points.map(({ x }) => x),
      labelAt.x + labelWidth / 2,
    ]),
  ];
  return {
    width: Math.ceil(Math.max(0, ...rights)) + MARGIN,
    height: Math.ceil(Math.max(0, ...states.map(({ y, height }) => y + height))) + MARGIN,
  };
}

/** Side by side, below the state's own name. */
function placeInner(state: GraphState): readonly PlacedGraph[] {
  let x = GROUP.inset;
  return state.inner.map((graph) => {
    const placed = placeGraph(graph, { x, y: GROUP.header });
    x += placed.width + GROUP.gap;
    return placed;
  });
}

function sizeOf(inner: readonly PlacedGraph[]): Size {
  if (inner.length === 0) {
    return NODE;
  }
  const last = inner[inner.length - 1];
  return {
    width: Math.max(NODE.width, last.x + last.width + GROUP.inset),
    height: GROUP.header + Math.max(...inner.map(({ height }) => height)) + GROUP.inset,
  };
}

function labelSize({ label }: Line): Size {
  return label === ""
    ? { width: 0, height: 0 }
    : {
        width: Math.ceil(Array.from(label).length * LABEL.characterWidth) + LABEL.padding,
        height: LABEL.height,
      };
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
