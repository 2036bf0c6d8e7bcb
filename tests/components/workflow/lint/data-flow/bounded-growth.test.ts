import assert from "node:assert/strict";
import { chain, pass, places, task } from "./linted";

/** B calls a function until C ends it. */
const calls = (assign: Readonly<Record<string, unknown>>, condition: string, output: unknown = {}): unknown =>
  chain({
    A: pass({ Assign: { seen: [], n: 0 }, Output: {} }),
    B: task(
      "lambda:invoke",
      { FunctionName: "f" },
      { Assign: { n: "{% $n + 1 %}", ...assign }, Output: output },
    ),
    C: { Type: "Choice", Choices: [{ Condition: `{% ${condition} %}`, Next: "B" }], Default: "D" },
    D: { Type: "Succeed", Output: "{% [$seen, $n] %}" },
  });
const FOUND = ["payload-growth B Assign.seen"];

describe("payload-growth under a limit", () => {
  it("multiplies the rounds with the size of what each adds", () => {
    const whole = { seen: "{% $append($seen, [$states.result.Payload]) %}" };
    assert.deepEqual(places(calls(whole, "$n < 700")), FOUND);
    assert.deepEqual(places(calls(whole, "$n < 10")), []);
    assert.deepEqual(places(calls(whole, "$count($seen) < 700")), FOUND);
    const short = { seen: "{% $append($seen, [$substring($states.result.Payload.id, 0, 36)]) %}" };
    assert.deepEqual(places(calls(short, "$n < 700")), []);
    assert.deepEqual(places(calls(short, "$n < 70000")), FOUND);
    assert.deepEqual(
      places(calls({ seen: "{% $append($seen, [$count($states.input)]) %}" }, "$n < 700")),
      [],
    );
  });

  it("sees every way to take a value up into itself", () => {
    for (const value of [
      "{% [$seen, $states.result.Payload.x] %}",
      "{% $string($seen) & $states.result.Payload.x %}",
      '{% {"now": $states.result.Payload.x, "before": $seen} %}',
      { now: "{% $states.result.Payload.x %}", before: "{% $seen %}" },
      "{% $seen ~> $append([$states.result.Payload.x]) %}",
      '{% $merge([$seen, {"before": $seen, "now": $states.result.Payload.x}]) %}',
      '{% $map($seen, function($v) { {"was": $v, "now": $states.result.Payload.x} }) %}',
      "{% ($more := $append($seen, [$states.result.Payload.x]); $more) %}",
      { list: "{% $append($seen.list, [$states.result.Payload.x]) %}" },
    ]) {
      assert.deepEqual(places(calls({ seen: value }, "$n < 700")), FOUND, JSON.stringify(value));
    }
    assert.deepEqual(places(calls({ seen: "{% [$seen, $seen, 1] %}" }, "$n < 10")), FOUND);
  });

  it("passes what keeps only the last ones, and what is begun anew in each round", () => {
    assert.deepEqual(
      places(calls({ seen: "{% $append($seen[[0..8]], [$states.result.Payload]) %}" }, "$n < 700")),
      [],
    );
    assert.deepEqual(
      places(calls({}, "$n < 700", { seen: "{% $append($states.input.seen, [$states.result.Payload]) %}" })),
      ["payload-growth B Output"],
    );
    const anew = chain({
      A: pass({ Assign: { seen: [], n: 0 } }),
      B: pass({ Assign: { n: "{% $n + 1 %}", seen: "{% $append($seen, [$states.input]) %}" } }),
      C: { Type: "Choice", Choices: [{ Condition: "{% $n < 700 %}", Next: "E" }], Default: "D" },
      E: pass({ Assign: { seen: [] }, Next: "B" }),
      D: { Type: "Succeed", Output: "{% $seen %}" },
    });
    assert.deepEqual(places(anew), []);
  });

  it("follows a Pass in JSONPath", () => {
    const loop = (parameters: unknown, most: number): unknown => ({
      StartAt: "I",
      States: {
        I: { Type: "Pass", Result: { n: 0, log: [] }, ResultPath: "$.c", Next: "G" },
        G: { Type: "Pass", Parameters: parameters, ResultPath: "$.c", Next: "C" },
        C: {
          Type: "Choice",
          Choices: [{ Variable: "$.c.n", NumericLessThan: most, Next: "G" }],
          Default: "O",
        },
        O: { Type: "Succeed" },
      },
    });
    const counted = (more: Readonly<Record<string, string>>): unknown => ({
      "n.$": "States.MathAdd($.c.n, 1)",
      ...more,
    });
    const found = ["payload-growth G Parameters"];
    const log = counted({ "log.$": "States.Array($.c.log, $$.State.EnteredTime)" });
    assert.deepEqual(places(loop(log, 2000)), found);
    assert.deepEqual(places(loop(log, 20)), []);
    assert.deepEqual(places(loop(counted({ "log.$": "States.Format('{} {}', $.c.log, $.x)" }), 99)), found);
    assert.deepEqual(places(loop(counted({ "before.$": "$.c", "x.$": "$.x" }), 99)), found);
    assert.deepEqual(places(loop(counted({ "log.$": "States.JsonMerge($.c.log, $.x, false)" }), 99)), []);
    assert.deepEqual(places(loop(counted({ "log.$": "$.c.log", "x.$": "$.x" }), 99)), []);
  });
});

describe("payload-growth of a function's result", () => {
  const keeping = (more: Readonly<Record<string, unknown>>): readonly string[] =>
    places({
      StartAt: "A",
      States: {
        A: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: { FunctionName: "f" },
          End: true,
          ...more,
        },
      },
    });

  it("is found wherever the whole of it is kept", () => {
    assert.deepEqual(keeping({}), ["payload-growth A ResultPath"]);
    assert.deepEqual(keeping({ OutputPath: "$.Payload" }), ["payload-growth A OutputPath"]);
    assert.deepEqual(keeping({ ResultSelector: { "p.$": "$.Payload" } }), [
      "payload-growth A ResultSelector.p",
    ]);
    const Resource = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    assert.deepEqual(keeping({ Resource, Parameters: {} }), ["payload-growth A ResultPath"]);
  });

  it("is not where a member, or nothing, is left of it", () => {
    assert.deepEqual(keeping({ OutputPath: "$.Payload.id" }), []);
    assert.deepEqual(keeping({ ResultSelector: { "id.$": "$.Payload.id" } }), []);
    assert.deepEqual(keeping({ ResultPath: null }), []);
    assert.deepEqual(keeping({ ResultPath: "$.f", OutputPath: "$.orders" }), []);
  });
});
