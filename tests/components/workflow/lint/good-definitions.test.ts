import assert from "node:assert/strict";
import { findingText } from "../../../../components/workflow/lint/finding";
import { lintWorkflow } from "../../../../components/workflow/lint/lint";
import { GOOD_DEFINITIONS } from "./good-definitions";

describe("lintWorkflow", () => {
  for (const { name, definition, options } of GOOD_DEFINITIONS) {
    it(`finds nothing wrong with the good definition "${name}"`, () => {
      assert.deepEqual(lintWorkflow(name, definition, options).map(findingText), []);
    });
  }
});
