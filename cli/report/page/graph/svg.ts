import { duration, plural, shorten } from "../format";
import { markup, NOTHING, type Html } from "../html";
import type { ExecutionView, StateView } from "../model";
import { toneOf } from "../outcome";
import { serviceOf } from "../service";
import { NODE, placeGraph, type PlacedGraph, type PlacedLine, type PlacedState } from "./layout";
import type { Point } from "./ranked";

/** Room in a node, in characters of its two text sizes. */
const CHARACTERS = { name: 22, facts: 27 };

/** Wider drawings scroll; up to this, one may be shrunk to fit a screen and still be read. In CSS pixels. */
const SHRUNK = 1560;
const CORNER = 7;

/** The graph of an execution. Its states are links to their details, in the order the run entered them. */
export function graphSvg(execution: ExecutionView, labelId: string): Html {
  const placed = placeGraph(execution.report.graph);
  const views = new Map(execution.states.map((view) => [view.state.name, view]));
  const { width, height } = placed;
  return markup`<svg
    class="graph${width <= SHRUNK && " shrinks"}"
    role="group"
    aria-labelledby="${labelId}"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
  >
    ${backdrop(placed, views)}
    ${inOrderOfEntry(flattened(placed, { x: 0, y: 0 }), execution).map(({ at, state, view }) => node(state, view, at))}
  </svg>`;
}

interface Flat {
  readonly at: Point;
  readonly state: PlacedState;
}

/** Every state with its corner in the whole drawing. */
function flattened(graph: PlacedGraph, origin: Point): readonly Flat[] {
  return graph.states.flatMap((state) => {
    const at = { x: origin.x + state.x, y: origin.y + state.y };
    return [
      { at, state },
      ...state.inner.flatMap((inner) => flattened(inner, { x: at.x + inner.x, y: at.y + inner.y })),
    ];
  });
}

function inOrderOfEntry(
  states: readonly Flat[],
  execution: ExecutionView,
): readonly (Flat & { view: StateView })[] {
  const byName = new Map(states.map((flat) => [flat.state.state.name, flat]));
  return execution.states.flatMap((view) => {
    const flat = byName.get(view.state.name);
    return flat === undefined ? [] : [{ ...flat, view }];
  });
}

/** All that is no state: entry, lines, the boxes around inner graphs. Screen readers get it as words, in the details. */
function backdrop(graph: PlacedGraph, views: ReadonlyMap<string, StateView>): Html {
  const lines = [...graph.lines].sort((one, other) => Number(one.taken > 0) - Number(other.taken > 0));
  return markup`<g aria-hidden="true" transform="translate(${graph.x} ${graph.y})">
    ${graph.states.map((state) => group(state, views))}
    ${entry(graph.entry)}${lines.map(path)}${lines.map(label)}</g
  >`;
}

function group(state: PlacedState, views: ReadonlyMap<string, StateView>): Html {
  if (state.inner.length === 0) {
    return NOTHING;
  }
  const tone = toneOf(views.get(state.state.name)?.state.outcome ?? "not entered");
  return markup`<g class="group tone-${tone}" transform="translate(${state.x} ${state.y})">
    <rect
      width="${state.width}"
      height="${state.height}"
      rx="10"
    />${state.inner.map((inner) => backdrop(inner, views))}</g
  >`;
}

function entry(at: Point | undefined): Html {
  return at === undefined
    ? NOTHING
    : markup`<g class="line taken"
        ><circle cx="${at.x}" cy="${at.y - 19}" r="4.5" class="head" /><path
          d="M${at.x} ${at.y - 15}V${at.y - 5}"
        />${head({ x: at.x, y: at.y - 12 }, at)}</g
      >`;
}

function path(line: PlacedLine): Html {
  const { points } = line;
  if (points.length < 2) {
    return NOTHING;
  }
  const kind = `line ${line.taken > 0 ? "taken" : "untaken"}${line.kind === "catch" ? " catch" : ""}`;
  return markup`<g class="${kind}"
    ><title>${line.from}: ${line.title}</title
    ><path d="${curve(points)}" />${head(points[points.length - 2], points[points.length - 1])}</g
  >`;
}

