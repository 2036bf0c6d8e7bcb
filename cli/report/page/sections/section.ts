import { markup, type Html } from "../html";

/** A part of the page with its place in the table of contents. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

export function sectionElement({ id, title, body }: Section): Html {
  return markup`<section class="section" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section>
`;
}

/** What may be wider than a phone scrolls by itself, by keyboard too. */
export function scroller(name: string, body: Html, more = ""): Html {
  return markup`<div class="scroller ${more}" tabindex="0" role="group" aria-label="${name}">${body}</div>`;
}

interface Column {
  readonly title: string;
  readonly numeric?: boolean;
}

/** A table whose first column names its rows. */
export function table(
  caption: string,
  columns: readonly (string | Column)[],
  rows: readonly (readonly (Html | string | number)[])[],
): Html {
  const all = columns.map((column) => (typeof column === "string" ? { title: column } : column));
  const look = ({ numeric = false }: Column) => (numeric ? markup` class="number"` : markup``);
  return scroller(
    caption,
    markup`<table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${all.map((column) => markup`<th scope="col" ${look(column)}>${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            markup`<tr>
              ${row.map((cell, index) =>
                index === 0
                  ? markup`<th scope="row" ${look(all[index])}>${cell}</th>`
                  : markup`<td${look(all[index])}>${cell}</td>`,
              )}
            </tr>
`,
        )}
      </tbody>
    </table>`,
  );
}

/** Names and values. */
export function facts(entries: readonly (readonly [string, Html | string | number])[], look = "facts"): Html {
  return markup`<dl class="${look}">
    ${entries.map(
      ([name, value]) =>
        markup`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
