import type { PolicyStatement } from "./policy/statement";

export interface StatementPair {
  readonly before?: PolicyStatement;
  readonly after?: PolicyStatement;
}

/**
 * Which statement became which: first by policy and `Sid`, then by `Sid` in another policy, then by what they share most. A
 * statement that denies never becomes one that allows.
 */
export function pairStatements(
  before: readonly PolicyStatement[],
  after: readonly PolicyStatement[],
): readonly StatementPair[] {
  const left = new Set(before);
  const right = new Set(after);
  const pairs: StatementPair[] = [];
  const pair = (alike: (one: PolicyStatement, other: PolicyStatement) => boolean): void => {
    for (const one of left) {
      const other = [...right].find((candidate) => candidate.effect === one.effect && alike(one, candidate));
      if (other !== undefined) {
        pairs.push({ before: one, after: other });
        left.delete(one);
        right.delete(other);
      }
    }
  };
  pair((one, other) => one.policy === other.policy && one.sid === other.sid);
  pair((one, other) => one.sid === other.sid && shared(one, other) > 0);
  for (const { one, other } of byLikeness(left, right)) {
    if (left.has(one) && right.has(other)) {
      pairs.push({ before: one, after: other });
      left.delete(one);
      right.delete(other);
    }
  }
  const lone = [...left].map((one): StatementPair => ({ before: one }));
  const fresh = [...right].map((other): StatementPair => ({ after: other }));
  const order = new Map([...before, ...after].map((statement, index) => [statement, index]));
  return [...pairs, ...lone, ...fresh].sort(
    (one, other) => order.get((one.before ?? one.after)!)! - order.get((other.before ?? other.after)!)!,
  );
}

interface Likeness {
  readonly one: PolicyStatement;
  readonly other: PolicyStatement;
  readonly score: number;
}

function byLikeness(
  left: ReadonlySet<PolicyStatement>,
  right: ReadonlySet<PolicyStatement>,
): readonly Likeness[] {
  return [...left]
    .flatMap((one) => [...right].map((other): Likeness => ({ one, other, score: shared(one, other) })))
    .filter(({ one, other, score }) => score >= 0.5 && one.effect === other.effect)
    .sort((one, other) => other.score - one.score);
}

/** Mean of the shares of actions, resources and principals that both have: 0 to 1. */
function shared(one: PolicyStatement, other: PolicyStatement): number {
  const of = (values: (statement: PolicyStatement) => readonly string[]): number => {
    const [mine, theirs] = [new Set(values(one)), values(other)];
    const common = theirs.filter((value) => mine.has(value)).length;
    return common / Math.max(mine.size, theirs.length, 1);
  };
  const actions = of(({ actions: { values } }) => values.map((value) => value.toLowerCase()));
  const resources = of(({ resources: { values } }) => values);
  const principals = of(({ principals }) => principals?.values ?? ["none"]);
  return (actions + resources + principals) / 3;
}
