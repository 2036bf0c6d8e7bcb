/** States by name, and where each may go. */
export type Edges = ReadonlyMap<string, readonly string[]>;

interface Node {
  readonly name: string;
  readonly index: number;
  low: number;
  open: boolean;
}

/** Groups of states of which each may follow each (strongly connected components, Tarjan); one alone only if it follows itself. */
export function cycles(edges: Edges): readonly ReadonlySet<string>[] {
  const nodes = new Map<string, Node>();
  const stack: Node[] = [];
  const found: ReadonlySet<string>[] = [];
  const visit = (name: string): Node => {
    const node: Node = { name, index: nodes.size, low: nodes.size, open: true };
    nodes.set(name, node);
    stack.push(node);
    for (const next of (edges.get(name) ?? []).filter((each) => edges.has(each))) {
      const known = nodes.get(next);
      if (known === undefined) {
        node.low = Math.min(node.low, visit(next).low);
      } else if (known.open) {
        node.low = Math.min(node.low, known.index);
      }
    }
    if (node.low === node.index) {
      const group = stack.splice(stack.indexOf(node));
      group.forEach((each) => (each.open = false));
      if (group.length > 1 || edges.get(name)?.includes(name) === true) {
        found.push(new Set(group.map((each) => each.name)));
      }
    }
    return node;
  };
  for (const name of edges.keys()) {
    if (!nodes.has(name)) {
      visit(name);
    }
  }
  return found;
}

/** Every name that `from` leads to, `from` included. */
export function reachable(edges: Edges, from: Iterable<string>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (!reached.has(name)) {
      reached.add(name);
      open.push(...(edges.get(name) ?? []));
    }
  }
  return reached;
}

export function reversed(edges: Edges): Edges {
  const back = new Map<string, string[]>([...edges.keys()].map((name) => [name, []]));
  for (const [from, targets] of edges) {
    for (const to of targets) {
      back.get(to)?.push(from);
    }
  }
  return back;
}
