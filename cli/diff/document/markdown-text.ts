import type { Span, Text } from "./document";
import { visibleCode, visibleWords } from "./visible";

/** A space without a width. It is in no text that was made visible. */
const BREAK = "\u200b";

const HTML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Spans as GitHub-flavoured Markdown in one line. */
export function markdownText(text: Text): string {
  const line = joined(text).map(markdownSpan).join("").trim();
  // A list, a number with a dot, or a line under a heading or the head of a table would be read as such.
  return line.replace(/^([-+=:])/, "\\$1").replace(/^(\d{1,9})([.)])/, "$1\\$2");
}

/** For a cell of a table, where a pipe is escaped also in code. */
export function markdownCell(text: Text): string {
  return joined(text)
    .map((span) => {
      const written = markdownSpan(span);
      return typeof span === "object" && "code" in span ? written.replaceAll("|", "\\|") : written;
    })
    .join("")
    .trim();
}

/** Spans as HTML: Markdown is not read where HTML stands, as in a `<summary>`. */
export function htmlText(text: Text): string {
  return joined(text)
    .map((span) => {
      if (typeof span === "string") {
        return htmlWords(span);
      }
      return "code" in span
        ? `<code>${escapedHtml(visibleCode(span.code))}</code>`
        : `<b>${htmlWords(span.strong)}</b>`;
    })
    .join("");
}

/** As many backticks as stand in a row in a text, and one more. */
export function fence(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? [];
  return "`".repeat(Math.max(least, ...runs.map(({ length }) => length + 1)));
}

/** Words side by side are one text, so that nothing is put together after it was escaped; code side by side is kept apart. */
function joined(text: Text): Text {
  const spans: Span[] = [];
  for (const span of text.filter((each) => each !== "")) {
    const last = spans.at(-1);
    if (typeof span === "string" && typeof last === "string") {
      spans[spans.length - 1] = last + span;
    } else {
      if (isCode(span) && last !== undefined && isCode(last)) {
        spans.push(" ");
      }
      spans.push(span);
    }
  }
  return spans;
}

function isCode(span: Span): boolean {
  return typeof span === "object" && "code" in span;
}

function markdownSpan(span: Span): string {
  if (typeof span === "string") {
    return markdownWords(span);
  }
  // Asterisks are not read as emphasis next to every character.
  return "code" in span ? codeSpan(span.code) : `<b>${markdownWords(span.strong)}</b>`;
}

function markdownWords(words: string): string {
  return entities(escapedHtml(broken(visibleWords(words)).replace(/[\\`*_[\]|~$#]/g, "\\$&")));
}

function htmlWords(words: string): string {
  return entities(escapedHtml(broken(visibleWords(words))));
}

/**
 * `@team`, `#12`, `GH-12`, `https://`, `www.`, `:smile:`: GitHub makes mentions, references and links of them whatever the
 * Markdown escapes, unless something stands in between.
 */
function broken(words: string): string {
  return words
    .replace(/@/g, `@${BREAK}`)
    .replace(/#(?=\d)/g, `#${BREAK}`)
    .replace(/\b(GH)-(?=\d)/gi, `$1-${BREAK}`)
    .replace(/:(?=\/\/|[a-z0-9_+-]+:)/gi, `:${BREAK}`)
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}${BREAK}.`);
}

/** An invisible character in a comment's source is a riddle to whoever edits it. */
function entities(text: string): string {
  return text.replaceAll(BREAK, "&#8203;");
}

function codeSpan(value: string): string {
  const code = visibleCode(value);
  const ticks = fence(code, 1);
  const padding = /^`|`$|^ .* $/.test(code) ? " " : "";
  return `${ticks}${padding}${code}${padding}${ticks}`;
}

function escapedHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => HTML[character]);
}
