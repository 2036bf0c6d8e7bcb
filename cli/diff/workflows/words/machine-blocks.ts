import { type Block, code, type Item, text, type Text } from "../../document/document";
import type { FieldChange, FlowDanger, MachineChange } from "../workflow-change";
import { fieldWords } from "./field-words";
import { counted } from "./quantities";
import { stateItems } from "./state-items";
import { listedCodes } from "./values";

/** What is further down is shown on request: a reader has seen then how large the change is. */
const MOST_ITEMS = 40;

/** A machine that changes: what follows from its ways together first, then the machine, then its states. */
export function machineBlocks(machine: MachineChange): readonly Block[] {
  if (machine.action === "unchanged") {
    return [];
  }
  if (machine.unreadable !== undefined) {
    return unreadableBlocks(machine, machine.unreadable);
  }
  const summary: Block = { kind: "paragraph", text: text`${code(machine.name)} ${summaryOf(machine)}` };
  if (machine.action === "added" || machine.action === "removed") {
    return [summary];
  }
  const items: readonly Item[] = [
    ...machine.dangers.map((danger): Item => ({ mark: "danger", text: dangerWords(danger) })),
    ...machine.fields.map(machineItem),
    ...stateItems(machine.states),
  ];
  const [first, rest] = [items.slice(0, MOST_ITEMS), items.slice(MOST_ITEMS)];
  return [
    summary,
    ...(first.length === 0 ? [] : [{ kind: "items", items: first } as const]),
    ...(rest.length === 0
      ? []
      : [
          {
            kind: "folded",
            summary: text`${counted(rest.length, "more change")}`,
            blocks: [{ kind: "items", items: rest }],
          } as const,
        ]),
  ];
}

const WHERE = { base: "in the base", head: "in the head", both: "in both revisions" } as const;

function unreadableBlocks(
  { name, previousName, action, fields }: MachineChange,
  where: keyof typeof WHERE,
): readonly Block[] {
  const was = previousName === undefined ? [] : text`, before ${code(previousName)},`;
  const fate = action === "added" ? "is new and " : action === "removed" ? "is gone and " : "";
  const why = action === "changed" ? ` ${WHERE[where]}` : "";
  return [
    {
      kind: "warning",
      text: text`${code(name)}${was} ${fate}can't be compared: its definition${why} is a secret, or no JSON. What its states do is for a person to find out.`,
    },
    ...(fields.length === 0 ? [] : [{ kind: "items", items: fields.map(machineItem) } as const]),
  ];
}

function machineItem(field: FieldChange): Item {
  return {
    mark: field.danger === undefined ? "changed" : "danger",
    text: text`The workflow ${fieldWords(field)}`,
  };
}

function summaryOf({ action, previousName, states }: MachineChange): Text {
  if (action === "added" || action === "removed") {
    return text`is ${action === "added" ? "new" : "gone"}, with ${counted(states.length, "state")}.`;
  }
  const was = previousName === undefined ? [] : text`was named ${code(previousName)}`;
  const parts = [
    ["added", "new"],
    ["removed", "gone"],
    ["renamed", "renamed"],
    ["changed", "changed"],
  ].flatMap(([kind, word]) => {
    const number = states.filter((state) => state.action === kind).length;
    return number === 0 ? [] : [`${counted(number, "state")} ${word}`];
  });
  if (parts.length === 0) {
    return previousName === undefined ? text`keeps its states:` : text`${was}.`;
  }
  return text`${was}${previousName === undefined ? "" : "; "}has ${parts.join(", ")}:`;
}

function dangerWords({ kind, states, way = [] }: FlowDanger): Text {
  if (kind === "unreachable") {
    return text`Nothing leads to ${listedCodes(states)} any more`;
  }
  const steps = way.flatMap((name, index) => (index === 0 ? [code(name)] : [" → ", code(name)]));
  return text`A failure may now end as a success: every way from ${listedCodes(states)} ended in a Fail, and now there is ${steps}`;
}

/** How many changes of a machine a reviewer must not miss. */
export function dangersOf({ dangers, fields, states }: MachineChange): number {
  const dangerous = [...fields, ...states.flatMap((state) => state.fields)].filter(
    ({ danger }) => danger !== undefined,
  );
  return dangers.length + dangerous.length;
}
