import { type Graph, jsonataOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { cycles } from "../graph/cycles";
import { edgesOf } from "../graph/graph-rules";
import { machineSeconds } from "../reliability/timeout-rules";
import type { LintedWorkflow } from "../rule";
import { literalsIn, nodeOf } from "./condition";
import { type Loop, loopsOf } from "./loops";

/** Events a Standard execution may have; with the next one it fails. Developer guide, "Quotas related to state machine executions". */
const MAX_EVENTS = 25_000;

/** Entered and exited; a Task's call is scheduled, started and answered between them, a job is submitted, too. */
function eventsOf(state: StateView, limit: number | undefined): number {
  switch (state.type) {
    case "Task":
      return /\.(?:sync(?::2)?|waitForTaskToken)$/.test(String(state.fields.Resource)) ? 6 : 5;
    case "Fail":
      return 1;
    case "Parallel":
      return 4 + sum(state.graphs.map((graph) => graphEvents(graph, limit)));
    case "Map":
      // How many items come is the input's matter: one is counted. A distributed Map's items have executions of their own.
      return 6 + (isDistributed(state) ? 0 : sum(state.graphs.map((graph) => graphEvents(graph, limit))));
    default:
      return 2;
  }
}

function isDistributed({ graphs }: StateView): boolean {
  return graphs.some(({ fields }) => JSON.stringify(fields.ProcessorConfig ?? {}).includes("DISTRIBUTED"));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/**
 * `history-budget`: the longest history an execution can have without retries. A loop's rounds are what its counter allows, and
 * no more than its shortest Wait fits into the machine's time; one whose rounds only the run knows counts once.
 */
export function* historyRules(workflow: LintedWorkflow): Generator<Finding> {
  if (workflow.options.machineType === "EXPRESS") {
    return;
  }
  const limit = machineSeconds(workflow);
  const graph = workflow.definition;
  const total = 2 + graphEvents(graph, limit);
  if (total > MAX_EVENTS) {
    const longest = loopsOf(graph)
      .map((loop) => ({ loop, events: loopEvents(graph, loop, limit) }))
      .sort((a, b) => b.events - a.events)
      .at(0);
    const names = [...(longest?.loop.states ?? [])];
    const first = [...graph.states.keys()].find((name) => names.includes(name));
    yield {
      rule: "history-budget",
      workflow: workflow.name,
      ...(first === undefined ? {} : { state: first }),
      field: "Next",
      message:
        `an execution may write ${total} events, ${MAX_EVENTS} are allowed` +
        (longest === undefined ? "." : `; ${longest.events} of them in the loop ${names.join(", ")}.`),
      fix: "Wait longer between rounds, allow fewer, or give the loop to a nested workflow.",
    };
  }
}

function graphEvents(graph: Graph, limit: number | undefined): number {
  const loops = loopsOf(graph);
  const looping = new Set(loops.flatMap(({ states }) => [...states]));
  const once = [...graph.states.values()].filter(({ name }) => !looping.has(name));
  return (
    sum(once.map((state) => eventsOf(state, limit))) +
    sum(loops.map((loop) => loopEvents(graph, loop, limit)))
  );
}

/** Which way a flag of a loop around stands. */
interface Phase {
  readonly subject: string;
  readonly isSet: boolean;
}

function loopEvents(graph: Graph, loop: Loop, seconds: number | undefined, phase?: Phase): number {
  const inner = new Set(loop.inner.flatMap(({ states }) => [...states]));
  const own = [...loop.states]
    .filter((name) => !inner.has(name))
    .flatMap((name) => graph.states.get(name) ?? []);
  const round = (at: Phase | undefined): number =>
    sum(own.map((state) => eventsOf(state, seconds))) +
    sum(loop.inner.map((each) => loopEvents(graph, each, seconds, at)));
  if (loop.limit?.kind === "flag") {
    const { subject } = loop.limit;
    return round({ subject, isSet: false }) + round({ subject, isSet: true });
  }
  const counted = countedRounds(loop, phase) ?? Infinity;
  const rounds = Math.min(counted, timedRounds(graph, loop, seconds) ?? Infinity);
  return round(phase) * (Number.isFinite(rounds) ? rounds : 1);
}

/** The last look is one more than the counter allows. */
function countedRounds({ limit }: Loop, phase: Phase | undefined): number | undefined {
  const split = phase !== undefined && limit?.split?.subject === phase.subject ? limit.split : undefined;
  const rounds =
    split === undefined ? limit?.rounds : phase?.isSet === true ? split.whenTrue : split.whenFalse;
  return rounds === undefined ? undefined : rounds + 1;
}

/** How often the loop fits into the machine's time, if every round waits. */
function timedRounds(graph: Graph, { states }: Loop, limit: number | undefined): number | undefined {
  const waits = [...states].flatMap((name) => {
    const state = graph.states.get(name);
    return state?.type === "Wait" ? [{ name, seconds: waitSeconds(state) }] : [];
  });
  const withoutWaits = new Map(
    [...edgesOf(graph)].filter(([name]) => states.has(name) && !waits.some((wait) => wait.name === name)),
  );
  const shortest = Math.min(...waits.map(({ seconds }) => seconds));
  if (limit === undefined || waits.length === 0 || shortest <= 0 || cycles(withoutWaits).length > 0) {
    return undefined;
  }
  return Math.ceil(limit / shortest);
}

/** The least it waits; 0 when only the run knows. */
function waitSeconds({ fields: { Seconds: seconds } }: StateView): number {
  if (typeof seconds === "number") {
    return seconds;
  }
  const node = nodeOf(jsonataOf(seconds) ?? "");
  const numbers = node === undefined ? [] : literalsIn(node).filter((value) => typeof value === "number");
  return numbers.length === 0 ? 0 : Math.min(...numbers);
}
