/** Text that is HTML already: made by `markup`, or by `trusted` from a file of ours. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | false | undefined | readonly Part[];

/**
 * Markup with values in it. A string is escaped, for element content as for quoted attributes; `Html` is taken as it is;
 * lists are joined; `false` and `undefined` leave nothing. Attributes must be quoted in the template. (It is not called
 * `html`: Prettier would then move white space about, also where the page's style keeps it.)
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const lines = strings.map((string) => string.replace(/\s*\n\s*/g, "\n"));
  return new Html(lines.reduce((text, line, index) => text + textOf(parts[index - 1]) + line));
}

/** Takes the text for HTML without escaping it. For the page's own style sheet and script only. */
export function trusted(text: string): Html {
  return new Html(text);
}

/** Nothing, where a template wants something. */
export const NOTHING = new Html("");

function textOf(part: Part): string {
  if (part instanceof Html) {
    return part.text;
  }
  if (part === false || part === undefined) {
    return "";
  }
  return typeof part === "object" ? part.map(textOf).join("") : escape(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters are no HTML at all: they become U+FFFD, as a parser would read a NUL. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "\ufffd")
    .replace(/\r\n?/g, "\n")
    .replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
