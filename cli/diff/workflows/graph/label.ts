/** Longer names are cut: Step Functions takes 80 characters. */
const LONGEST = 80;

/** Zero width: Mermaid looks for formulas (`$$x$$`) and icons (`fa:fa-ban`) after it has put entities back. */
const NOTHING = "\u200b";

/**
 * Text as a Mermaid label may hold it, between quotes: whatever could be syntax, Markdown, HTML, a formula or an icon there is
 * an entity. https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
export function label(text: string, longest = LONGEST): string {
  const unlike = text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\$(?=\$)|:(?=fa-)/g, `$&${NOTHING}`);
  const characters = Array.from(unlike);
  const shown = characters.length <= longest ? characters : [...characters.slice(0, longest - 1), "…"];
  return shown
    .map((character, index) => {
      const isInside = index > 0 && index < shown.length - 1;
      return /[\p{L}\p{N}\p{M} …]/u.test(character) || (isInside && /[,-]/.test(character))
        ? character
        : `#${character.codePointAt(0)!};`;
    })
    .join("");
}
