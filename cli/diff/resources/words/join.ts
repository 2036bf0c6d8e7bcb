import type { Text } from "../../document/document";

export function joined(texts: readonly Text[], separator: string): Text {
  return texts.flatMap((words, index) => (index === 0 ? words : [separator, ...words]));
}

/** With a capital letter and a full stop. */
export function asSentence([first, ...rest]: Text): Text {
  const last = rest.at(-1) ?? first;
  const begun = typeof first === "string" ? `${first.charAt(0).toUpperCase()}${first.slice(1)}` : first;
  return [begun, ...rest, ...(typeof last === "string" && /[.!?]$/.test(last) ? [] : ["."])];
}
