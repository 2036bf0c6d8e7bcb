import type { ValueType } from "./value-type";

/** Something wrong in an expression; where it stands is added by who asked. */
export interface Problem {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

/** A variable as it is when a state begins. */
export interface Binding {
  readonly type: ValueType;
  /** Assigned on every way to the state, not only on some. */
  readonly always: boolean;
}

export type Variables = ReadonlyMap<string, Binding>;

/** What an expression, or a part of one, can see. */
export interface Scope {
  /** The workflow's and the expression's own; `states` is one of them. */
  readonly variables: Variables;
  /** What bare names are looked up in; undefined at the top, where Step Functions gives none. */
  readonly input: ValueType | undefined;
  /** Paths that a condition around has found to exist: `seen.status`. */
  readonly guards: ReadonlySet<string>;
  /** Inside `$exists`: what isn't there is what is asked for. */
  readonly asking: boolean;
  /** Variables that the same state assigns: their new values are not seen yet. */
  readonly assigned: ReadonlySet<string>;
  /** The one that this expression gives the value of. */
  readonly assigning?: string;
  /** Every variable of the workflow, to guess what was meant. */
  readonly everAssigned: ReadonlySet<string>;
  readonly report: (problem: Problem) => void;
}

export function withVariables(scope: Scope, more: Iterable<readonly [string, ValueType]>): Scope {
  const variables = new Map(scope.variables);
  for (const [name, type] of more) {
    variables.set(name, { type, always: true });
  }
  return { ...scope, variables };
}

export function withGuards(scope: Scope, guards: Iterable<string>): Scope {
  const more = [...guards];
  return more.length === 0 ? scope : { ...scope, guards: new Set([...scope.guards, ...more]) };
}
