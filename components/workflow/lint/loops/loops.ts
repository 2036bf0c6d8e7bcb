import { type Graph, listed, type StateView, type Transition } from "../definition";
import { cycles, type Edges } from "../graph/cycles";
import { type Changes, changesOn } from "./assignments";
import { type Condition, conditionOf, conjuncts, negated } from "./condition";

/** A way from one state of a loop to another. */
export interface Way {
  readonly from: StateView;
  readonly transition: Transition;
  /** What holds for certain when it is taken. */
  readonly guards: readonly Condition[];
  readonly changes: Changes;
}

/** States that may follow each other again and again, with what ends that. */
export interface Loop {
  readonly states: ReadonlySet<string>;
  readonly ways: readonly Way[];
  /** Undefined where nothing is found that does. */
  readonly limit: Limit | undefined;
  /** Loops that are left when this one's limit is taken away. */
  readonly inner: readonly Loop[];
}

export interface Limit {
  readonly kind: "counter" | "flag" | "time";
  /** Of the counter or flag; empty for time. */
  readonly subject: string;
  /** Rounds it allows; undefined when that is known only at run time. */
  readonly rounds: number | undefined;
  /** Fewer while a flag is not set, or once it is: `$cancelled ? 10 : 65`. */
  readonly split?: { readonly subject: string; readonly whenTrue: number; readonly whenFalse: number };
}

const found = new WeakMap<Graph, readonly Loop[]>();

/** The loops of a graph, outermost first. Several rules ask for them. */
export function loopsOf(graph: Graph): readonly Loop[] {
  const loops = found.get(graph) ?? loopsAmong(waysOf(graph));
  found.set(graph, loops);
  return loops;
}

function waysOf(graph: Graph): readonly Way[] {
  return [...graph.states.values()].flatMap((from) =>
    from.transitions
      .filter(({ to }) => graph.states.has(to))
      .map((transition) => ({
        from,
        transition,
        guards: guardsOf(from, transition),
        changes: changesOn(from, transition),
      })),
  );
}

/** Rules are asked in their order: who takes one, was refused by all before it. */
function guardsOf({ fields, queryLanguage }: StateView, { kind, field }: Transition): readonly Condition[] {
  if (kind !== "choice" && kind !== "default") {
    return [];
  }
  const guards: Condition[] = [];
  for (const rule of listed(fields, "Choices")) {
    const condition = conditionOf(rule.item, queryLanguage);
    if (`${rule.field}.Next` === field) {
      return [...guards, ...conjuncts(condition)];
    }
    guards.push(...conjuncts(negated(condition)));
  }
  return guards;
}

/** What a limit leaves has fewer ways, so whatever limited it before still does: the first limit found will do. */
function loopsAmong(ways: readonly Way[]): readonly Loop[] {
  return cycles(edges(ways)).map((states) => {
    const inside = ways.filter(({ from, transition: { to } }) => states.has(from.name) && states.has(to));
    const limited = limits(inside).at(0);
    const rest = limited === undefined ? [] : inside.filter((way) => !limited.ways.has(way));
    return { states, ways: inside, limit: limited?.limit, inner: loopsAmong(rest) };
  });
}

/** Where the ways lead, by the names of their states. */
export function edges(ways: readonly Way[]): Edges {
  const targets = new Map<string, string[]>();
  for (const { from, transition } of ways) {
    targets.set(from.name, [...(targets.get(from.name) ?? []), transition.to]);
    targets.set(transition.to, targets.get(transition.to) ?? []);
  }
  return targets;
}

interface Limited {
  readonly limit: Limit;
  /** What can be taken only so often. */
  readonly ways: ReadonlySet<Way>;
}

