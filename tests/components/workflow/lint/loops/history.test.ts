import assert from "node:assert/strict";
import { lintWorkflow } from "../../../../../components/workflow/lint/lint";
import { transformLoadWorkflow } from "../../../../../components/workflow/transform-load";
import { transformLoadArgs } from "../../fixtures";
import { QUERY } from "../good-definitions";

const rulesOf = (...args: Parameters<typeof lintWorkflow>): readonly string[] =>
  lintWorkflow(...args).map(({ rule }) => rule);

describe("history budget", () => {
  const loads = (loadTimeoutSeconds: number, loadRetries: number): readonly string[] => {
    const { name, definition, lint } = transformLoadWorkflow({
      ...transformLoadArgs,
      loadTimeoutSeconds,
      loadRetries,
    });
    return rulesOf(name, definition, lint);
  };

  it("counts a cancelled load's few looks as few: four hours and two retries fit", () => {
    assert.deepEqual(loads(14_400, 2), []);
  });

  it("counts every attempt of a load: four hours and ten retries don't fit", () => {
    assert.deepEqual(loads(14_400, 10), ["history-budget"]);
  });

  const query = (waitSeconds: number, machineSeconds: number): readonly string[] => {
    const text = JSON.stringify({ ...QUERY.definition, TimeoutSeconds: machineSeconds })
      .replace('"Seconds":20', `"Seconds":${waitSeconds}`)
      .replace('"NumericLessThan":60', '"NumericLessThan":1000000');
    return rulesOf("query", JSON.parse(text));
  };

  it("takes no more rounds than its waits fit into the machine's time", () => {
    // 11 events a round, and 2,270 rounds are just too many.
    assert.deepEqual(query(20, 20 * 2260), []);
    assert.deepEqual(query(20, 20 * 2280), ["history-budget"]);
  });

  it("has none in an Express machine", () => {
    const text = JSON.stringify(QUERY.definition).replace(
      '"NumericLessThan":60',
      '"NumericLessThan":1000000',
    );
    const rules = rulesOf("query", JSON.parse(text), { machineType: "EXPRESS" });
    assert.ok(!rules.includes("history-budget"), rules.join());
  });
});
