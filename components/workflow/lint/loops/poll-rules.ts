import { type Graph, graphsOf, listed, type StateView } from "../definition";
import type { Finding } from "../finding";
import { reachable } from "../graph/cycles";
import { edgesOf, isEnd } from "../graph/graph-rules";
import { inState, type LintedWorkflow } from "../rule";
import { comparisons, type Condition, conditionOf } from "./condition";
import { polledCall, type PolledCall } from "./polled-services";

/** Stands for a status that the service will have one day. */
const ANY_OTHER = "a status added later";

/** The last Choice that was asked, and its way that was taken. */
interface Decision {
  readonly choice: StateView;
  readonly field: string;
}

interface Outcome {
  /** The poll again, or the first state that does something. */
  readonly state: StateView;
  readonly by: Decision | undefined;
}

/**
 * `poll-states`: a loop that asks for the end of something has an end for each status the service may report: goes on while it
 * runs, stops when it has ended, whatever the end is, and takes none but the good one for a success.
 */
export function* pollRules(workflow: LintedWorkflow): Generator<Finding> {
  for (const graph of graphsOf(workflow.definition)) {
    for (const state of graph.states.values()) {
      const call = state.type === "Task" ? polledCall(state.fields.Resource) : undefined;
      if (call !== undefined) {
        yield* new Poll(workflow, graph, state, call).findings();
      }
    }
  }
}

class Poll {
  private readonly statuses: ReadonlySet<string>;
  /** Names of what holds the status, and where a status is compared that isn't one. */
  private readonly subjects = new Set<string>();
  private readonly unknown: { readonly decision: Decision; readonly status: string }[] = [];

  constructor(
    private readonly workflow: LintedWorkflow,
    private readonly graph: Graph,
    private readonly poll: StateView,
    private readonly call: PolledCall,
  ) {
    this.statuses = new Set([...call.running, ...call.succeeded, ...call.failed]);
    this.readComparisons();
  }

  *findings(): Generator<Finding> {
    const { running, succeeded, failed } = this.call;
    const every = new Map([...this.statuses, ANY_OTHER].map((status) => [status, this.outcomes(status)]));
    const outcomes = (status: string): readonly Outcome[] => every.get(status) ?? [];
    // A look that never comes back to itself is no poll; one whose status is condensed elsewhere can't be followed.
    if (this.subjects.size === 0 || ![...every.values()].flat().some(({ state }) => state === this.poll)) {
      return;
    }
    for (const { decision, status } of this.unknown) {
      yield this.finding(
        decision,
        `compares the status of ${this.call.thing} with "${status}", which it never has.`,
        `Write one of ${[...this.statuses].join(", ")}.`,
      );
    }
    const ended = [...succeeded, ...failed, ANY_OTHER];
    yield* this.about(ended, outcomes, ({ state }) => state === this.poll, {
      message: (names) => `goes on asking when ${this.call.thing} is ${names}.`,
      fix: "Go on only for the statuses of something that runs, and let Default end in a failure.",
    });
    yield* this.about([...failed, ANY_OTHER], outcomes, ({ state }) => this.endsWell(state), {
      message: (names) => `takes it for a success when ${this.call.thing} is ${names}.`,
      fix: `Lead only ${succeeded.join(", ")} to the success.`,
    });
    const notPolled = running.filter((status) => !outcomes(status).some(({ state }) => state === this.poll));
    yield* this.about(notPolled, outcomes, () => true, {
      message: (names) => `takes it for ended when ${this.call.thing} is ${names}.`,
      fix: `Go on for ${running.join(", ")}.`,
    });
  }

  /** One finding for all statuses that one decision gets wrong. */
  private *about(
    statuses: readonly string[],
    outcomes: (status: string) => readonly Outcome[],
    isWrong: (outcome: Outcome) => boolean,
    words: { readonly message: (names: string) => string; readonly fix: string },
  ): Generator<Finding> {
    const wrong = new Map<string, { decision: Decision; names: string[] }>();
    for (const status of statuses) {
      for (const { by } of outcomes(status).filter(isWrong)) {
        const decision = by ?? { choice: this.poll, field: "Next" };
        const key = JSON.stringify([decision.choice.path, decision.field]);
        const entry = wrong.get(key) ?? { decision, names: [] };
        if (!entry.names.includes(status)) {
          entry.names.push(status);
        }
        wrong.set(key, entry);
      }
    }
    for (const { decision, names } of wrong.values()) {
      yield this.finding(decision, words.message(names.join(", ")), words.fix);
    }
  }

