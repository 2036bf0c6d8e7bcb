import { recordProgram } from "../../../../sandbox/program/record";
import type { Snapshot, SnapshotResource } from "../../../../cli/diff/snapshot";

export const MACHINE_TYPE = "aws:sfn/stateMachine:StateMachine";

/** Any JSON object, as a test writes it. */
export type Definition = Readonly<Record<string, unknown>>;
export type Definitions = Readonly<Record<string, Definition>>;

/** A definition of the program, to be changed: what the states that tests change have. */
export interface MutableDefinition {
  StartAt: string;
  TimeoutSeconds?: unknown;
  Comment: string;
  States: MutableStates;
}

export type MutableStates = Record<string, MutableState>;

export interface MutableState {
  [field: string]: unknown;
  Retry: MutableItem[];
  Catch: MutableItem[];
  Choices: MutableItem[];
  Assign: Record<string, unknown>;
}

/** A retrier, a catcher or a rule. */
export interface MutableItem {
  [field: string]: unknown;
  ErrorEquals: string[];
  Assign: Record<string, unknown>;
}

/** A state that wasn't there. */
export function added(fields: Definition): MutableState {
  return fields as MutableState;
}

/** Puts a value deep inside of another. */
export function put(into: unknown, path: readonly (string | number)[], value: unknown): void {
  const holder = path.slice(0, -1).reduce((at, key) => (at as Record<string | number, unknown>)[key], into);
  (holder as Record<string | number, unknown>)[path.at(-1)!] = value;
}

/** A stack of these machines, by name, each as the program declares its own. */
export function snapshotOf(
  definitions: Definitions,
  inputs: Readonly<Record<string, unknown>> = {},
): Snapshot {
  return {
    project: "stepline",
    stack: "dev",
    accountId: "111122223333",
    region: "eu-west-1",
    resources: Object.entries(definitions).map(([name, definition]) =>
      machineResource(name, { name, definition: JSON.stringify(definition), ...inputs }),
    ),
  };
}

export function machineResource(name: string, inputs: Readonly<Record<string, unknown>>): SnapshotResource {
  return {
    urn: `urn:pulumi:dev::stepline::${MACHINE_TYPE}::${name}-machine`,
    type: MACHINE_TYPE,
    name: `${name}-machine`,
    custom: true,
    dependencies: [],
    inputs,
    options: {},
    outputs: {},
  };
}

/** The machines that the program declares for the stack `dev`. */
export async function programSnapshot(): Promise<Snapshot> {
  const { project, stack, accountId, region, resources } = await recordProgram({ stack: "dev" });
  return {
    project,
    stack,
    accountId,
    region,
    resources: resources
      .filter(({ type }) => type === MACHINE_TYPE)
      .map(({ urn, type, name, inputs }) => ({
        urn,
        type,
        name,
        custom: true,
        dependencies: [],
        inputs,
        options: {},
        outputs: {},
      }))
      .sort((one, other) => (one.urn < other.urn ? -1 : 1)),
  };
}

/** The snapshot with one machine's definition and inputs as a mutation leaves them. */
export function mutated(
  snapshot: Snapshot,
  machine: string,
  mutate: (definition: MutableDefinition, inputs: Record<string, unknown>) => void,
): Snapshot {
  return {
    ...snapshot,
    resources: snapshot.resources.map((resource) => {
      if (resource.inputs.name !== machine) {
        return resource;
      }
      const inputs = structuredClone(resource.inputs) as Record<string, unknown>;
      const definition = JSON.parse(String(inputs.definition)) as MutableDefinition;
      mutate(definition, inputs);
      return { ...resource, inputs: { ...inputs, definition: JSON.stringify(definition) } };
    }),
  };
}

/** The mutated object's key under another name, at the same place. */
export function renameKey(object: Record<string, unknown>, from: string, to: string): void {
  const entries = Object.entries(object).map(([key, value]): [string, unknown] => [
    key === from ? to : key,
    value,
  ]);
  Object.keys(object).forEach((key) => Reflect.deleteProperty(object, key));
  Object.assign(object, Object.fromEntries(entries));
}
