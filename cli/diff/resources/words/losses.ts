import { type Block, code, type Item, strong, type Text, text } from "../../document/document";
import { quotedWords } from "../../document/quoted-words";
import { byWorth } from "../dangers/stateful";
import { isStatefulGoing } from "../order";
import type { ResourceChange } from "../resource-change";
import { named, sentencesBelow } from "./change-item";
import { grouped } from "../grouped";
import { asSentence, joined } from "./join";
import { propertyWords } from "./property-words";

/** More of a component are told by one warning, and each in a list further down. */
const APART = 3;

/** Names that a warning gives before it counts. */
const NAMED = 6;

/** What a section says of one loss, or of several together: warnings stand apart from it, at the top of the review. */
interface Told {
  readonly warnings: readonly Block[];
  readonly details: readonly Block[];
}

/** Deletions and replacements of what holds data, or an address that others depend on. */
export function losses(changes: readonly ResourceChange[]): Told {
  const going = changes.filter(isStatefulGoing);
  const groups = [
    ...grouped(going, ({ action, retained, within }) => `${action} ${retained} ${within ?? ""}`),
  ];
  const told = groups.map(([, group]) => (group.length <= APART ? apart(group) : together(group)));
  return {
    warnings: told.flatMap(({ warnings }) => warnings),
    details: told.flatMap(({ details }) => details),
  };
}

function apart(changes: readonly ResourceChange[]): Told {
  return { warnings: changes.map((change) => ({ kind: "warning", text: loss(change) })), details: [] };
}

function together(changes: readonly ResourceChange[]): Told {
  const [first] = changes;
  const place = first.within === undefined ? text`Of the stack` : text`Of ${code(first.within)}`;
  const what = text`${place}, ${changes.length} resources that hold data, or an address others depend on, ${verb(first, "plural")}`;
  return {
    warnings: [{ kind: "warning", text: text`${what}: ${names(changes)}.` }],
    details: lossList(text`${what}:`, changes),
  };
}

/** Each with what is lost. */
export function lossList(title: Text, changes: readonly ResourceChange[]): readonly Block[] {
  const items = byWorth(changes).map((change): Item => ({ mark: "danger", text: loss(change) }));
  return items.length === 0
    ? []
    : [
        { kind: "paragraph", text: title },
        { kind: "items", items },
      ];
}

/** The first of them by name. */
export function names(changes: readonly ResourceChange[]): Text {
  const shown = byWorth(changes).slice(0, NAMED).map(named);
  const more = changes.length - shown.length;
  return text`${joined(shown, ", ")}${more === 0 ? "" : ` and ${more} more`}`;
}

function verb({ action, retained }: ResourceChange, number: "singular" | "plural"): Text {
  const be = number === "singular" ? "is" : "are";
  if (action === "replace") {
    return text`${be} ${strong("replaced")}`;
  }
  return retained
    ? text`${number === "singular" ? "leaves" : "leave"} the stack and ${number === "singular" ? "stays" : "stay"} in AWS`
    : text`${be} ${strong("deleted")}`;
}

function loss(change: ResourceChange): Text {
  const { action, retained, stateful = "", guards, type, properties } = change;
  const replacing = propertyWords(
    type,
    properties.filter(({ replaces }) => replaces === true),
  );
  const because = action === "replace" && replacing.length > 0 ? text` (${joined(replacing, ", ")})` : "";
  const kept = retained
    ? "The old one stays in AWS with what it holds (`retainOnDelete`), and nothing of the program uses it any more."
    : stateful;
  const sentences = [kept, ...guards].map(quotedWords);
  const below = sentencesBelow(change).map(asSentence);
  return text`${named(change)} ${verb(change, "singular")}${because}. ${joined([...sentences, ...below], " ")}`;
}
