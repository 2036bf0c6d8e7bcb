import assert from "node:assert/strict";
import { type Comparison, compareLinters } from "./comparison";
import { documentText, documentWith } from "./document";

describe("the linter, statelint and asl-validator over the same broken definitions", function () {
  this.timeout(300_000);
  let comparisons: readonly Comparison[] = [];

  before(() => {
    comparisons = compareLinters();
  });

  it("the linter catches every kind", () => {
    assert.deepEqual(
      comparisons.filter(({ stepline }) => !stepline).map(({ broken: { kind } }) => kind),
      [],
    );
  });

  it("the other two are really asked, and miss what only this one sees", () => {
    for (const other of ["statelint", "aslValidator"] as const) {
      const caught = comparisons.filter((each) => each[other]).length;
      assert.ok(caught >= 15 && caught < comparisons.length, `${other}: ${caught}`);
    }
    const missed = new Set(
      comparisons
        .filter(({ statelint, aslValidator }) => !statelint && !aslValidator)
        .map(({ broken: { rule } }) => rule),
    );
    for (const rule of [
      "unknown-resource",
      "impossible-pattern",
      "undefined-variable",
      "misplaced-error-output",
      "heartbeat-not-under-timeout",
      "task-timeout",
    ]) {
      assert.ok(missed.has(rule), rule);
    }
  });

  it("docs/workflow-linter.md has the table of this comparison", async () => {
    assert.equal(documentText(), await documentWith(comparisons));
  });
});
