import type { PolicyOwnerKind } from "../role-change";
import type { Grant } from "../policy/grant";
import type { ConditionLine, Values } from "../policy/statement";
import type { JudgedPair } from "../statement-verdict";
import { actionWords } from "./action-words";
import type { ActionFacts } from "./action-facts";
import { conditionsTogether } from "./condition-words";
import { principalWords } from "./principal-words";
import { resourceWords } from "./resource-words";

/** How a statement's subject and object are spoken of. */
export interface SentencePlace {
  readonly kind: PolicyOwnerKind;
  /** It stands in a role's trust policy. */
  readonly trust: boolean;
  readonly facts: ReadonlyMap<string, ActionFacts>;
}

const MOST_CLAUSES = 4;

/** What the change of one statement means: "may now also delete objects of `lake` under `landing/`; may no longer ...". */
export function sentenceOf(pair: JudgedPair, place: SentencePlace): string {
  const { before, after, effect, action, gained, lost } = pair;
  const odd = [before, after].find((statement) => statement?.unreadable !== undefined);
  if (odd !== undefined) {
    const where =
      before === undefined ? "it" : after === undefined ? "it, which is gone," : "one of both, or each,";
    return `can't be compared: ${where} is a secret, or no policy`;
  }
  if (action === "moved") {
    return movedWords(pair);
  }
  const onlyConditions = conditionSentence(pair, place);
  if (onlyConditions !== undefined) {
    return onlyConditions;
  }
  const verbs =
    effect === "Allow"
      ? { gain: before === undefined ? "may now" : "may now also", lose: "may no longer" }
      : { gain: "is now refused to", lose: "is no longer refused to" };
  const gains = clauses(gained, verbs.gain, place);
  const losses = clauses(lost, verbs.lose, place);
  return [...gains, ...losses].join("; ");
}

function movedWords({ before, after }: JudgedPair): string {
  if (before === undefined) {
    return "says what other statements said before: nothing is gained";
  }
  return after === undefined
    ? "is gone, and other statements say what it said: nothing is lost"
    : "is written in another way with the same meaning";
}

/** For a statement that has the same actions, resources and principals, under other conditions. */
function conditionSentence({ before, after, effect }: JudgedPair, place: SentencePlace): string | undefined {
  if (before === undefined || after === undefined || bare(before) !== bare(after)) {
    return undefined;
  }
  const { actions, resources, principals } = after;
  const subject = principals === undefined ? "" : `${principalWords(principals)}: `;
  const verb = effect === "Allow" ? "may" : "is refused to";
  const [was, is] = [before.conditions, after.conditions];
  const common = is.some((line) => has(was, line)) ? "; its other conditions stay" : "";
  const what = objectWords(actions, resources, place);
  return `${subject}${verb} ${what} ${ownConditions(is, was)}; before, ${ownConditions(was, is)}${common}`;
}

/** Those that the other revision does not have. */
function ownConditions(conditions: readonly ConditionLine[], others: readonly ConditionLine[]): string {
  const own = conditions.filter((line) => !has(others, line));
  return own.length === 0 && conditions.length > 0 ? "without more" : conditionsTogether(own);
}

function has(conditions: readonly ConditionLine[], line: ConditionLine): boolean {
  return conditions.some((other) => JSON.stringify(other) === JSON.stringify(line));
}

/** "delete objects of `lake`"; a policy that stands on its resource calls that "it". */
function objectWords(actions: Values, resources: Values, { kind, trust, facts }: SentencePlace): string {
  if (trust) {
    return "assume it";
  }
  const itself =
    kind !== "role" && kind !== "managed policy" && !resources.negated && resources.values.join() === "*";
  const object = itself ? "it" : resourceWords(resources.values, resources.negated);
  return `${actionWords(actions.values, actions.negated, facts)} ${object}`;
}

function bare({ actions, resources, principals }: NonNullable<JudgedPair["before"]>): string {
  return JSON.stringify([actions, resources, principals]);
}

/** Grants of one principal, one set of conditions and the same actions are one clause. */
function clauses(grants: readonly Grant[], verb: string, place: SentencePlace): readonly string[] {
  const all = merged(grants).map(({ principal, actions, resources, conditions }) => {
    const subject = principal === undefined ? "" : `${principalWords(principal)} `;
    const when = conditions.length === 0 ? "" : `, ${conditionsTogether(conditions)}`;
    const what = objectWords(actions, resources, place);
    return `${subject}${verb} ${what}${when}`;
  });
  const shown = all.slice(0, MOST_CLAUSES);
  return all.length > shown.length ? [...shown, `and ${all.length - shown.length} more of the kind`] : shown;
}

interface Clause {
  readonly principal: Grant["principal"];
  readonly actions: Grant["action"];
  readonly resources: Grant["resource"];
  readonly conditions: readonly ConditionLine[];
}

function merged(grants: readonly Grant[]): readonly Clause[] {
  const whole = grants.map(({ principal, action, resource, conditions }): Clause => ({
    ...{ principal, conditions },
    ...{ actions: action, resources: resource },
  }));
  return join(join(join(whole, "actions"), "resources"), "principal");
}

/** Clauses that differ only in `part` become one; what is negated stays alone. */
function join(all: readonly Clause[], part: "actions" | "resources" | "principal"): readonly Clause[] {
  const groups = new Map<string, Clause>();
  for (const clause of all) {
    const own = clause[part];
    const key = JSON.stringify({ ...clause, [part]: own?.negated === true ? own : null });
    const earlier = groups.get(key)?.[part];
    const values = [...new Set([...(earlier?.values ?? []), ...(own?.values ?? [])])];
    groups.set(key, {
      ...clause,
      ...(own === undefined ? {} : { [part]: { negated: own.negated, values } }),
    });
  }
  return [...groups.values()];
}
