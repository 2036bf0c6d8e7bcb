import { isFields, jsonataOf, listed, type StateView } from "../definition";
import type { Finding } from "../finding";
import type { Limit } from "../loops/loops";
import { roundsOf, RUNTIME_ROUNDS } from "../loops/rounds";
import { inState, type LintedWorkflow } from "../rule";
import { left, type Node, nodesOf, parse, pathOf } from "./expression";
import { startsAnew, type Written, writtenBy } from "./growing-places";
import { loopsOf } from "./loops";
import { PAYLOAD_BYTES } from "./value-size";

/** Longest payload of a state, variables' total aside: developer guide, "Service quotas". */
export const PAYLOAD_LIMIT = "256 KiB";

/**
 * `payload-growth`: in a loop, a variable that takes itself up into its new value, or an output that takes up the input, gets
 * longer with every turn. The turns that a counter or its own count allows, times what one adds, must fit into a payload; a text
 * counts as 1 KiB, a value of unknown size as a tenth of a payload.
 */
export function* payloadGrowth(workflow: LintedWorkflow): Generator<Finding> {
  for (const [state, loop] of loopsOf(workflow)) {
    for (const written of writtenBy(state, workflow)) {
      if (written.taken.selves > 0 && written.taken.grows) {
        yield* tooLong(workflow, state, loop, written);
      }
    }
  }
}

function* tooLong(
  workflow: LintedWorkflow,
  state: StateView,
  loop: readonly StateView[],
  { field, path, taken }: Written,
): Generator<Finding> {
  const resets = new Set(loop.filter((each) => each !== state && startsAnew(each, path)));
  const rule = /^(?:Choices|Catch)\[\d+\]/.exec(field)?.[0];
  const counted = roundsOf(state, {
    ...(rule === undefined ? {} : { field: `${rule}.Next` }),
    resets,
    isAsked: (limit, { states }) => isAsked(limit, loop, states),
  });
  if (!isAround(state, loop, resets)) {
    return;
  }
  const rounds = Math.min(counted, ownRounds(path, loop, taken.bytes));
  const doubles = taken.selves > 1;
  if (!doubles && rounds * taken.bytes <= PAYLOAD_BYTES && rounds !== Infinity) {
    return;
  }
  const isOutput = path[0] === "states";
  const isJsonata = state.queryLanguage === "JSONata";
  const what = isOutput ? "the state's output" : `$${path.join(".")}`;
  const ended = doubles
    ? "its old value more than once"
    : rounds === Infinity
      ? "and nothing ends the loop by that"
      : `up to ${rounds} times ${Math.ceil(taken.bytes / 1024)} KiB`;
  const count = isJsonata && !isOutput ? `$count($${path.join(".")}) or a counter` : "a counter";
  yield inState(workflow, state, {
    rule: "payload-growth",
    field,
    message: `Every turn of the loop adds to ${what}, ${ended}: a state takes ${PAYLOAD_LIMIT} at most.`,
    fix:
      rounds === Infinity && !doubles
        ? `Keep the parts in S3 or DynamoDB, or compare ${count} in a Choice of the loop.`
        : "Keep the parts in S3 or DynamoDB, or keep less of each and end the loop sooner.",
  });
}

/** Whether some way around the loop passes no reset. */
function isAround(state: StateView, loop: readonly StateView[], resets: ReadonlySet<StateView>): boolean {
  const byName = new Map(loop.map((each) => [each.name, each]));
  const reached = new Set<StateView>();
  const open = [state];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { to } of at.transitions) {
      const next = byName.get(to);
      if (next !== undefined && !resets.has(next) && !reached.has(next)) {
        reached.add(next);
        open.push(next);
      }
    }
  }
  return reached.has(state);
}

/** A counter is a variable where the loop assigns one of its name: `$states.input.n` is another. */
function isAsked({ subject }: Limit, loop: readonly StateView[], states: ReadonlySet<string>): boolean {
  const around = loop.filter(({ name }) => states.has(name));
  const isVariable = around.some(
    ({ fields, queryLanguage }) =>
      queryLanguage === "JSONata" && isFields(fields.Assign) && Object.hasOwn(fields.Assign, subject),
  );
  const conditions = around.flatMap(comparisonsOf);
  return (
    !isVariable ||
    conditions.some((condition) =>
      [...nodesOf(condition)].some((node) => pathOf(node)?.join(".") === subject),
    )
  );
}

/** Rounds until the value's own count or length, compared in a Choice of the loop, ends it. */
function ownRounds(path: readonly string[], loop: readonly StateView[], bytes: number): number {
  const limits = loop.flatMap(comparisonsOf).flatMap((comparison) => {
    const sides = [left(comparison), comparison.rhs!];
    const own = sides.find((side) => isMeasure(side, path.join(".")));
    if (own === undefined) {
      return [];
    }
    const most = sides.find(({ type }) => type === "number")?.value as number | undefined;
    const isLength = own.procedure?.value === "length";
    return [most === undefined ? RUNTIME_ROUNDS : isLength ? most / Math.max(bytes, 1) : most];
  });
  return Math.min(Infinity, ...limits);
}

/** `$count($seen)`, `$length($string($seen))` */
function isMeasure({ type, procedure, arguments: given }: Node, path: string): boolean {
  const measures = ["count", "length", "string"].includes(String(procedure?.value));
  const [of] = given ?? [];
  return type === "function" && measures && (of as Node | undefined) !== undefined
    ? pathOf(of)?.join(".") === path || isMeasure(of, path)
    : false;
}

const ORDER = new Set(["<", "<=", ">", ">=", "=", "!="]);

function comparisonsOf({ type, fields }: StateView): readonly Node[] {
  const rules = type === "Choice" ? listed(fields, "Choices") : [];
  return rules.flatMap(({ item }) => {
    const text = jsonataOf(item.Condition);
    const parsed = text === undefined ? undefined : parse(text);
    return parsed !== undefined && "node" in parsed
      ? [...nodesOf(parsed.node)].filter(
          ({ type: kind, value }) => kind === "binary" && ORDER.has(value as string),
        )
      : [];
  });
}
