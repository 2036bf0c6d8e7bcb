import { quoted } from "../document/quoted-words";
import type { AttachmentChange } from "./role-change";
import type { Grant } from "./policy/grant";
import type { JudgedPair } from "./statement-verdict";
import { changesPermissions, type ActionFacts } from "./words/action-facts";
import { listed } from "./words/action-words";
import { accountOf, principalParts, principalWords } from "./words/principal-words";
import { resourceWords } from "./words/resource-words";

export interface AlarmPlace {
  readonly trust: boolean;
  /** The role or resource is new: that somebody may use it goes without saying. */
  readonly fresh: boolean;
  /** The policy stands on the resource it guards: its `*` means that resource. */
  readonly onResource: boolean;
  /** The stack's own account. */
  readonly accountId: string;
  readonly facts: ReadonlyMap<string, ActionFacts>;
}

/** What a reviewer must not miss about a statement, a sentence each. Only about what is gained, or no longer denied. */
export function statementAlarms(pair: JudgedPair, place: AlarmPlace): readonly string[] {
  if (pair.access === "less" || pair.access === "same") {
    return [];
  }
  if (pair.effect === "Deny") {
    return ["A denial is lost or loosened: whatever else allows the request, allows it now."];
  }
  const { gained } = pair;
  if (gained.some(({ unreadable }) => unreadable !== undefined)) {
    return ["The policy can't be read here: whom it lets do what is for a person to find out."];
  }
  return [
    ...(place.trust ? [] : actionAlarms(gained, place)),
    ...(place.trust && !place.fresh ? trustAlarms(gained) : []),
    ...principalAlarms(gained, place),
  ];
}

function actionAlarms(
  gained: readonly Grant[],
  { facts, onResource, accountId }: AlarmPlace,
): readonly string[] {
  // A resource that names its own account only leaves it to the roles' policies, which are judged themselves.
  const own = (grant: Grant): boolean =>
    onResource && grant.principal?.negated === false && grant.principal.values[0] === `AWS ${accountId}`;
  const grants = gained.filter((grant) => !own(grant));
  const named = grants
    .filter(({ action }) => !action.negated)
    .map(({ action: { values }, resource }) => ({
      ...{ action: values[0], resource, fact: facts.get(values[0]) },
    }));
  const powers = named.filter(({ fact }) => fact !== undefined && changesPermissions(fact));
  const where = resourceWords([...new Set(powers.flatMap(({ resource }) => resource.values))], false);
  const unscoped = named.filter(
    ({ fact, resource }) =>
      !onResource && fact?.scopable && !resource.negated && resource.values.includes("*"),
  );
  return [
    ...(grants.some(({ action, resource }) => action.negated || resource.negated)
      ? ["It allows all but what it names: every action or resource that comes later, too."]
      : []),
    ...about(
      named.filter(({ fact }) => fact?.everything !== undefined),
      (actions) => `It allows every action there is, now and later: ${actions}.`,
    ),
    ...about(powers, (actions) => `It can change or hand on permissions, by ${actions} on ${where}.`),
    ...about(
      unscoped,
      (actions) => `It is allowed on every resource (\`*\`) though IAM can limit it: ${actions}.`,
    ),
    ...about(
      named.filter(({ fact }) => fact?.unknown),
      (actions) => `IAM knows no such action, by a slip of the pen or because it is new: ${actions}.`,
    ),
  ];
}

const MOST_ACTIONS = 4;

function about(
  named: readonly { readonly action: string }[],
  sentence: (actions: string) => string,
): readonly string[] {
  const actions = [...new Set(named.map(({ action }) => action))].map(quoted);
  const others = actions.length - MOST_ACTIONS;
  const shown = others > 0 ? [...actions.slice(0, MOST_ACTIONS), `${others} more`] : actions;
  return actions.length === 0 ? [] : [sentence(listed(shown))];
}

function trustAlarms(gained: readonly Grant[]): readonly string[] {
  const principals = [
    ...new Set(gained.flatMap(({ principal }) => (principal ? [principalWords(principal)] : []))),
  ];
  return principals.length === 0
    ? []
    : [`The role can be assumed by more than before: ${listed(principals)}.`];
}

function principalAlarms(gained: readonly Grant[], { accountId }: AlarmPlace): readonly string[] {
  const values = [
    ...new Set(gained.flatMap(({ principal }) => (principal?.negated ? [] : (principal?.values ?? [])))),
  ];
  const open = gained.some(
    ({ principal, conditions }) => principal?.values.includes("AWS *") === true && conditions.length === 0,
  );
  const anyone = values.includes("AWS *");
  const foreign = values.map(accountOf).filter((account) => account !== undefined && account !== accountId);
  const federated = values.filter((value) => principalParts(value)[0] === "Federated");
  return [
    ...(gained.some(({ principal }) => principal?.negated) ? ["It lets in everyone but whom it names."] : []),
    ...(open ? ["It lets in anyone, of any account, without a condition."] : []),
    ...(anyone && !open ? ["It names anyone (`*`): only its conditions keep others out."] : []),
    ...(foreign.length > 0
      ? [
          `It lets in another account than the stack's own: ${listed([...new Set(foreign)].map((one) => quoted(one!)))}.`,
        ]
      : []),
    ...(federated.length > 0
      ? [`It lets in identities from outside AWS: ${principalWords({ negated: false, values: federated })}.`]
      : []),
  ];
}

/** Managed policies of AWS that allow everything, or permissions about permissions. */
const MIGHTY = /:policy\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/\w+)$/;

export interface AttachmentAlarm {
  readonly danger: "guard" | "access";
  readonly words: string;
}

export function attachmentAlarms(changes: readonly AttachmentChange[]): readonly AttachmentAlarm[] {
  const boundaries = changes.filter(({ kind }) => kind === "boundary");
  const lost = boundaries.find(({ action }) => action === "removed");
  const mighty = changes.filter(
    ({ kind, action, arn }) => kind === "managed policy" && action === "added" && MIGHTY.test(arn),
  );
  return [
    ...(lost !== undefined && boundaries.length === 1
      ? [
          {
            danger: "guard",
            words: `Permissions boundary ${quoted(lost.arn)} is gone: only the role's policies limit it now.`,
          } as const,
        ]
      : []),
    ...mighty.map(({ arn }): AttachmentAlarm => ({
      ...{ danger: "access", words: `Managed policy ${quoted(arn)} allows nearly everything.` },
    })),
  ];
}
