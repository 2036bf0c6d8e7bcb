import type { GraphEdge, GraphState, StateGraph, StateOutcome } from "../run-report";
import { conditionText } from "./conditions";
import { stateOutcome } from "./outcomes";
import type { Visit } from "./visits";

/** The part of ASL a graph shows, whatever its query language. */
interface Machine {
  readonly StartAt?: string;
  readonly Comment?: string;
  readonly States?: Readonly<Record<string, AnyState>>;
}

interface AnyState {
  readonly Type?: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly (Readonly<Record<string, unknown>> & { readonly Next?: string })[];
  readonly Catch?: readonly { readonly ErrorEquals?: readonly string[]; readonly Next?: string }[];
  readonly Branches?: readonly Machine[];
  readonly ItemProcessor?: Machine;
  /** What ItemProcessor was called before. */
  readonly Iterator?: Machine;
}

/** The definition's states with what an execution made of them. State names are unique in a definition, inner ones too. */
export function stateGraph(
  definition: unknown,
  visits: readonly Visit[],
  outcomes: readonly StateOutcome[],
): StateGraph {
  const taken = new Map<string, Visit[]>();
  for (const { state, after } of visits) {
    if (after !== undefined) {
      const key = edgeKey(after.state, state, after.caught || after.failed);
      taken.set(key, [...(taken.get(key) ?? []), after]);
    }
  }
  const byState = new Map<string, StateOutcome[]>();
  visits.forEach(({ state }, index) => {
    byState.set(state, [...(byState.get(state) ?? []), outcomes[index]]);
  });
  return graphOf(definition as Machine, { taken, byState });
}

interface Run {
  /** Edge -> the visits that were left by it. */
  readonly taken: ReadonlyMap<string, readonly Visit[]>;
  readonly byState: ReadonlyMap<string, readonly StateOutcome[]>;
}

function graphOf({ StartAt = "", Comment, States = {} }: Machine, run: Run): StateGraph {
  const states = Object.entries(States).map(([name, state]) => graphState(name, state, run));
  return { startAt: StartAt, comment: Comment, states };
}

function graphState(name: string, state: AnyState, run: Run): GraphState {
  const { Type = "", Comment, Resource, End } = state;
  const outcomes = run.byState.get(name) ?? [];
  const processor = state.ItemProcessor ?? state.Iterator;
  return {
    name,
    type: Type,
    comment: Comment,
    resource: Resource,
    outcome: stateOutcome(outcomes),
    entered: outcomes.length,
    end: Type === "Succeed" || Type === "Fail" || End === true,
    edges: declaredEdges(state).map((edge) => {
      const left = run.taken.get(edgeKey(name, edge.to, edge.kind === "catch")) ?? [];
      return { ...edge, taken: left.length, ...(edge.kind === "catch" ? caughtErrors(left) : {}) };
    }),
    inner: [...(state.Branches ?? []), ...(processor === undefined ? [] : [processor])].map((inner) =>
      graphOf(inner, run),
    ),
  };
}

function edgeKey(from: string, to: string, caught: boolean): string {
  return JSON.stringify([from, to, caught]);
}

/** An error that no attempt ended with, such as one inside a Parallel, is in none of the state's own events. */
function caughtErrors(left: readonly Visit[]): Pick<GraphEdge, "caught"> {
  const errors = left.map(({ attempts }) => attempts.at(-1)?.error);
  const told = errors.filter((error) => error !== undefined);
  return told.length > 0 && told.length === errors.length ? { caught: [...new Set(told)] } : {};
}

type DeclaredEdge = Omit<GraphEdge, "taken" | "caught">;

/** A history tells where a state led to, not by which of several rules: rules and catchers to one state are one edge. */
function declaredEdges(state: AnyState): readonly DeclaredEdge[] {
  const edges: DeclaredEdge[] = [];
  const add = (to: string | undefined, kind: GraphEdge["kind"], label: string): void => {
    const same = edges.findIndex((edge) => edge.to === to && (edge.kind === "catch") === (kind === "catch"));
    if (to !== undefined && same < 0) {
      edges.push({ to, kind, label });
    } else if (to !== undefined) {
      const separator = kind === "catch" ? ", " : " or ";
      edges[same] = { ...edges[same], label: `${edges[same].label}${separator}${label || "otherwise"}` };
    }
  };
  add(state.Next, "next", "");
  for (const rule of state.Choices ?? []) {
    add(rule.Next, "choice", conditionText(rule));
  }
  add(state.Default, "default", "");
  for (const catcher of state.Catch ?? []) {
    add(catcher.Next, "catch", (catcher.ErrorEquals ?? []).join(", "));
  }
  return edges;
}
