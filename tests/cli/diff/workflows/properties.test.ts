import assert from "node:assert/strict";
import fc from "fast-check";
import { compareWorkflows } from "../../../../cli/diff/workflows/compare";
import { describeWorkflows } from "../../../../cli/diff/workflows/describe";
import type { Snapshot } from "../../../../cli/diff/snapshot";
import { GOOD_DEFINITIONS } from "../../../components/workflow/lint/good-definitions";
import { definitions } from "./random-definitions";
import { type Definition, programSnapshot, put, snapshotOf } from "./snapshots";
import { told } from "./told";

describe("the comparison of workflows", () => {
  let real: Snapshot;
  let known: readonly (readonly [string, Definition])[];

  before(async () => {
    real = await programSnapshot();
    known = [
      ...real.resources.map(({ inputs }): [string, Definition] => [
        String(inputs.name),
        JSON.parse(String(inputs.definition)) as Definition,
      ]),
      ...GOOD_DEFINITIONS.map(({ name, definition }): [string, Definition] => [name, definition]),
    ];
  });

  it("finds nothing between a definition and itself", () => {
    assert.deepEqual(compareWorkflows(real, real), []);
    for (const [name, definition] of known) {
      const one = snapshotOf({ [name]: definition });
      assert.deepEqual(compareWorkflows(one, one), [], name);
    }
    fc.assert(
      fc.property(definitions(true), (definition) => {
        const one = snapshotOf({ any: definition });
        assert.deepEqual(compareWorkflows(one, structuredClone(one)), []);
      }),
    );
  });

  it("names the state of every single leaf that differs", () => {
    for (const [name, definition] of known) {
      const before = snapshotOf({ [name]: definition });
      for (const { path, state } of leavesOf(definition)) {
        const other = structuredClone(definition);
        changeAt(other, path);
        const [change] = compareWorkflows(before, snapshotOf({ [name]: other }));
        const place = `${name}: ${path.join(".")}`;
        assert.ok(change, place);
        const [{ fields, states }] = change.machines;
        const names = states.flatMap((one) => [one.state, one.previousName]);
        assert.ok(
          state === undefined ? fields.length > 0 : names.includes(state),
          `${place}: ${names.join()}`,
        );
      }
    }
  });

  it("tells of two definitions the same from both sides", () => {
    const turned = (action: string): string => ({ added: "removed", removed: "added" })[action] ?? action;
    fc.assert(
      fc.property(definitions(false), definitions(false), (one, other) => {
        const actions = (from: Definition, to: Definition): readonly string[] =>
          compareWorkflows(snapshotOf({ any: from }), snapshotOf({ any: to })).flatMap(({ machines }) =>
            machines.flatMap(({ states }) => states.map(({ action }) => action)),
          );
        assert.deepEqual(actions(one, other).map(turned).sort(), [...actions(other, one)].sort());
      }),
    );
  });

  it("has words for whatever differs", () => {
    fc.assert(
      fc.property(definitions(true), definitions(true), (one, other) => {
        const [from, to] = [snapshotOf({ any: one }), snapshotOf({ any: other })];
        const blocks = JSON.stringify(describeWorkflows(compareWorkflows(from, to)));
        assert.equal(blocks === "[]", told(from, to).length === 0);
        assert.doesNotMatch(blocks, /undefined|\[object Object\]|NaN/);
      }),
    );
  });
});

type Path = readonly (string | number)[];

/** Where a definition says something that a reader can't take for something else: the state's path, or none for the machine. */
function* leavesOf(
  value: unknown,
  path: Path = [],
  state?: string,
): Generator<{ readonly path: Path; readonly state?: string }> {
  if (typeof value !== "object" || value === null) {
    yield { path, state };
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const inner = [...path, Array.isArray(value) ? Number(key) : key];
    const isState = path.at(-1) === "States" && isGraph(path);
    yield* leavesOf(member, inner, isState ? (state === undefined ? key : `${state} / ${key}`) : state);
  }
}

/** Not an argument that is called `States`. */
function isGraph(path: Path): boolean {
  return !path.includes("Arguments") && !path.includes("Parameters");
}

/** Changes the leaf so that it surely means something else. */
function changeAt(definition: Definition, path: Path): void {
  const value = path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], definition);
  put(definition, path, otherThan(value));
}

function otherThan(value: unknown): unknown {
  if (typeof value === "number") {
    return value + 1;
  }
  if (typeof value === "boolean") {
    return !value;
  }
  const text = String(value);
  return text.endsWith("%}") ? text.replace(/ ?%\}$/, " & 1 %}") : `${text}x`;
}
