import assert from "node:assert/strict";
import { findingText } from "../../../../components/workflow/lint/finding";
import { lintWorkflow } from "../../../../components/workflow/lint/lint";
import { brokenCase, GOOD_CASES } from "./broken-definition";
import { CORPUS } from "./corpus/corpus";

describe("lintWorkflow", () => {
  for (const broken of CORPUS) {
    const { kind, rule, state, field } = broken;
    it(`catches: ${kind}`, () => {
      const { name, definition, options } = brokenCase(broken);
      const findings = lintWorkflow(name, definition, options);
      const found = findings.find(
        (each) => each.rule === rule && each.state === state && each.field === field,
      );
      assert.ok(
        found,
        `${rule} at ${state ?? "the machine"}, ${field}; found:\n${findings.map(findingText).join("\n")}`,
      );
      assert.equal(found.workflow, name);
      assert.ok(found.message.length > 0 && found.fix.length > 0);
    });
  }

  it("finds nothing in what the corpus breaks, as it was", () => {
    for (const { name, definition, options } of GOOD_CASES) {
      assert.deepEqual(lintWorkflow(name, definition, options).map(findingText), []);
    }
  });

  it("is held against at least 60 kinds, each told once", () => {
    assert.ok(CORPUS.length >= 60, String(CORPUS.length));
    assert.equal(new Set(CORPUS.map(({ kind }) => kind)).size, CORPUS.length);
  });
});
