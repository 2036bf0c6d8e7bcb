import type { StateGraph } from "../../run-report";
import type { Line } from "./lines";
import { spineOf } from "./spine";

/**
 * What is used of dagre. Its own types can't be read from CommonJS, though its code can.
 * `layout` gives states and lines their `x` and `y` (middles), and lines their `points`.
 */
interface Dagre {
  readonly Graph: new (options: { readonly multigraph: boolean }) => Drawing;
  layout(drawing: Drawing, options: { readonly customOrder: CustomOrder }): void;
}

interface Drawing {
  setGraph(settings: Readonly<Record<string, string | number>>): void;
  setNode(name: string, label: object): void;
  setEdge(from: string, to: string, label: object, kind: string): void;
  node(name: string): Partial<Point>;
  edge(from: string, to: string, kind: string): Partial<Point> & { readonly points?: readonly Point[] };
}

type CustomOrder = (graph: RankedGraph, order: (graph: RankedGraph) => void) => void;

/** Dagre's graph between two of its steps: states and, as nodes too, the points of lines. */
interface RankedGraph {
  nodes(): string[];
  node(name: string): {
    readonly rank?: number;
    order?: number;
    readonly edgeObj?: { readonly v: string; readonly w: string; readonly name?: string };
  };
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- `import` would ask for its types
const dagre = require("@dagrejs/dagre") as Dagre;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line and the room its label takes. */
export interface SizedLine extends Line {
  readonly size: Size;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where dagre put things; points are middles. Every rank has a y of its own. */
export interface Ranked {
  readonly boxes: ReadonlyMap<string, Point & Size>;
  /** The point of the line in each rank between those of its two states. */
  readonly ways: readonly (readonly Point[])[];
  readonly labels: readonly Point[];
}

/** Dagre's ways to line a rank up with the ones before and after it. None is best for every graph. */
const ALIGNMENTS = ["UL", "UR", "DL", "DR"] as const;
/** Trying all of them takes a second and more above this. */
const TRIED_STATES = 40;

/**
 * Puts the states into ranks, the spine straight down on the left, what leaves it on its right: in the way of lining them up
 * that makes the drawing narrowest.
 */
export function rank(
  graph: StateGraph,
  sizes: ReadonlyMap<string, Size>,
  lines: readonly SizedLine[],
): Ranked {
  const alignments = sizes.size > TRIED_STATES ? ALIGNMENTS.slice(0, 1) : ALIGNMENTS;
  return alignments
    .map((align) => aligned(align, graph, sizes, lines))
    .reduce((best, other) => (widthOf(other) < widthOf(best) ? other : best));
}

function aligned(
  align: string,
  graph: StateGraph,
  sizes: ReadonlyMap<string, Size>,
  lines: readonly SizedLine[],
): Ranked {
  const drawing = new dagre.Graph({ multigraph: true });
  drawing.setGraph({ rankdir: "TB", align, ranksep: 36, nodesep: 18, edgesep: 10 });
  for (const [name, size] of sizes) {
    drawing.setNode(name, { ...size });
  }
  for (const { from, to, kind, size } of lines) {
    // The way the run may take without an error is kept short; ways out on an error give way to it.
    drawing.setEdge(from, to, { ...size, weight: kind === "catch" ? 1 : 4, labelpos: "c" }, kind);
  }
  const spine = spineOf(graph);
  dagre.layout(drawing, {
    customOrder: (ranked, order) => {
      order(ranked);
      spineFirst(ranked, spine);
    },
  });
  const middle = ({ x = 0, y = 0 }: Partial<Point>): Point => ({ x, y });
  const edges = lines.map((line) => drawing.edge(line.from, line.to, line.kind));
  return straightened(spine, lines, {
    boxes: new Map([...sizes].map(([name, size]) => [name, { ...size, ...middle(drawing.node(name)) }])),
    ways: edges.map(({ points = [] }) => points.slice(1, -1).map(middle)),
    labels: edges.map(middle),
  });
}

function widthOf({ boxes, ways }: Ranked): number {
  const middles = ways.flat().map(({ x }) => x);
  const sides = [...boxes.values()].flatMap(({ x, width }) => [x - width / 2, x + width / 2]);
  return Math.max(0, ...sides, ...middles) - Math.min(0, ...sides, ...middles);
}

/** Dagre's own order in each rank, but the spine first. Aligned up and to the left, nothing is then between its states. */
function spineFirst(graph: RankedGraph, spine: readonly string[]): void {
  const leads = (name: string) => {
    const { edgeObj } = graph.node(name);
    return edgeObj === undefined
      ? spine.includes(name)
      : edgeObj.name !== "catch" && isLeg(spine, edgeObj.v, edgeObj.w);
  };
  const ranks = new Map<number, string[]>();
  for (const name of graph.nodes()) {
    const { rank: own = 0 } = graph.node(name);
    ranks.set(own, [...(ranks.get(own) ?? []), name]);
  }
  for (const names of ranks.values()) {
    const place = new Map(names.map((name) => [name, leads(name) ? -1 : (graph.node(name).order ?? 0)]));
    names.sort((one, other) => (place.get(one) ?? 0) - (place.get(other) ?? 0));
    names.forEach((name, index) => (graph.node(name).order = index));
  }
}

function isLeg(spine: readonly string[], from: string, to: string): boolean {
  const index = spine.indexOf(from);
  return index >= 0 && spine[index + 1] === to;
}

/** Moves the spine to one x, the least that any of it has. It is leftmost everywhere, so there is nothing it could meet. */
function straightened(
  spine: readonly string[],
  lines: readonly Line[],
  { boxes, ways, labels }: Ranked,
): Ranked {
  const x = Math.min(...spine.map((name) => boxes.get(name)?.x ?? Infinity));
  const legs = lines.map((line) => line.kind !== "catch" && isLeg(spine, line.from, line.to));
  return {
    boxes: new Map([...boxes].map(([name, box]) => [name, spine.includes(name) ? { ...box, x } : box])),
    ways: ways.map((way, index) => (legs[index] ? way.map(({ y }) => ({ x, y })) : way)),
    labels: labels.map((label, index) => (legs[index] ? { x, y: label.y } : label)),
  };
}
