import { code, type Item, strong, text, type Text } from "../../document/document";
import { quotedWords } from "../../document/quoted-words";
import { parseUrn } from "../match/urn";
import type { ResourceChange } from "../resource-change";
import { isRemoteComponent } from "../remote-component";
import { propertyWords } from "./property-words";
import { typeWords } from "./type-words";

/** `stepline-prod-runs` (DynamoDB table) */
export function named({ physicalName, name, type }: ResourceChange): Text {
  return text`${code(physicalName === undefined || NAMES_REPEAT.test(type) ? name : physicalName)} (${typeWords(type)})`;
}

/** Types whose names in AWS say little without what they belong to, like `live` or a digest: told by the program's name. */
const NAMES_REPEAT = /^aws:(iam\/rolePolicy|lambda\/alias|sfn\/alias|s3\/bucketObject(v2)?):/;

/** By type: what making or deleting one does. */
const NOTES: Readonly<Partial<Record<string, { readonly create: string; readonly delete: string }>>> = {
  "aws:redshiftdata/statement:Statement": {
    create: "its SQL runs once in the warehouse, as administrator",
    delete: "nothing is taken back in the warehouse: Pulumi only forgets that it ran",
  },
};

const MARKS = {
  create: "added",
  delete: "removed",
  update: "changed",
  replace: "changed",
  rename: "note",
} as const;

/** One change, as a line; what differs below it, where that is more than one thing. */
export function changeItem(change: ResourceChange): Item {
  const { action, type, options } = change;
  const mark = MARKS[action];
  const note = action === "create" || action === "delete" ? NOTES[type]?.[action] : undefined;
  if (action === "create" || action === "delete") {
    const verb =
      action === "create" ? "is made" : change.retained ? "leaves the stack and stays in AWS" : "is deleted";
    const words = text`${named(change)} ${verb}${note === undefined ? "" : `: ${note}`}`;
    return { mark, text: words, ...details(sentencesBelow(change)) };
  }
  if (action === "rename") {
    return { mark, text: text`${named(change)} stays as it is${renamedFrom(change)}` };
  }
  const changed = [
    ...propertyWords(type, change.properties),
    // Those that go are guards that go: the warnings tell them.
    ...options.filter(({ after }) => after === true).map(({ path }) => text`Pulumi's ${code(path)} is on`),
  ];
  const below = sentencesBelow(change);
  const head = text`${named(change)}${renamedFrom(change)}${action === "replace" ? text` is ${strong("replaced")}` : []}`;
  return changed.length === 1
    ? { mark, text: text`${head}: ${changed[0]}`, ...details(below) }
    : { mark, text: head, ...details([...changed, ...below]) };
}

/** Why it is replaced though nothing of its own says so, and how the old and the new one get in each other's way. */
export function sentencesBelow({ type, forcedBy, properties, collision }: ResourceChange): readonly Text[] {
  const told = new Set(properties.map(({ follows }) => follows?.urn));
  return [
    ...forcedBy
      .filter((urn) => !told.has(urn))
      .map((urn) => text`it is bound to ${code(parseUrn(urn).name)}, which is made anew`),
    ...(collision === undefined ? [] : [quotedWords(collision)]),
    ...(isRemoteComponent(type)
      ? [
          text`its own parts, like routes and gateways, are made by awsx: ${code("pulumi preview")} lists them`,
        ]
      : []),
  ];
}

function renamedFrom({ previousUrn }: ResourceChange): Text {
  return previousUrn === undefined
    ? []
    : text`, in the program ${code(parseUrn(previousUrn).name)} until now`;
}

function details(texts: readonly Text[]): { readonly details?: readonly Item[] } {
  return texts.length === 0 ? {} : { details: texts.map((words) => ({ mark: "note", text: words })) };
}
