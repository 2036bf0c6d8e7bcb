import assert from "node:assert/strict";
import type { Snapshot } from "../../../../cli/diff/snapshot";
import { CHILD, PARENT } from "./changed-case";
import { CHANGED_FIELDS } from "./changed-fields";
import { CHANGED_WAYS } from "./changed-ways";
import { mutated, programSnapshot } from "./snapshots";
import { told } from "./told";

const RETRY_RULE = /Choices\[\$load\.status = "FAILED".*\]\.Assign/s;

describe("a change of the program's workflows", () => {
  let base: Snapshot;

  before(async () => {
    base = await programSnapshot();
  });

  for (const { what, machine, mutate, told: expected } of [...CHANGED_WAYS, ...CHANGED_FIELDS]) {
    it(`is told exactly: ${what}`, () => {
      const head = mutated(base, machine, (definition, inputs) => {
        mutate(definition.States, definition, inputs);
      });
      const lines = told(base, head).map((line) => line.replace(RETRY_RULE, "Choices[RETRY].Assign"));
      assert.deepEqual(lines, expected);
    });
  }

  it("is none when nothing but the order of keys differs", () => {
    const head = mutated(mutated(base, PARENT, reverseKeys), CHILD, reverseKeys);
    assert.notEqual(head.resources[0].inputs.definition, base.resources[0].inputs.definition);
    assert.deepEqual(told(base, head), []);
  });

  it("is none when defaults are left out, or error names and expressions are spelled otherwise", () => {
    const head = mutated(base, CHILD, ({ States: states }) => {
      states.StartLoad.Retry[1].ErrorEquals.reverse();
      states.DescribeLoad.Assign.polls = "{%$polls + 1%}";
      states.Loaded.Output = "{% $states.input %}";
      states.WaitForLoad.End = false;
    });
    assert.deepEqual(told(base, head), []);
  });
});

function reverseKeys(value: unknown): void {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(reverseKeys);
    if (!Array.isArray(value)) {
      const entries = Object.entries(value).reverse();
      entries.forEach(([key]) => Reflect.deleteProperty(value, key));
      Object.assign(value, Object.fromEntries(entries));
    }
  }
}
