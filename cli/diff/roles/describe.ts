import { type Block, code, type Item, strong, text, type Text } from "../document/document";
import { quotedWords } from "../document/quoted-words";
import {
  type AccessChange,
  type AttachmentChange,
  type Difference,
  isUsual,
  type RoleChange,
  type StatementChange,
} from "./role-change";
import { isAlarming, roleWarnings, titleOf, usualRights } from "./warnings";

/** Who may do what, for a reviewer: alarms first, then owner by owner, those that gain most on top. */
export function describeRoles(changes: readonly RoleChange[]): readonly Block[] {
  if (changes.length === 0) {
    return [];
  }
  const ordered = [...changes].sort((one, other) => weight(one) - weight(other));
  const usual = ordered.filter(isUsual);
  return [
    { kind: "heading", level: 3, text: ["Permissions (IAM)"] },
    { kind: "paragraph", text: summary(changes) },
    ...roleWarnings(ordered),
    ...usualRights(ordered),
    ...ordered.filter((change) => !isUsual(change)).flatMap(describeOwner),
    ...usualOwners(usual),
  ];
}

const WEIGHTS: Readonly<Record<AccessChange, number>> = { more: 1, both: 1, less: 2, same: 3 };

function weight(change: RoleChange): number {
  return isAlarming(change) ? 0 : WEIGHTS[change.access];
}

function summary(changes: readonly RoleChange[]): Text {
  const count = (...access: readonly AccessChange[]): number =>
    changes.filter((change) => access.includes(change.access)).length;
  const parts = [
    [count("more"), "may do more or let in more"],
    [count("both"), "changes both ways, or can't be told"],
    [count("less"), "may do less"],
    [count("same"), "stays the same in other words"],
  ] as const;
  return [
    parts
      .filter(([number]) => number > 0)
      .map(([number, words]) => `${number} ${words}`)
      .join("; ") + ".",
  ];
}

/** Nothing of them need be read one by one. */
function usualOwners(changes: readonly RoleChange[]): readonly Block[] {
  if (changes.length === 0) {
    return [];
  }
  const items = changes.map((change): Item => ({
    mark: "added",
    text: text`${titleOf(change)}, as ${code(change.like!)} has it`,
  }));
  const size = changes.length === 1 ? "1 role is" : `${changes.length} roles are`;
  const summary = text`${size} added, with the same rights as those of what is there, but for names`;
  return [{ kind: "folded", summary, blocks: [{ kind: "items", items }] }];
}

function describeOwner(change: RoleChange): readonly Block[] {
  const { action, attachments, access, like } = change;
  const [trust, statements] = [change.trust, change.statements].map((all) =>
    all.filter(({ usual }) => usual !== true),
  );
  const usual = change.trust.length + change.statements.length - trust.length - statements.length;
  const items = [
    ...trust.map((statement) => statementItem(statement, change, "trust")),
    ...attachments.map(attachmentItem),
    ...statements.map((statement) => statementItem(statement, change, "policy")),
    ...(like === undefined || usual === 0 ? [] : [usualItem(usual, like)]),
  ];
  const loud = items.filter(({ mark }) => mark === "danger");
  const calm = items.filter(({ mark }) => mark !== "danger");
  const list: Block = { kind: "items", items: [...loud, ...calm] };
  const title = text`${titleOf(change)}${action === "changed" ? ` ${ACCESS_WORDS[access]}` : ` is ${action}`}`;
  if (items.length === 0) {
    return [{ kind: "paragraph", text: title }];
  }
  if (action === "changed") {
    return [{ kind: "heading", level: 4, text: title }, list];
  }
  const count = trust.length + statements.length + attachments.length + usual;
  const size = `: ${count} statement${count === 1 ? "" : "s"} and attachments`;
  return [{ kind: "folded", summary: [...title, size], blocks: [list] }];
}

function usualItem(count: number, like: string): Item {
  const many = count === 1 ? "1 statement" : `${count} statements`;
  return { mark: "note", text: text`${many} as ${code(like)} has them, but for names` };
}

const ACCESS_WORDS: Readonly<Record<AccessChange, string>> = {
  more: "allows more",
  both: "allows more and less, or can't be told",
  less: "allows less",
  same: "allows the same",
};

function statementItem(statement: StatementChange, owner: RoleChange, place: "trust" | "policy"): Item {
  const { sid, policy, effect, words, action } = statement;
  const where = place === "trust" ? "trust" : owner.kind === "role" ? `policy ${policy}` : policy;
  const kind = effect === "Deny" ? ", Deny" : "";
  return {
    mark: markOf(statement, owner.action),
    text: text`${code(sid)} (${where}${kind}) ${strong(action)}: ${quotedWords(words)}`,
    details: [
      ...differences("action", statement.actions),
      ...differences("resource", statement.resources),
      ...differences("principal", statement.principals),
      ...differences("condition", statement.conditions),
    ],
  };
}

/** A new role's first permissions are no widening; what is alarming about them is said on top. */
function markOf({ access, action }: StatementChange, owner: RoleChange["action"]): Item["mark"] {
  if (owner !== "changed") {
    return owner;
  }
  if (access === "more" || access === "both") {
    return "danger";
  }
  return action === "removed" || action === "added" ? action : access === "same" ? "note" : "changed";
}

const MOST = 8;

function differences(what: string, { added, removed }: Difference): readonly Item[] {
  const items = [
    ...added.map((value): Item => ({ mark: "added", text: [`${what} `, ...valueText(what, value)] })),
    ...removed.map((value): Item => ({ mark: "removed", text: [`${what} `, ...valueText(what, value)] })),
  ];
  const others = items.length - MOST;
  return others > 0
    ? [...items.slice(0, MOST), { mark: "note", text: [`and ${others} more ${what}s`] }]
    : items;
}

function valueText(what: string, value: string): Text {
  return what === "condition" ? quotedWords(value) : [code(value)];
}

function attachmentItem({ arn, kind, action }: AttachmentChange): Item {
  const gives = (action === "added") === (kind === "managed policy");
  const words = kind === "boundary" ? "permissions boundary" : "managed policy";
  return {
    mark: gives ? "danger" : action,
    text: text`${words} ${code(arn)} ${strong(action)}`,
  };
}
