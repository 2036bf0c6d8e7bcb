/** Members of two lists that stand for each other. */
export interface Matched<T> {
  /** In the order of `after`; what is gone stands behind its neighbour of before. */
  readonly rows: readonly Row<T>[];
  /** Whether members that both lists have follow each other in another order. */
  readonly reordered: boolean;
}

export interface Row<T> {
  readonly before?: T;
  readonly after?: T;
}

/**
 * Pairs each member with one of the other list by the first measure that finds a likeness (more than 0), the most alike first,
 * then in the order of the lists. Nobody is paired twice.
 */
export function matched<T>(
  before: readonly T[],
  after: readonly T[],
  measures: readonly ((before: T, after: T) => number)[],
): Matched<T> {
  const partners = new Map<number, number>();
  const taken = new Set<number>();
  for (const likeness of measures) {
    const candidates = before.flatMap((one, from) =>
      after.map((other, to) => ({
        from,
        to,
        score: partners.has(from) || taken.has(to) ? 0 : likeness(one, other),
      })),
    );
    candidates.sort((a, b) => b.score - a.score || a.from - b.from || a.to - b.to);
    for (const { from, to, score } of candidates) {
      if (score > 0 && !partners.has(from) && !taken.has(to)) {
        partners.set(from, to);
        taken.add(to);
      }
    }
  }
  const places = before.flatMap((_, from) => partners.get(from) ?? []);
  return {
    rows: inReadingOrder(before, after, partners),
    reordered: places.some((place, index) => index > 0 && place < places[index - 1]),
  };
}

/** Rows of both lists when it is known which member of `before` (by index) is which of `after`. */
export function inReadingOrder<T>(
  before: readonly T[],
  after: readonly T[],
  partners: ReadonlyMap<number, number>,
): readonly Row<T>[] {
  const origins = new Map([...partners].map(([from, to]) => [to, from]));
  const goneBehind = new Map<number, T[]>();
  let neighbour = -1;
  before.forEach((one, from) => {
    const to = partners.get(from);
    if (to === undefined) {
      goneBehind.set(neighbour, [...(goneBehind.get(neighbour) ?? []), one]);
    } else {
      neighbour = to;
    }
  });
  const gone = (place: number): readonly Row<T>[] =>
    (goneBehind.get(place) ?? []).map((one) => ({ before: one }));
  return [
    ...gone(-1),
    ...after.flatMap((other, to) => {
      const from = origins.get(to);
      return [from === undefined ? { after: other } : { before: before[from], after: other }, ...gone(to)];
    }),
  ];
}
