import {
  type Fields,
  type Graph,
  listed,
  type StateView,
} from "../../../../components/workflow/lint/definition";
import { sortedJson } from "../../../synth/json";

/** A neighbour whose own counterpart isn't known (yet). No state has a control character in its name. */
const UNKNOWN = "\u0000unknown";
const ITSELF = "\u0000itself";

/**
 * Name before -> name after, of all states that both graphs have: by name, or with the same body between the same
 * neighbours. Names that several states could have taken stay what they are: gone, and new.
 */
export function counterparts(before: Graph, after: Graph): ReadonlyMap<string, string> {
  const names = new Map(
    [...before.states.keys()].filter((name) => after.states.has(name)).map((name) => [name, name]),
  );
  for (let known = -1; known < names.size;) {
    known = names.size;
    const kept = new Set(names.values());
    const gone = bySignature(before, (name) => names.get(name));
    const fresh = bySignature(after, (name) => (kept.has(name) ? name : undefined));
    for (const [signature, olds] of gone) {
      const news = fresh.get(signature) ?? [];
      if (olds.length === 1 && news.length === 1) {
        names.set(olds[0], news[0]);
      }
    }
  }
  return names;
}

/** States without a counterpart, by what they are and what is around them. */
function bySignature(
  graph: Graph,
  nameAfter: (name: string) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const state of graph.states.values()) {
    if (nameAfter(state.name) === undefined) {
      const signature = signatureOf(state, nameAfter);
      found.set(signature, [...(found.get(signature) ?? []), state.name]);
    }
  }
  return found;
}

function signatureOf(state: StateView, nameAfter: (name: string) => string | undefined): string {
  const { graph, name: own } = state;
  const label = (name: string): string => (name === own ? ITSELF : (nameAfter(name) ?? UNKNOWN));
  const from = [...graph.states.values()].flatMap(({ name, transitions }) =>
    transitions.filter(({ to }) => to === own).map(({ kind }) => `${kind} ${label(name)}`),
  );
  return sortedJson({
    starts: graph.startAt === own,
    from: from.sort(),
    body: relabelled(state.fields, label),
  });
}

/** The state's fields with every target under the label that it has in both graphs. */
export function relabelled(fields: Fields, label: (name: string) => string): Fields {
  const target = (holder: Fields, field: string): Fields =>
    typeof holder[field] === "string" ? { ...holder, [field]: label(holder[field]) } : holder;
  const both = target(target(fields, "Next"), "Default");
  const lists = ["Choices", "Catch"].filter((list) => Array.isArray(fields[list]));
  return {
    ...both,
    ...Object.fromEntries(
      lists.map((list) => [list, listed(fields, list).map(({ item }) => target(item, "Next"))]),
    ),
  };
}
