import type { Payload } from "../run-report";
import { count } from "./format";
import { markup, NOTHING, type Html } from "./html";

/** Characters of a payload or message that the page holds. */
export const SHOWN = 24_000;
/** Above this, names and values aren't told apart by colour: it would double the size. */
const COLOURED = 6_000;

/** A folded block of JSON, or a line that there is none. */
export function payloadBlock(name: string, payload: Payload | undefined, open = false): Html {
  if (payload === undefined) {
    return markup`<p class="none">${name}: none</p>`;
  }
  const text = payload.json;
  const size = text.length < 1000 ? plainSize(text) : `${count(Math.ceil(text.length / 1000))} KB`;
  return markup`<details class="payload" ${open && markup` open`}>
    <summary>${name} <span class="aside">${size}</span></summary>
    ${textBlock(name, text)}${payload.truncated && markup`<p class="note">AWS itself left the rest of it out.</p>`}
  </details>`;
}

function plainSize(text: string): string {
  return text.replace(/\s/g, "") === "{}" ? "empty" : `${count(text.length)} B`;
}

/** JSON in a box of its own that can be scrolled by keyboard. */
export function textBlock(name: string, text: string): Html {
  const shown = text.slice(0, SHOWN);
  return markup`<pre
      tabindex="0"
      role="group"
      aria-label="${name}"
    ><code>${shown.length > COLOURED ? shown : coloured(shown)}</code></pre>
    ${
      text.length > SHOWN &&
      markup`<p class="note">Cut here: ${count(SHOWN)} of ${count(text.length)} characters are shown.</p>`
    }`;
}

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/g;

function coloured(text: string): Html {
  const parts: (Html | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [whole, quoted, colon, word] = match as (string | undefined)[];
    const kind = quoted === undefined ? "n" : colon === undefined ? "s" : "k";
    parts.push(
      text.slice(end, match.index),
      markup`<span class="${kind}">${quoted ?? word}</span>`,
      colon ?? "",
    );
    end = match.index + (whole ?? "").length;
  }
  return markup`${parts}${text.slice(end)}`;
}

/** Nothing where there is nothing to say. */
export function errorNote(error: string | undefined, cause: string | undefined): Html {
  return error === undefined && cause === undefined
    ? NOTHING
    : markup`<div class="error">
        <p class="error-name">${error ?? "no error name"}</p>
        ${cause !== undefined && markup`<p class="cause">${cause.slice(0, SHOWN)}</p>`}
      </div>`;
}
