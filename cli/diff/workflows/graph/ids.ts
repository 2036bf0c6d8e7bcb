import type { StateView } from "../../../../components/workflow/lint/definition";
import type { ComparedMachine } from "../compared-machine";
import { startsOf } from "../pairing/started";
import { type PairedState, pairedStates } from "../pairing/pair-graphs";

/** Names of nodes that no text of a definition gets into, the same in both revisions. */
export interface NodeIds {
  /** `m1` */
  readonly machines: ReadonlyMap<ComparedMachine, string>;
  /** `m1s3` */
  readonly states: ReadonlyMap<PairedState | StateView, string>;
  /** Machines that are started, but not in this group, by name or ARN: `x1`. */
  readonly outside: ReadonlyMap<string, string>;
}

export function nodeIds(machines: readonly ComparedMachine[]): NodeIds {
  const states = new Map<PairedState | StateView, string>();
  const named = machines.map((one, index): [ComparedMachine, string] => {
    const id = `m${index + 1}`;
    [...pairedStates(one.machine.graph)].forEach((state, place) => {
      [state, state.before, state.after].forEach(
        (key) => key !== undefined && states.set(key, `${id}s${place + 1}`),
      );
    });
    return [one, id];
  });
  const outside = new Set(
    (["before", "after"] as const).flatMap((side) => {
      const own = machines.flatMap(({ machine }) => machine[side] ?? []);
      const names = new Set(own.map(({ name }) => name));
      return own.flatMap(startsOf).flatMap(({ machine }) => (names.has(machine) ? [] : [machine]));
    }),
  );
  const numbered = [...outside].map((name, index): [string, string] => [name, `x${index + 1}`]);
  return { machines: new Map(named), states, outside: new Map(numbered) };
}

/** Where executions of a machine begin. */
export function startId(machine: string): string {
  return `${machine}a`;
}
