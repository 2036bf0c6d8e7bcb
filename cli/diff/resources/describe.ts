import { type Block, code, type Item, text, type Text } from "../document/document";
import { parseUrn } from "./match/urn";
import { isStatefulGoing } from "./order";
import type { ResourceChange, ResourceChanges } from "./resource-change";
import { changeItem, named } from "./words/change-item";
import { grouped } from "./grouped";
import { oneProperty } from "./words/property-words";
import { type SharedChange, sharedChanges } from "./words/shared-changes";
import { typeWords } from "./words/type-words";
import { renamedUrns, warnings } from "./words/warnings";

/** Longer lists of the same kind are folded. */
const LONG = 10;

/** What happens to the resources of a stack; nothing where nothing does. */
export function describeResources(changes: ResourceChanges): readonly Block[] {
  if (changes.changes.length === 0 && changes.moved === undefined) {
    return [];
  }
  const renamed = renamedUrns(changes);
  const told = changes.changes.filter(({ component, urn }) => !component && !renamed.has(urn));
  const versions = told.filter(({ contentAddressed }) => contentAddressed);
  // A deletion that loses something is told by the warnings in full.
  const plain = told.filter(
    (change) => !change.contentAddressed && !(change.action === "delete" && isStatefulGoing(change)),
  );
  const { shared, rest } = sharedChanges(plain);
  return [
    { kind: "heading", level: 3, text: ["Resources"] },
    { kind: "paragraph", text: summary(changes) },
    ...warnings(changes),
    ...versionItems(versions),
    ...shared.flatMap(sharedBlocks),
    ...byComponent(rest),
  ];
}

const VERBS = [
  ["delete", "deleted"],
  ["replace", "replaced"],
  ["update", "changed"],
  ["create", "made"],
  ["rename", "renamed in the program only"],
] as const;

function summary({ changes, unchanged }: ResourceChanges): Text {
  const own = changes.filter(({ component }) => !component);
  const counts = VERBS.flatMap(([action, verb]) => {
    const count = own.filter((change) => change.action === action && !change.contentAddressed).length;
    return count === 0 ? [] : [`${count} ${verb}`];
  });
  const versions = own.filter(({ contentAddressed }) => contentAddressed).length;
  const all = versions === 0 ? counts : [...counts, `${versions} in a new version`];
  const what = all.length === 0 ? "Only components change" : all.join(", ");
  return text`${what}; ${unchanged === 0 ? "none stays as it is" : `${unchanged} unchanged`}.`;
}

function versionItems(versions: readonly ResourceChange[]): readonly Block[] {
  const items = versions.map((change): Item => ({
    mark: "changed",
    text: text`New version of ${code(change.name)} (${typeWords(change.type)}): the earlier one stays, for the runs that began with it`,
  }));
  return items.length === 0 ? [] : [{ kind: "items", items }];
}

function sharedBlocks({ property, resources }: SharedChange): readonly Block[] {
  const items = resources.map((change): Item => ({ mark: "changed", text: named(change) }));
  return [
    { kind: "paragraph", text: text`On ${resources.length} resources: ${oneProperty(property)}` },
    { kind: "folded", summary: text`${resources.length} resources`, blocks: [{ kind: "items", items }] },
  ];
}

function byComponent(changes: readonly ResourceChange[]): readonly Block[] {
  return [...grouped(changes, ({ within }) => within ?? "")].flatMap(([name, group]): Block[] => [
    ...(name === "" ? [] : [{ kind: "heading" as const, level: 4 as const, text: text`In ${code(name)}` }]),
    ...VERBS.flatMap(([action, verb]) =>
      actionBlocks(
        group.filter((change) => change.action === action),
        action,
        verb,
      ),
    ),
  ]);
}

function actionBlocks(
  changes: readonly ResourceChange[],
  action: ResourceChange["action"],
  verb: string,
): readonly Block[] {
  if (changes.length === 0) {
    return [];
  }
  const list: Block = { kind: "items", items: changes.map(changeItem) };
  if (changes.length <= LONG) {
    return [list];
  }
  const tops = action === "rename" ? text` (${joinedNames(changes)})` : "";
  return [{ kind: "folded", summary: text`${changes.length} resources are ${verb}${tops}`, blocks: [list] }];
}

function joinedNames(changes: readonly ResourceChange[]): Text {
  const { previousUrn = "", urn } = changes[0];
  return text`like ${code(parseUrn(previousUrn).name)}, now ${code(parseUrn(urn).name)}`;
}
