import type { Point, Ranked, Size, SizedLine } from "./ranked";

/** Between the middles of two ranks: the free strip that lines cross to change their x in. */
interface Channel {
  readonly top: number;
  readonly bottom: number;
  /** Spans already there, by track from the top. */
  readonly tracks: { readonly from: number; readonly to: number; readonly bus: string }[][];
}

const PORT = { inset: 16, gap: 12 };
const TRACKS = 5;

/** A way's piece on a track; its y is known when all tracks of its channel are. */
interface Crossing {
  readonly channel: Channel;
  readonly track: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Lines of upright and level pieces. They leave a state at its lower side and enter the next at its upper one (a way back: the
 * other way round), pass other states at the x that dagre kept free for them, and change x only between the ranks.
 */
export function route(lines: readonly SizedLine[], ranked: Ranked): readonly (readonly Point[])[] {
  const ranks = ranksOf(lines, ranked);
  const channels = ranks.slice(1).map((below, index): Channel => {
    const above = ranks[index];
    return { top: above.y + above.half, bottom: below.y - below.half, tracks: [] };
  });
  const ports = portsOf(lines, ranked);
  const ways = lines.map((line, index) => {
    const source = ranked.boxes.get(line.from);
    const target = ranked.boxes.get(line.to);
    if (source === undefined || target === undefined || ranked.ways[index].length === 0) {
      return undefined;
    }
    const side = source.y < target.y ? 1 : -1;
    const start = { x: ports[index].from, y: source.y };
    const stops = [start, ...ranked.ways[index], { x: ports[index].to, y: target.y }];
    const crossings = stops.slice(1).flatMap((stop, position): Crossing[] => {
      const before = stops[position];
      if (Math.abs(stop.x - before.x) <= 0.5) {
        return [];
      }
      const at = ranks.findIndex(({ y }) => Math.abs(y - Math.min(before.y, stop.y)) < 0.5);
      const bus = `${line.to} ${line.kind === "catch"}`;
      return [crossing(channels[at], before.x, stop.x, bus)];
    });
    return {
      crossings,
      first: { x: start.x, y: source.y + (side * source.height) / 2 },
      last: { x: ports[index].to, y: target.y - (side * target.height) / 2 },
    };
  });
  return ways.map((way) => (way === undefined ? [] : [way.first, ...way.crossings.flatMap(level), way.last]));
}

function level({ channel: { top, bottom, tracks }, track, from, to }: Crossing): readonly Point[] {
  const y = top + ((bottom - top) * (track + 1)) / (tracks.length + 1);
  return [
    { x: from, y },
    { x: to, y },
  ];
}

/** Middle of each rank, and half the height of the tallest thing in it, from the top. */
function ranksOf(lines: readonly SizedLine[], ranked: Ranked): readonly { y: number; half: number }[] {
  const halves = new Map<number, number>();
  const note = (y: number, half: number) => halves.set(y, Math.max(half, halves.get(y) ?? 0));
  for (const { y, height } of ranked.boxes.values()) {
    note(y, height / 2);
  }
  for (const { y } of ranked.ways.flat()) {
    note(y, 0);
  }
  for (const [index, { y }] of ranked.labels.entries()) {
    const { height } = lines[index].size;
    if (height > 0) {
      note(y, height / 2);
    }
  }
  return [...halves].map(([y, half]) => ({ y, half })).sort((one, other) => one.y - other.y);
}

/** Where each line leaves and enters: below what it is heading for if it can, and apart from the state's other lines. */
function portsOf(
  lines: readonly SizedLine[],
  { boxes, ways }: Ranked,
): readonly { from: number; to: number }[] {
  const ports = lines.map(() => ({ from: 0, to: 0 }));
  const sides = new Map<
    string,
    { index: number; end: "from" | "to"; heading: number; box: Point & Size }[]
  >();
  for (const [index, line] of lines.entries()) {
    const [source, target, way] = [boxes.get(line.from), boxes.get(line.to), ways[index]];
    if (source === undefined || target === undefined || way.length === 0) {
      continue;
    }
    const down = source.y < target.y;
    for (const [end, name, box, heading] of [
      ["from", line.from, source, way[0].x],
      ["to", line.to, target, way[way.length - 1].x],
    ] as const) {
      const side = `${name} ${down === (end === "from") ? "below" : "above"}`;
      sides.set(side, [...(sides.get(side) ?? []), { index, end, heading, box }]);
    }
  }
  for (const side of sides.values()) {
    side.sort((one, other) => one.heading - other.heading || one.index - other.index);
    const xs = spread(
      side.map(({ heading }) => heading),
      side[0].box,
    );
    side.forEach(({ index, end }, position) => (ports[index][end] = xs[position]));
  }
  return ports;
}

/** Sorted headings, kept within the box's side and apart from each other; what goes straight on stays in the middle. */
function spread(headings: readonly number[], { x, width }: Point & Size): readonly number[] {
  const [least, most] = [x - width / 2 + PORT.inset, x + width / 2 - PORT.inset];
  const straight = headings.findIndex((heading) => Math.abs(heading - x) < 0.5);
  if (straight < 0) {
    return apart(headings, least, most);
  }
  return [
    ...apart(headings.slice(0, straight), least, x - PORT.gap),
    x,
    ...apart(headings.slice(straight + 1), x + PORT.gap, most),
  ];
}

function apart(headings: readonly number[], least: number, most: number): readonly number[] {
  const gap = Math.min(PORT.gap, (most - least) / Math.max(1, headings.length - 1));
  const xs = headings.map((heading) => Math.min(most, Math.max(least, heading)));
  for (let index = xs.length - 2; index >= 0; index -= 1) {
    xs[index] = Math.min(xs[index], xs[index + 1] - gap);
  }
  for (let index = 0; index < xs.length; index += 1) {
    xs[index] = Math.max(xs[index], index === 0 ? least : xs[index - 1] + gap);
  }
  return xs;
}

/** On a track of the channel that is free there. Lines of one kind to one state may lie on each other. */
function crossing(channel: Channel, from: number, to: number, bus: string): Crossing {
  const [least, most] = [Math.min(from, to) - 4, Math.max(from, to) + 4];
  const isFree = (track: Channel["tracks"][number]) =>
    track.every((span) => span.bus === bus || span.to < least || span.from > most);
  let track = channel.tracks.findIndex(isFree);
  if (track < 0) {
    track = channel.tracks.length < TRACKS ? channel.tracks.push([]) - 1 : 0;
  }
  channel.tracks[track].push({ from: least, to: most, bus });
  return { channel, track, from, to };
}
