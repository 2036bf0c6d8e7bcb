import type { AccessChange, StatementChange } from "./role-change";
import { grantsOf, uncovered, type Grant } from "./policy/grant";
import { type PolicyStatement, unreadable } from "./policy/statement";
import { pairStatements, type StatementPair } from "./statement-pairs";

/** A statement that differs, and what that means for the policies it stands in, all taken together. */
export interface JudgedPair extends StatementPair {
  readonly effect: "Allow" | "Deny";
  readonly action: StatementChange["action"];
  readonly access: AccessChange;
  /** What the statement says now and no statement said before; of a `Deny`: what is denied now. */
  readonly gained: readonly Grant[];
  /** What it said and no statement says now. */
  readonly lost: readonly Grant[];
}

/**
 * Statements of one owner that differ. `less` and `same` are certain: no request is allowed that was not before; `more` is
 * certain that none is refused. Where patterns, conditions or `Not...` elements can't be weighed against each other, it is `both`.
 */
export function judgeStatements(
  before: readonly PolicyStatement[],
  after: readonly PolicyStatement[],
): readonly JudgedPair[] {
  const closed = new Set(
    [...before, ...after].filter(({ unreadable }) => unreadable !== undefined).map(({ policy }) => policy),
  );
  const [was, is] = [before, after].map((statements) => withoutClosed(statements, closed));
  const [old, now] = [byEffect(was), byEffect(is)];
  return pairStatements(was, is)
    .filter(({ before: one, after: other }) => writtenSorted(one) !== writtenSorted(other))
    .map((pair): JudgedPair => {
      const { effect } = (pair.before ?? pair.after)!;
      const gained = pair.after === undefined ? [] : uncovered(grantsOf(pair.after), old[effect]);
      const lost = pair.before === undefined ? [] : uncovered(grantsOf(pair.before), now[effect]);
      const access = accessOf(effect, gained.length > 0, lost.length > 0);
      return { ...pair, effect, access, gained, lost, action: actionOf(pair, access) };
    });
}

/**
 * A policy that can't be read in one revision is one text in both: what its statements there were, or are, compares with
 * nothing.
 */
function withoutClosed(
  statements: readonly PolicyStatement[],
  closed: ReadonlySet<string>,
): readonly PolicyStatement[] {
  const open = statements.filter(({ policy }) => !closed.has(policy));
  const texts = [...closed].flatMap((policy) => {
    const own = statements.filter((statement) => statement.policy === policy);
    return own.length === 0 ? [] : [unreadable(own.length === 1 ? (own[0].unreadable ?? own) : own, policy)];
  });
  return [...open, ...texts];
}

/** The order of values, and the case of actions, is nothing that a reviewer has to see. */
function writtenSorted(statement: PolicyStatement | undefined): string | undefined {
  if (statement === undefined) {
    return undefined;
  }
  const { actions, conditions } = statement;
  const lowered = { ...actions, values: actions.values.map((action) => action.toLowerCase()) };
  const sorted = conditions
    .map((line) => JSON.stringify({ ...line, values: [...line.values].sort() }))
    .sort();
  return JSON.stringify({ ...statement, actions: lowered, conditions: sorted }, (key, value: unknown) =>
    key === "values" ? [...(value as readonly string[])].sort() : value,
  );
}

function byEffect(
  statements: readonly PolicyStatement[],
): Readonly<Record<PolicyStatement["effect"], readonly Grant[]>> {
  const grants = (effect: PolicyStatement["effect"]): readonly Grant[] =>
    statements.filter((statement) => statement.effect === effect).flatMap(grantsOf);
  return { Allow: grants("Allow"), Deny: grants("Deny") };
}

function accessOf(effect: "Allow" | "Deny", gains: boolean, loses: boolean): AccessChange {
  const [more, less] = effect === "Allow" ? [gains, loses] : [loses, gains];
  return more && less ? "both" : more ? "more" : less ? "less" : "same";
}

function actionOf({ before, after }: StatementPair, access: AccessChange): StatementChange["action"] {
  if (access === "same") {
    return "moved";
  }
  if (before === undefined || after === undefined) {
    return before === undefined ? "added" : "removed";
  }
  return ({ more: "widened", less: "narrowed", both: "changed" } as const)[access];
}
