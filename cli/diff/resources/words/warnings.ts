import { type Block, code, strong, text } from "../../document/document";
import { quotedWords } from "../../document/quoted-words";
import { parseUrn } from "../match/urn";
import { isStatefulGoing } from "../order";
import type { MissingAlias, ResourceChange, ResourceChanges } from "../resource-change";
import { named } from "./change-item";
import { grouped } from "../grouped";
import { losses, lossList, names } from "./losses";
import { typeWords } from "./type-words";

/**
 * What a reviewer must not miss, most dangerous first, and after the warnings the lists that belong to them: the review puts
 * its warnings to the top, away from the section.
 */
export function warnings(changes: ResourceChanges): readonly Block[] {
  const all = changes.changes;
  const renamed = renamedUrns(changes);
  const lost = losses(all.filter(({ urn }) => !renamed.has(urn)));
  return [
    ...(changes.moved === undefined ? [] : [moved(changes.moved)]),
    ...changes.missingAliases.map((missing) => missingAlias(missing, all)),
    ...lost.warnings,
    ...guardsGone(all),
    ...changes.missingAliases.flatMap((missing) =>
      lossList(text`Without an alias for ${code(parseUrn(missing.before).name)}:`, lostBy(missing, all)),
    ),
    ...lost.details,
  ];
}

/** URNs, of both revisions, of what one warning of a missing alias speaks for. */
export function renamedUrns({ missingAliases }: ResourceChanges): ReadonlySet<string> {
  return new Set(
    missingAliases.flatMap(({ connected }) => connected.flatMap(({ before, after }) => [before, after])),
  );
}

function moved({ before, after }: { readonly before: string; readonly after: string }): Block {
  return {
    kind: "warning",
    text: text`The stack moves from ${before} to ${after}. What the base deployed is not there: make sure that it is destroyed, or kept on purpose.`,
  };
}

function missingAlias(missing: MissingAlias, changes: readonly ResourceChange[]): Block {
  const { before, after, connected, kept, fix } = missing;
  const [old, renamed] = [parseUrn(before), parseUrn(after)];
  const what = text`${code(old.name)} (${typeWords(old.type)})`;
  const size = connected.length === 1 ? "" : ` with ${connected.length} resources`;
  const lost = lostBy(missing, changes);
  const among = lost.length === 0 ? "" : text`, among them ${names(lost)}`;
  const same =
    kept === connected.length
      ? "nothing of it is made anew"
      : `${kept} of the ${connected.length} need not be made anew`;
  const coming = new Set(connected.map((pair) => pair.after));
  const clash = changes.some(({ urn, collision }) => collision !== undefined && coming.has(urn))
    ? " As it is, both have the same names in AWS: the deployment fails halfway, or ends with some of the new ones taken away."
    : "";
  return {
    kind: "warning",
    danger: lost.length === 0 ? "other" : "loss",
    text: text`${what} is now ${newIdentity(old, renamed)} without an alias. For Pulumi they are two: the one is ${strong("deleted")}${size}${among}; the other is made anew. If they are the same, add ${code(fix)} to the options of ${code(renamed.name)}: then ${same}.${clash}`,
  };
}

type Identity = ReturnType<typeof parseUrn>;

function newIdentity(old: Identity, renamed: Identity): ReturnType<typeof text> {
  if (old.name !== renamed.name) {
    return text`${code(renamed.name)}`;
  }
  return old.type === renamed.type ? text`under another parent` : text`a ${code(renamed.type)}`;
}

function lostBy({ connected }: MissingAlias, changes: readonly ResourceChange[]): readonly ResourceChange[] {
  const going = new Set(connected.map(({ before }) => before));
  return changes.filter((change) => isStatefulGoing(change) && going.has(change.urn));
}

/** The same guard, gone from many, is told once. */
function guardsGone(changes: readonly ResourceChange[]): readonly Block[] {
  const gone = changes.flatMap((change) => change.removedGuards.map((sentence) => ({ sentence, change })));
  return [...grouped(gone, ({ sentence }) => sentence)].map(([sentence, of]): Block => {
    const guard = quotedWords(sentence);
    const words =
      of.length === 1
        ? text`${named(of[0].change)}: ${guard}`
        : text`${guard} So it is for ${of.length} resources: ${names(of.map(({ change }) => change))}.`;
    return { kind: "warning", danger: "guard", text: words };
  });
}
