import { withoutName } from "../alike";
import { type Block, code, type Danger, type Span, text, type Text } from "../document/document";
import { quotedWords } from "../document/quoted-words";
import { attachmentAlarms } from "./alarms";
import type { RoleChange } from "./role-change";

/** Names that a sentence gives before it counts. */
const NAMED = 4;

interface Alarm {
  readonly owner: RoleChange;
  readonly danger: Danger;
  readonly words: Text;
}

/** What a reviewer must not miss, once where it is the same of many but for the names of their components. */
export function roleWarnings(changes: readonly RoleChange[]): readonly Block[] {
  const groups = new Map<string, Alarm[]>();
  for (const alarm of changes.flatMap(alarmsOf)) {
    const { owner, danger, words } = alarm;
    const key = JSON.stringify([owner.kind, danger, unnamed(alarm, words)]);
    groups.set(key, [...(groups.get(key) ?? []), alarm]);
  }
  return [...groups.values()].map((alarms) => ({
    kind: "warning",
    danger: alarms[0].danger,
    text: alarms.length === 1 ? oneWords(alarms[0]) : manyWords(alarms),
  }));
}

/** Without those that a component of the base raises as well. */
export function isAlarming(change: RoleChange): boolean {
  return alarmsOf(change).length > 0;
}

/** That new components have rights which alarm, and which others have had all the time. */
export function usualRights(changes: readonly RoleChange[]): readonly Block[] {
  const groups = new Map<string, { readonly components: Set<string>; readonly sids: Set<string> }>();
  for (const { component, like, trust, statements } of changes) {
    const sids = [...trust, ...statements].flatMap(({ usual, alarms, sid }) =>
      usual === true && alarms.length > 0 ? [sid] : [],
    );
    if (component !== undefined && like !== undefined && sids.length > 0) {
      const key = JSON.stringify([component.type.split(":").at(-1)!.toLowerCase(), like]);
      const group = groups.get(key) ?? { components: new Set(), sids: new Set() };
      group.components.add(component.name);
      sids.forEach((sid) => group.sids.add(sid));
      groups.set(key, group);
    }
  }
  return [...groups].map(([key, { components, sids }]): Block => {
    const [type, like] = JSON.parse(key) as readonly [string, string];
    const many = components.size === 1 ? `One new ${type}` : `${components.size} new ${type}s`;
    return {
      kind: "paragraph",
      text: text`${many} with the rights that ${type}s have: what ${codes([...sids])} of ${codes([...components])} ${sids.size === 1 ? "allows" : "allow"}, ${code(like)} has as well, but for names.`,
    };
  });
}

export function titleOf({ kind, role }: RoleChange): Text {
  return text`${kind} ${code(role)}`;
}

function alarmsOf(owner: RoleChange): readonly Alarm[] {
  const { trust, statements, attachments } = owner;
  return [
    ...[...trust, ...statements]
      .filter(({ usual }) => usual !== true)
      .flatMap(({ sid, effect, alarms }) =>
        alarms.map((alarm): Alarm => ({
          ...{ owner, danger: effect === "Deny" ? "guard" : "access" },
          words: text`${code(sid)}: ${quotedWords(alarm)}`,
        })),
      ),
    ...attachmentAlarms(attachments).map(({ danger, words }): Alarm => ({
      ...{ owner, danger, words: quotedWords(words) },
    })),
  ];
}

function oneWords({ owner, words }: Alarm): Text {
  return text`${titleOf(owner)}: ${words}`;
}

function manyWords(alarms: readonly Alarm[]): Text {
  const [{ owner, words }] = alarms;
  const names = [...new Set(alarms.map((alarm) => alarm.owner.role))];
  const differ = alarms.some((alarm) => JSON.stringify(alarm.words) !== JSON.stringify(words));
  const as = differ ? text` So it is of ${code(owner.role)}; of the others alike, but for names.` : "";
  const kinds = owner.kind.replace(/y$/, "ie");
  return text`${names.length} ${owner.kind === "key" ? "key" : kinds}s, ${codes(names)}: ${words}${as}`;
}

/** `a`, `b` and 3 more */
function codes(names: readonly string[]): Text {
  const shown = names.length > NAMED + 1 ? names.slice(0, NAMED) : names;
  const more = names.length - shown.length;
  return shown.flatMap((name, index): readonly Span[] => {
    const isLast = index === shown.length - 1;
    const comma = index === 0 ? "" : isLast && more === 0 ? " and " : ", ";
    return [comma, code(name), ...(isLast && more > 0 ? [` and ${more} more`] : [])];
  });
}

function unnamed({ owner: { component } }: Alarm, value: unknown): string {
  return component === undefined ? JSON.stringify(value) : withoutName(value, component.name);
}
