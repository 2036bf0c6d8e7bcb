/**
 * What would act on its reader, or hide: control characters, halves of surrogate pairs, separators of lines, and what Unicode
 * calls format characters: marks that turn the direction of writing, joiners and spaces without a width, tags.
 */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cf}]/gu;

const NAMED: Readonly<Partial<Record<string, string>>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The text in one line, with nothing in it that a reader does not see: `\n`, `\u{1b}`, `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, escaped);
}

/** Of several lines, which stay lines. */
export function visibleLines(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/).map((line) => visible(line.replaceAll("\t", "  ")));
}

/** Words of a sentence: line ends and tabs are spaces, the rest is made visible. */
export function visibleWords(text: string): string {
  return visible(text.replace(/[\n\r\t]+/g, " "));
}

/** A name or value. An empty one, or one of spaces alone, would not be seen. */
export function visibleCode(value: string): string {
  return visible(value.trim() === "" ? JSON.stringify(value) : value);
}

function escaped(character: string): string {
  return NAMED[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
