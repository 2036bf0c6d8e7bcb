import type { Block, Item, Span, Text } from "./document";

/** Of one block: the same where nothing is to be shortened, nothing where all of it goes. */
type Shortening = (block: Block) => readonly Block[];

/** Gentlest first. */
const SHORTENINGS: readonly { readonly leavesOut: string; readonly shorten: Shortening }[] = [
  { leavesOut: "graphs", shorten: withoutGraphs },
  { leavesOut: "what was folded", shorten: (block) => (block.kind === "folded" ? [] : [block]) },
  { leavesOut: "details of entries", shorten: withoutDetails },
  { leavesOut: "the ends of long texts", shorten: (block) => [cutTexts(block, 400)] },
  { leavesOut: "entries after the first 20 of a list", shorten: (block) => [firstEntries(block, 20)] },
  { leavesOut: "code", shorten: (block) => (block.kind === "code" ? [] : [block]) },
  { leavesOut: "entries after the first 5 of a list", shorten: (block) => [firstEntries(block, 5)] },
  {
    leavesOut: "all but warnings and headings",
    shorten: (block) => (block.kind === "warning" || block.kind === "heading" ? [block] : []),
  },
  { leavesOut: "headings", shorten: (block) => (block.kind === "warning" ? [block] : []) },
  { leavesOut: "further warnings", shorten: () => [] },
];

/**
 * Takes from a document until it fits: step by step the least important first, and in each step from the end, since a document
 * begins with what counts.
 *
 * @param size of a block, as it is written
 */
export function shorten(
  blocks: readonly Block[],
  size: (block: Block) => number,
  room: number,
): { readonly blocks: readonly Block[]; readonly leftOut: readonly string[] } {
  const sizeOf = (some: readonly Block[]): number => some.reduce((total, block) => total + size(block), 0);
  const kept = blocks.map((block): readonly Block[] => [block]);
  const sizes = kept.map(sizeOf);
  let total = sizes.reduce((sum, one) => sum + one, 0);
  const leftOut = new Set<string>();
  for (const step of SHORTENINGS) {
    for (let index = kept.length - 1; index >= 0 && total > room; index--) {
      const shorter = kept[index].flatMap(step.shorten);
      // Measuring is what takes time.
      if (shorter.length === kept[index].length && shorter.every((block, at) => block === kept[index][at])) {
        continue;
      }
      const saved = sizes[index] - sizeOf(shorter);
      if (saved > 0) {
        [kept[index], sizes[index], total] = [shorter, sizes[index] - saved, total - saved];
        leftOut.add(step.leavesOut);
      }
    }
  }
  return { blocks: withoutEmptyParts(kept.flat()), leftOut: [...leftOut] };
}

/** What stood under a heading of the lowest level may all be left out: then the heading says nothing. */
function withoutEmptyParts(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter((block, index) => {
    const next = blocks.at(index + 1);
    const isEmpty = next === undefined || next.kind === "heading";
    return block.kind !== "heading" || block.level !== 4 || !isEmpty;
  });
}

function withoutGraphs(block: Block): readonly Block[] {
  if (block.kind === "graph") {
    return [];
  }
  if (block.kind !== "folded") {
    return [block];
  }
  const blocks = block.blocks.flatMap(withoutGraphs);
  return blocks.length === 0 ? [] : [{ ...block, blocks }];
}

function withoutDetails(block: Block): readonly Block[] {
  return block.kind === "items" && block.items.some(({ details }) => details !== undefined)
    ? [{ ...block, items: block.items.map(({ mark, text }) => ({ mark, text })) }]
    : [block];
}

function firstEntries(block: Block, count: number): Block {
  if (block.kind === "items" && block.items.length > count) {
    const more: Item = { mark: "note", text: [`and ${block.items.length - count} more`] };
    return { ...block, items: [...block.items.slice(0, count), more] };
  }
  if (block.kind === "table" && block.rows.length > count) {
    const more = block.header.map((_, column) =>
      column === 0 ? [`and ${block.rows.length - count} more`] : [],
    );
    return { ...block, rows: [...block.rows.slice(0, count), more] };
  }
  return block;
}

function cutTexts(block: Block, length: number): Block {
  const cut = (text: Text): Text => cutText(text, length);
  const cutItem = ({ mark, text, details }: Item): Item => ({
    mark,
    text: cut(text),
    ...(details === undefined ? {} : { details: details.map(cutItem) }),
  });
  switch (block.kind) {
    case "heading":
    case "paragraph":
    case "warning":
      return { ...block, text: cut(block.text) };
    case "items":
      return { ...block, items: block.items.map(cutItem) };
    case "table":
      return { ...block, rows: block.rows.map((row) => row.map(cut)) };
    default:
      return block;
  }
}

/** The first characters of all spans together. */
function cutText(text: Text, length: number): Text {
  let room = length;
  return text.flatMap((span): Span[] => {
    const value = typeof span === "string" ? span : "code" in span ? span.code : span.strong;
    const shown = value.length <= room ? value : room > 0 ? `${wholeCharacters(value, room)}…` : "";
    room -= Math.min(value.length, room + 1);
    if (shown === "") {
      return [];
    }
    return [typeof span === "string" ? shown : "code" in span ? { code: shown } : { strong: shown }];
  });
}

/** Not the first half of a surrogate pair. */
function wholeCharacters(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}
