import type { Text } from "./document";
import { displayWidth, graphemes } from "./display-width";
import { visibleCode, visibleWords } from "./visible";

export type Style = "bold" | "code" | "green" | "red" | "yellow" | "dim";

/** A piece of a line: what is seen, and how. */
export interface Piece {
  readonly text: string;
  readonly style?: Style;
}

/** SGR parameters, by style: ECMA-48, 8.3.117. */
const CODES: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  code: [36, 39],
  green: [32, 39],
  red: [31, 39],
  yellow: [33, 39],
};

/** With control sequences only where colours are wanted. */
export function styled(pieces: readonly Piece[], colours: boolean): string {
  return pieces
    .map(({ text, style }) => {
      if (!colours || style === undefined) {
        return text;
      }
      const [on, off] = CODES[style];
      return `\u001b[${on}m${text}\u001b[${off}m`;
    })
    .join("");
}

export function piecesOf(text: Text): readonly Piece[] {
  return text.map((span): Piece => {
    if (typeof span === "string") {
      return { text: visibleWords(span) };
    }
    return "code" in span
      ? { text: visibleCode(span.code), style: "code" }
      : { text: visibleWords(span.strong), style: "bold" };
  });
}

export function widthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + displayWidth(text), 0);
}

/** Lines of at most `width` columns, broken at spaces, or inside a word that is longer than a line. */
export function wrapped(pieces: readonly Piece[], width: number): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]];
  let used = 0;
  const place = (word: readonly Piece[], space: Piece | undefined): void => {
    const length = widthOf(word);
    const gap = space === undefined || used === 0 ? 0 : space.text.length;
    if (used > 0 && used + gap + length > width) {
      lines.push([]);
      used = 0;
    } else if (gap > 0) {
      lines.at(-1)!.push(space!);
      used += gap;
    }
    for (const piece of length > width ? word.flatMap((one) => broken(one, width)) : word) {
      const columns = displayWidth(piece.text);
      if (used > 0 && used + columns > width) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)!.push(piece);
      used += columns;
    }
  };
  for (const { word, space } of words(pieces)) {
    place(word, space);
  }
  return lines;
}

/** What stands between spaces, of several pieces where no space parts them; each with the space before it. */
function words(pieces: readonly Piece[]): readonly { word: Piece[]; space: Piece | undefined }[] {
  const all: { word: Piece[]; space: Piece | undefined }[] = [{ word: [], space: undefined }];
  for (const { text, style } of pieces) {
    for (const part of text.split(/( +)/).filter((each) => each !== "")) {
      if (part.startsWith(" ")) {
        all.push({ word: [], space: { text: part, style } });
      } else {
        all.at(-1)!.word.push({ text: part, style });
      }
    }
  }
  return all.filter(({ word }) => word.length > 0);
}

/** Behind these, a word that is longer than a line is broken rather than elsewhere. */
const AFTER_SIGN = /(?<=[-/_.,:;=&?])(?![-/_.,:;=&?])/;

/** Pieces to be set one after the other: up to a sign each, and of one character each where even that is too long. */
function broken({ text, style }: Piece, width: number): readonly Piece[] {
  return displayWidth(text) <= width && !AFTER_SIGN.test(text)
    ? [{ text, style }]
    : text
        .split(AFTER_SIGN)
        .flatMap((part) => (displayWidth(part) <= width ? [part] : graphemes(part)))
        .map((part) => ({ text: part, style }));
}