/** Everything that ends some way of a loop after a while. */
function limits(ways: readonly Way[]): readonly Limited[] {
  const subjects = new Set(
    ways.flatMap(({ guards }) =>
      guards.flatMap((guard) => (guard.kind === "compare" || guard.kind === "truth" ? [guard.subject] : [])),
    ),
  );
  const timed = ways.filter(({ guards }) => guards.some(({ kind }) => kind === "time"));
  return [
    ...[...subjects]
      .flatMap((subject) => [counter(ways, subject), flag(ways, subject)])
      .filter((each) => each !== undefined),
    ...(timed.length === 0
      ? []
      : [{ limit: { kind: "time" as const, subject: "", rounds: undefined }, ways: new Set(timed) }]),
  ];
}

/** Counted in one direction only, never set anew, and asked for its end: each round through a limited way counts. */
function counter(ways: readonly Way[], subject: string): Limited | undefined {
  const changing = ways.flatMap((way) => {
    const change = way.changes.get(subject);
    return change === undefined ? [] : [{ way, change }];
  });
  const steps = changing.flatMap(({ change }) => (change.kind === "step" ? [change.by] : []));
  const up = steps.every((by) => by > 0);
  if (steps.length === 0 || steps.length < changing.length || !(up || steps.every((by) => by < 0))) {
    return undefined;
  }
  const ends = up ? ["<", "<=", "!=", "="] : [">", ">=", "!=", "="];
  const asked = ways.flatMap((way) =>
    way.guards.flatMap((guard) =>
      guard.kind === "compare" && guard.subject === subject && ends.includes(guard.operator)
        ? [{ way, guard }]
        : [],
    ),
  );
  const limited = onlyThrough(
    ways,
    new Set(asked.map(({ way }) => way)),
    new Set(changing.map(({ way }) => way)),
  );
  if (limited === undefined) {
    return undefined;
  }
  const least = Math.min(...steps);
  const roundsOf = (values: readonly unknown[]): number | undefined => {
    const numbers = values.filter((value) => typeof value === "number");
    return up && numbers.length > 0 ? Math.ceil(Math.max(...numbers) / least) : undefined;
  };
  const rounds = roundsOf(asked.flatMap(({ guard }) => guard.values));
  const split = asked.length === 1 ? asked[0].guard.split : undefined;
  const whenTrue = roundsOf(split?.whenTrue ?? []);
  const whenFalse = roundsOf(split?.whenFalse ?? []);
  const both =
    split === undefined || whenTrue === undefined || whenFalse === undefined
      ? {}
      : { split: { subject: split.subject, whenTrue, whenFalse } };
  return { limit: { kind: "counter", subject, rounds, ...both }, ways: limited };
}

/** Set to one value in the loop, and asked whether it is the other. */
function flag(ways: readonly Way[], subject: string): Limited | undefined {
  const setting = ways.filter(({ changes }) => changes.has(subject));
  const values = new Set(
    setting.map(({ changes }) => {
      const change = changes.get(subject);
      return change?.kind === "constant" ? change.value : undefined;
    }),
  );
  const value = [...values].at(0);
  if (values.size !== 1 || typeof value !== "boolean") {
    return undefined;
  }
  const asked = ways.filter(({ guards }) =>
    guards.some((guard) => guard.kind === "truth" && guard.subject === subject && guard.holds !== value),
  );
  const limited = onlyThrough(ways, new Set(asked), new Set(setting));
  return limited === undefined ? undefined : { limit: { kind: "flag", subject, rounds: 1 }, ways: limited };
}

/** `asked`, if no round passes one of them without passing one of `changing`. */
function onlyThrough(
  ways: readonly Way[],
  asked: Set<Way>,
  changing: ReadonlySet<Way>,
): Set<Way> | undefined {
  const unchanged = ways.filter((way) => !changing.has(way));
  const rounds = cycles(edges(unchanged));
  const slips = unchanged.some(
    (way) =>
      asked.has(way) && rounds.some((states) => states.has(way.from.name) && states.has(way.transition.to)),
  );
  return asked.size === 0 || slips ? undefined : asked;
}
