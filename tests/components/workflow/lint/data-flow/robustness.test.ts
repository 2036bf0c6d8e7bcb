import assert from "node:assert/strict";
import fc from "fast-check";
import { ingestWorkflow } from "../../../../../components/workflow/ingest";
import { transformLoadWorkflow } from "../../../../../components/workflow/transform-load";
import { ingestArgs, transformLoadArgs } from "../../fixtures";
import { findingsIn } from "./linted";

const TEXTS = [ingestWorkflow(ingestArgs), transformLoadWorkflow(transformLoadArgs)].map(({ definition }) =>
  JSON.stringify(definition),
);

/** Every place in a JSON value: the names and numbers that lead to it. */
function pathsIn(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  return typeof value === "object" && value !== null
    ? [at, ...Object.entries(value).flatMap(([name, item]) => pathsIn(item, [...at, name]))]
    : [at];
}

describe("rules about calls and data", () => {
  it("say something or nothing of any definition, and never fail", function () {
    this.timeout(120_000);
    const places = TEXTS.map((text) => pathsIn(JSON.parse(text)).filter(({ length }) => length > 0));
    const expressions = fc.constantFrom(
      "{% $ %}",
      "{% $states %}",
      "{% $states.result.a.b[0] %}",
      "{% ($f := $f; $f(1)) %}",
      "{%%}",
    );
    const anything = fc.oneof(fc.jsonValue(), expressions);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1 }), fc.nat(), anything, (which, index, value) => {
        const definition = JSON.parse(TEXTS[which]) as Record<string, unknown>;
        const path = places[which][index % places[which].length];
        const owner = path
          .slice(0, -1)
          .reduce((found, name) => found[name] as Record<string, unknown>, definition);
        owner[path.at(-1)!] = value;
        for (const { message, fix, field } of findingsIn(definition)) {
          assert.ok(
            message.endsWith(".") && /[.?]$/.test(fix) && field !== "",
            `${field}: ${message} ${fix}`,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
