import type { Chart, Edge, Group, Mark, Node, Shape } from "./chart";
import { label } from "./label";

/** Opening and closing of a node. https://mermaid.js.org/syntax/flowchart.html#node-shapes */
const BRACKETS: Readonly<Record<Shape, readonly [string, string]>> = {
  start: ["((", "))"],
  call: ["[", "]"],
  child: ["[[", "]]"],
  choice: ["{", "}"],
  pass: ["[/", "/]"],
  wait: ["{{", "}}"],
  end: ["([", "])"],
  "fan-out": ["[\\", "/]"],
};
const LINES: Readonly<Record<Edge["line"], string>> = { plain: "-->", dotted: "-.->", thick: "==>" };

/** Dark text on a pale ground, for light and dark pages alike. */
const STYLES: Readonly<Record<Mark | "default", string>> = {
  default: "fill:#f6f8fa,stroke:#8c959f,color:#1f2328",
  added: "fill:#dafbe1,stroke:#1a7f37,stroke-width:3px,color:#1f2328",
  removed: "fill:#ffebe9,stroke:#cf222e,stroke-width:3px,stroke-dasharray:6 4,color:#1f2328",
  changed: "fill:#fff8c5,stroke:#9a6700,stroke-width:3px,color:#1f2328",
};
/** What is around states shall not look like something that changed. */
const FRAME = "fill:none,stroke:#8c959f";
const EDGE_STYLES: Readonly<Record<Mark, string>> = {
  added: "stroke:#1a7f37,stroke-width:3px",
  removed: "stroke:#cf222e,stroke-width:3px",
  changed: "stroke:#9a6700,stroke-width:3px",
};
const MARKS: readonly Mark[] = ["added", "removed", "changed"];

/** Mermaid text of a chart, for GitHub (Mermaid 11). The same chart gives the same text. */
export function mermaid(chart: Chart): string {
  const lines = ["flowchart TD", ...chart.groups.flatMap(groupLines), ...chart.nodes.map(nodeLine)];
  lines.push(...chart.edges.map(edgeLine));
  const marked = [...markedIds(chart)];
  const frames = [...framesOf(chart.groups)];
  lines.push(`classDef default ${STYLES.default}`);
  if (frames.length > 0) {
    lines.push(`classDef frame ${FRAME}`, `class ${frames.join(",")} frame`);
  }
  for (const mark of MARKS) {
    const ids = marked.flatMap(([id, its]) => (its === mark ? [id] : []));
    if (ids.length > 0) {
      lines.push(`classDef ${mark} ${STYLES[mark]}`, `class ${ids.join(",")} ${mark}`);
    }
    const edges = chart.edges.flatMap((edge, index) => (edge.mark === mark ? [index] : []));
    if (edges.length > 0) {
      lines.push(`linkStyle ${edges.join(",")} ${EDGE_STYLES[mark]}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function groupLines({ id, title, groups, nodes }: Group): readonly string[] {
  return [
    `subgraph ${id}["${label(title)}"]`,
    // Without it, a frame that no line leaves is drawn from left to right.
    "direction TB",
    ...nodes.map(nodeLine),
    ...groups.flatMap(groupLines),
    "end",
  ];
}

function nodeLine({ id, shape, name, detail }: Node): string {
  const [open, close] = BRACKETS[shape];
  const second = detail === undefined ? "" : `<br/>${label(detail)}`;
  return `${id}${open}"${label(name)}${second}"${close}`;
}

function edgeLine({ from, to, line, label: words }: Edge): string {
  return `${from} ${LINES[line]}${words === "" ? "" : `|"${label(words)}"|`} ${to}`;
}

function* markedIds({ groups, nodes }: Pick<Chart, "groups" | "nodes">): Generator<readonly [string, Mark]> {
  for (const { id, mark } of nodes) {
    if (mark !== undefined) {
      yield [id, mark];
    }
  }
  for (const group of groups) {
    if (group.mark !== undefined) {
      yield [group.id, group.mark];
    }
    yield* markedIds(group);
  }
}

function* framesOf(groups: readonly Group[]): Generator<string> {
  for (const { id, mark, groups: inner } of groups) {
    if (mark === undefined) {
      yield id;
    }
    yield* framesOf(inner);
  }
}