  private finding({ choice, field }: Decision, message: string, fix: string): Finding {
    return inState(this.workflow, choice, { rule: "poll-states", field, message, fix });
  }

  /** What holds the status is what is compared with one of its values. */
  private readComparisons(): void {
    const seen: {
      readonly decision: Decision;
      readonly subject: string;
      readonly values: readonly unknown[];
    }[] = [];
    for (const choice of this.choicesAfter()) {
      for (const { field, item } of listed(choice.fields, "Choices")) {
        for (const { subject, values } of comparisons(conditionOf(item, choice.queryLanguage))) {
          seen.push({ decision: { choice, field: `${field}.Next` }, subject, values });
        }
      }
    }
    for (const { subject, values } of seen) {
      if (values.some((value) => this.statuses.has(String(value)))) {
        this.subjects.add(subject);
      }
    }
    for (const { decision, subject, values } of seen) {
      for (const value of this.subjects.has(subject) ? values : []) {
        if (!this.statuses.has(String(value))) {
          const { choice, field } = decision;
          const list =
            choice.queryLanguage === "JSONata"
              ? field.replace(/Next$/, "Condition")
              : field.replace(/\.Next$/, "");
          this.unknown.push({ decision: { choice, field: list }, status: String(value) });
        }
      }
    }
  }

  private *choicesAfter(): Generator<StateView> {
    const quiet = edgesOf(
      this.graph,
      ({ kind }, state) => kind !== "catch" && (state === this.poll || this.isQuiet(state)),
    );
    for (const name of reachable(quiet, [this.poll.name])) {
      const state = this.graph.states.get(name);
      if (state?.type === "Choice") {
        yield state;
      }
    }
  }

  private isQuiet({ type }: StateView): boolean {
    return type === "Choice" || type === "Pass" || type === "Wait";
  }

  /** Where an answer with this status may lead. */
  private outcomes(status: string): readonly Outcome[] {
    const found: Outcome[] = [];
    const seen = new Set<StateView>();
    const follow = (name: unknown, by: Decision | undefined): void => {
      const state = typeof name === "string" ? this.graph.states.get(name) : undefined;
      if (state === undefined) {
        return;
      }
      if (!this.isQuiet(state) || isEnd(state)) {
        found.push({ state, by });
      } else if (!seen.has(state)) {
        seen.add(state);
        if (state.type !== "Choice") {
          follow(state.fields.Next, by);
          return;
        }
        for (const { to, field } of this.waysOut(state, status)) {
          follow(to, { choice: state, field });
        }
      }
    };
    follow(this.poll.fields.Next, undefined);
    return found;
  }

  private *waysOut(choice: StateView, status: string): Generator<{ to: unknown; field: string }> {
    for (const { field, item } of listed(choice.fields, "Choices")) {
      const holds = this.holds(conditionOf(item, choice.queryLanguage), status);
      if (holds !== false) {
        yield { to: item.Next, field: `${field}.Next` };
      }
      if (holds === true) {
        return;
      }
    }
    yield { to: choice.fields.Default, field: "Default" };
  }

  /** Undefined where it depends on something else. */
  private holds(condition: Condition, status: string): boolean | undefined {
    switch (condition.kind) {
      case "all":
      case "any": {
        const decisive = condition.kind === "any";
        const parts = condition.parts.map((part) => this.holds(part, status));
        return parts.includes(decisive) ? decisive : parts.includes(undefined) ? undefined : !decisive;
      }
      case "compare":
        if (!this.subjects.has(condition.subject) || condition.values.length === 0) {
          return undefined;
        }
        return condition.values.includes(status) === (condition.operator === "=");
      default:
        return undefined;
    }
  }

  /** Every end it leads to, without an error, is a good one. */
  private endsWell(state: StateView): boolean {
    if (state === this.poll) {
      return false;
    }
    const ahead = reachable(
      edgesOf(this.graph, ({ kind }) => kind !== "catch"),
      [state.name],
    );
    const ends = [...ahead].flatMap((name) => {
      const each = this.graph.states.get(name);
      return each !== undefined && isEnd(each) ? [each] : [];
    });
    return ends.length > 0 && ends.every(({ type }) => type !== "Fail");
  }
}
