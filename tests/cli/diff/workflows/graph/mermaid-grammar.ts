import assert from "node:assert/strict";

const WORDS = String.raw`(?:[\p{L}\p{N}\p{M} …,-]|#\d+;)*`;
const ID = String.raw`(?:m\d+|x\d+)(?:a|s\d+(?:g|b\d+)?)?`;
const QUOTED = `"${WORDS}(?:<br/>${WORDS})?"`;
const STYLE = String.raw`[a-z-]+:[#a-z0-9 ]+(?:,[a-z-]+:[#a-z0-9 ]+)*`;

const expression = (pattern: string): RegExp => new RegExp(`^${pattern}$`, "u");
const GROUP = expression(String.raw`subgraph (?<id>${ID})\[${QUOTED}\]`);
const NODE = expression(
  String.raw`(?<id>${ID})(?:\(\(Q\)\)|\[Q\]|\[\[Q\]\]|\{Q\}|\{\{Q\}\}|\[/Q/\]|\[\\Q/\]|\(\[Q\]\))`.replaceAll(
    "Q",
    QUOTED,
  ),
);
const EDGE = expression(String.raw`(?<from>${ID}) (?:-->|-\.->|==>)(?:\|"${WORDS}"\|)? (?<to>${ID})`);
const CLASS_DEFINITION = expression(`classDef (?<name>default|frame|added|removed|changed) ${STYLE}`);
const CLASS = expression(`class (?<ids>${ID}(?:,${ID})*) (?<name>frame|added|removed|changed)`);
const LINK_STYLE = expression(String.raw`linkStyle (?<numbers>\d+(?:,\d+)*) ${STYLE}`);

export interface Drawn {
  readonly groups: readonly string[];
  /** Id -> its line. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly line: string }[];
  /** Id -> mark. */
  readonly marks: ReadonlyMap<string, string>;
  /** Indices of edges that are coloured. */
  readonly marked: readonly number[];
}

/** Reads a chart; every line has one of the forms that Stepline writes, ids are declared once, and what refers to one finds it. */
export function readMermaid(mermaid: string): Drawn {
  const lines = mermaid.split("\n");
  assert.equal(lines.shift(), "flowchart TD");
  assert.equal(lines.pop(), "");
  const groups: string[] = [];
  const nodes = new Map<string, string>();
  const edges: { from: string; to: string; line: string }[] = [];
  const marks = new Map<string, string>();
  const marked: number[] = [];
  const classes = new Set<string>();
  let open = 0;
  const declare = (id: string): void => {
    assert.ok(!nodes.has(id) && !groups.includes(id), `${id} is declared twice`);
  };
  for (const line of lines) {
    const found = [GROUP, NODE, EDGE, CLASS_DEFINITION, CLASS, LINK_STYLE].map(
      (form) => form.exec(line)?.groups,
    );
    const [group, node, edge, classDefinition, classOf, links] = found;
    if (line === "end") {
      open -= 1;
      assert.ok(open >= 0, "an end too many");
    } else if (line === "direction TB") {
      assert.ok(open > 0, "a direction is a frame's");
    } else if (group !== undefined) {
      declare(group.id);
      groups.push(group.id);
      open += 1;
    } else if (node !== undefined) {
      declare(node.id);
      nodes.set(node.id, line);
    } else if (edge !== undefined) {
      assert.equal(open, 0, "ways are written outside of frames");
      assert.ok(nodes.has(edge.from) && nodes.has(edge.to), `${line}: a way between nodes`);
      edges.push({ from: edge.from, to: edge.to, line });
    } else if (classDefinition !== undefined) {
      classes.add(classDefinition.name);
    } else if (classOf !== undefined) {
      assert.ok(classes.has(classOf.name), line);
      for (const id of classOf.ids.split(",")) {
        assert.ok(nodes.has(id) || groups.includes(id), `${id} is declared`);
        assert.ok(!marks.has(id), `${id} has one mark`);
        marks.set(id, classOf.name);
      }
    } else if (links !== undefined) {
      marked.push(...links.numbers.split(",").map(Number));
      assert.ok(
        marked.every((number) => number < edges.length),
        line,
      );
    } else {
      assert.fail(`No form of Mermaid that Stepline writes: ${line}`);
    }
  }
  assert.equal(open, 0, "every frame is closed");
  return { groups, nodes, edges, marks, marked };
}
