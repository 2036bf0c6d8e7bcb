import { code, type Span, type Text } from "./document";

/**
 * A name or value inside a sentence that is kept as one text, as in JSON: between grave accents. One of its own becomes an
 * apostrophe, so the accents always come in pairs.
 */
export function quoted(value: string): string {
  return `\`${value.replaceAll("`", "'")}\``;
}

/** The sentence as a document has it: what stands between grave accents is code. */
export function quotedWords(sentence: string): Text {
  return sentence
    .split("`")
    .map((piece, index): Span => (index % 2 === 1 ? code(piece) : piece))
    .filter((span) => span !== "");
}
