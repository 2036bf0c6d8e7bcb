/** East Asian wide and fullwidth characters, and emoji: two columns of a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u;

const NARROW = /^[ -~]*$/;

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What a reader sees as one character, each. */
export function graphemes(text: string): readonly string[] {
  return NARROW.test(text) ? text.split("") : [...characters.segment(text)].map(({ segment }) => segment);
}

/** Columns of a terminal that a text takes, which has no control characters. */
export function displayWidth(text: string): number {
  return NARROW.test(text)
    ? text.length
    : graphemes(text).reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}
