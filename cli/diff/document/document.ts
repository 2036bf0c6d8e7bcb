/**
 * What a review says, apart from how it is written: for a terminal (`terminal.ts`) or as Markdown (`markdown.ts`). Text comes
 * from a pull request that nobody has read yet: the writers escape it, so that no name or value turns into markup, a mention,
 * a link or a control sequence.
 */
export type Block =
  | { readonly kind: "heading"; readonly level: 2 | 3 | 4; readonly text: Text }
  | { readonly kind: "paragraph"; readonly text: Text }
  /** Said loudly: what a reviewer must not miss. Without a danger: that of its section. */
  | { readonly kind: "warning"; readonly text: Text; readonly danger?: Danger }
  | { readonly kind: "items"; readonly items: readonly Item[] }
  /** Cells of numbers are set to the right. */
  | {
      readonly kind: "table";
      readonly header: readonly Column[];
      readonly rows: readonly (readonly Text[])[];
    }
  | { readonly kind: "code"; readonly language: "sql" | "json" | "text"; readonly text: string }
  /** A Mermaid flow chart. A terminal shows it only when asked to. */
  | { readonly kind: "graph"; readonly title: string; readonly mermaid: string }
  /** Shown on request, where the writer can. */
  | { readonly kind: "folded"; readonly summary: Text; readonly blocks: readonly Block[] };

/**
 * What a warning is about, the worst first: data is lost; a guard is gone or protection is weaker; readers or loads of a table
 * break; a failure is hidden or made last; somebody may do more; the rest.
 */
export const DANGERS = ["loss", "guard", "contract", "workflow", "access", "other"] as const;
export type Danger = (typeof DANGERS)[number];

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

export interface Item {
  /** `danger`: loses data, breaks readers, or lets somebody do more. */
  readonly mark: "added" | "removed" | "changed" | "danger" | "note";
  readonly text: Text;
  readonly details?: readonly Item[];
}

/** `code`: a name or a value, as the program has it. */
export type Span = string | { readonly code: string } | { readonly strong: string };
export type Text = readonly Span[];

export function code(value: string): Span {
  return { code: value };
}

export function strong(value: string): Span {
  return { strong: value };
}

/** `text`${code(name)} retries ${3} times``: strings are words of a sentence. */
export function text(strings: TemplateStringsArray, ...parts: readonly (Span | number | Text)[]): Text {
  return strings.flatMap((string, index): Span[] => {
    const part = index === 0 ? "" : parts[index - 1];
    const before = typeof part === "number" ? [String(part)] : isText(part) ? part : [part];
    return [...before, string].filter((span) => span !== "");
  });
}

/** `Array.isArray` does not tell read-only arrays from the rest. */
function isText(part: Span | Text): part is Text {
  return Array.isArray(part);
}
