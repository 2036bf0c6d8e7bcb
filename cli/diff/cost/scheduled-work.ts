import type { Snapshot, SnapshotResource } from "../snapshot";
import { type Machine, machinesOf } from "../workflows/pairing/machine";
import { monthlyRuns } from "./monthly-runs";

/** What the schedules of a stack set going in a month, when every run goes through every state once. */
export interface ScheduledWork {
  /** Executions of state machines. */
  readonly executions: number;
  /** States of all those executions. */
  readonly states: number;
  /** Name of a function or a Glue job -> how often it is called, and how often at most, with every retry. */
  readonly functions: ReadonlyMap<string, Calls>;
  readonly jobs: ReadonlyMap<string, Calls>;
  /** Executions that run statements in Redshift. */
  readonly loads: number;
  /** Expressions of schedules that can't be counted: their runs are in none of the numbers. */
  readonly uncounted: readonly string[];
}

export interface Calls {
  readonly least: number;
  readonly most: number;
}

interface AnyState {
  readonly Type?: string;
  readonly Resource?: string;
  readonly Arguments?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Retry?: readonly { readonly MaxAttempts?: number }[];
  readonly ItemProcessor?: { readonly States?: States };
  readonly Iterator?: { readonly States?: States };
  readonly Branches?: readonly { readonly States?: States }[];
}

type States = Readonly<Record<string, AnyState>>;

/** States Language: "MaxAttempts", where a retrier does not say. */
const DEFAULT_ATTEMPTS = 3;

/** @param leftOut names of state machines that are not looked at: nothing that they do counts */
export function scheduledWork(snapshot: Snapshot, leftOut: readonly string[] = []): ScheduledWork {
  const { resources } = snapshot;
  const machines = new Map(
    machinesOf(snapshot)
      .filter(({ name }) => !leftOut.includes(name))
      .map((machine) => [machine.name, allStates(machine)] as const),
  );
  const { runs, uncounted } = machineRuns(resources, machines);
  const called = (
    service: string,
    name: (given: Given) => string | undefined,
  ): ReadonlyMap<string, Calls> => {
    const calls = new Map<string, Calls>();
    for (const [machine, states] of machines) {
      for (const state of states.filter(({ Resource = "" }) => Resource.includes(service))) {
        const callee = name(state.Arguments ?? state.Parameters ?? {});
        if (callee !== undefined) {
          const { least, most } = calls.get(callee) ?? { least: 0, most: 0 };
          const times = runs.get(machine) ?? 0;
          calls.set(callee, { least: least + times, most: most + times * attempts(state) });
        }
      }
    }
    return calls;
  };
  const sum = (count: (machine: string, states: readonly AnyState[]) => number): number =>
    [...machines].reduce((total, [machine, states]) => total + count(machine, states), 0);
  const runsOf = (machine: string): number => runs.get(machine) ?? 0;
  return {
    executions: sum(runsOf),
    states: sum((machine, states) => runsOf(machine) * states.length),
    functions: called(":lambda:invoke", ({ FunctionName }) => functionName(FunctionName)),
    jobs: called(":glue:startJobRun", ({ JobName }) => (typeof JobName === "string" ? JobName : undefined)),
    loads: sum((machine, states) =>
      states.some(({ Resource = "" }) => Resource.includes("redshiftdata:")) ? runsOf(machine) : 0,
    ),
    uncounted,
  };
}

type Given = Readonly<Record<string, unknown>>;

/** Name of a machine -> how often it runs in a month: started by schedules, or by a machine that runs. */
function machineRuns(
  resources: readonly SnapshotResource[],
  machines: ReadonlyMap<string, readonly AnyState[]>,
): { readonly runs: ReadonlyMap<string, number>; readonly uncounted: readonly string[] } {
  const runs = new Map<string, number>();
  const uncounted: string[] = [];
  const start = (machine: string, times: number, above: readonly string[]): void => {
    if (above.includes(machine) || !machines.has(machine)) {
      return;
    }
    runs.set(machine, (runs.get(machine) ?? 0) + times);
    for (const { Resource = "", Arguments, Parameters } of machines.get(machine) ?? []) {
      if (Resource.includes(":states:startExecution")) {
        start(machineName((Arguments ?? Parameters)?.StateMachineArn) ?? "", times, [...above, machine]);
      }
    }
  };
  for (const { inputs } of resources.filter(({ type }) => type === "aws:scheduler/schedule:Schedule")) {
    const { state, scheduleExpression, target } = inputs as {
      readonly state?: string;
      readonly scheduleExpression: string;
      readonly target?: { readonly arn?: string };
    };
    const machine = machineName(target?.arn);
    if (state !== "DISABLED" && machine !== undefined) {
      try {
        start(machine, monthlyRuns(scheduleExpression), []);
      } catch {
        uncounted.push(scheduleExpression);
      }
    }
  }
  return { runs, uncounted };
}

/** With those inside Map and Parallel. */
function allStates({ graph }: Machine): readonly AnyState[] {
  return statesOf((graph.fields as { readonly States?: States }).States);
}

function statesOf(states: States = {}): readonly AnyState[] {
  return Object.values(states).flatMap((state) => [
    state,
    ...statesOf(state.ItemProcessor?.States),
    ...statesOf(state.Iterator?.States),
    ...(state.Branches ?? []).flatMap(({ States }) => statesOf(States)),
  ]);
}

function attempts({ Retry = [] }: AnyState): number {
  return Retry.reduce((total, { MaxAttempts = DEFAULT_ATTEMPTS }) => total + MaxAttempts, 1);
}

/** `arn:aws:states:REGION:ACCOUNT:stateMachine:NAME:ALIAS` */
function machineName(arn: unknown): string | undefined {
  return typeof arn === "string" ? /:stateMachine:([^:]+)/.exec(arn)?.[1] : undefined;
}

/** A name, or `arn:aws:lambda:REGION:ACCOUNT:function:NAME:ALIAS`. */
function functionName(given: unknown): string | undefined {
  if (typeof given !== "string") {
    return undefined;
  }
  return (/:function:([^:]+)/.exec(given) ?? /^([^:{}]+)/.exec(given))?.[1];
}