/** With round corners. */
function curve(points: readonly Point[]): string {
  const corners = points.slice(1, -1).map((point, index) => {
    const radius = Math.min(
      CORNER,
      distance(points[index], point) / 2,
      distance(point, points[index + 2]) / 2,
    );
    const before = towards(point, points[index], radius);
    const after = towards(point, points[index + 2], radius);
    return `L${before.x} ${before.y}Q${point.x} ${point.y} ${after.x} ${after.y}`;
  });
  const last = points[points.length - 1];
  return `M${points[0].x} ${points[0].y}${corners.join("")}L${last.x} ${last.y}`;
}

function distance(one: Point, other: Point): number {
  return Math.hypot(other.x - one.x, other.y - one.y);
}

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to) || 1;
  const part = (start: number, end: number) =>
    Math.round((start + ((end - start) * length) / whole) * 10) / 10;
  return { x: part(from.x, to.x), y: part(from.y, to.y) };
}

function head(from: Point, to: Point): Html {
  const length = distance(from, to) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const corner = (back: number, side: number) =>
    `${(to.x - dx * back - dy * side).toFixed(1)} ${(to.y - dy * back + dx * side).toFixed(1)}`;
  return markup`<path class="head" d="M${corner(0, 0)}L${corner(8, 4)}L${corner(8, -4)}Z" />`;
}

function label(line: PlacedLine): Html {
  if (line.label === "") {
    return NOTHING;
  }
  const { x, y } = line.labelAt;
  const kind = line.taken > 0 ? "taken" : "untaken";
  return markup`<g class="label ${kind}${line.kind === "catch" && " catch"}"
    ><rect x="${x - line.labelWidth / 2}" y="${y - 9}" width="${line.labelWidth}" height="18" rx="4" /><text
      x="${x}"
      y="${y + 4}"
      >${line.label}</text
    ></g
  >`;
}

function node(placed: PlacedState, view: StateView, at: Point): Html {
  const { state } = view;
  const tone = toneOf(state.outcome);
  return markup`<a
    class="node tone-${tone}"
    id="${view.id}-node"
    href="#${view.id}"
    data-state="${view.id}"
    aria-label="${spoken(view)}"
    transform="translate(${at.x} ${at.y})"
  >
    <title>${[state.name, state.comment].filter(Boolean).join(": ")}</title>
    <rect width="${placed.width}" height="${NODE.height}" rx="9" />
    <svg class="icon tone-${tone}" x="13" y="16" width="18" height="18"><use href="#icon-${tone}" /></svg>
    <text class="name" x="42" y="22">${shorten(state.name, CHARACTERS.name)}</text>
    <text class="facts" x="42" y="38">${shorten(facts(view), CHARACTERS.facts)}</text>
    ${view.children.length > 0 && childMark(placed)}</a
  >
`;
}

/** Two sheets: there is a whole execution behind this state. */
function childMark({ width }: PlacedState): Html {
  return markup`<path class="child" d="M${width - 21} 13h-3v10h10v-3m-4-10h7v7h-7z" />`;
}

/** `Glue, 12.3 s, 2 attempts` */
function facts(view: StateView): string {
  const parts = [serviceOf(view.state)];
  if (view.visits.length > 0) {
    parts.push(duration(view.took));
  }
  if (view.visits.length > 1) {
    parts.push(`${view.visits.length}×`);
  } else if (view.attempts > 1) {
    parts.push(plural(view.attempts, "attempt"));
  }
  return parts.join(" · ");
}

function spoken(view: StateView): string {
  const { state, visits, attempts } = view;
  return [
    `${state.name}: ${state.outcome}`,
    state.type === serviceOf(state) ? state.type : `${state.type}, ${serviceOf(state)}`,
    ...(visits.length > 0 ? [`took ${duration(view.took)}`] : []),
    ...(visits.length > 1 ? [plural(visits.length, "visit")] : []),
    ...(attempts > 1 ? [plural(attempts, "attempt")] : []),
    ...(view.children.length > 0 ? ["started another execution"] : []),
  ].join(", ");
}
