import assert from "node:assert/strict";
import { findingText } from "../../../../../components/workflow/lint/finding";
import { chain, findingsIn, pass, places, task } from "./linted";

const choice = (
  Choices: readonly Readonly<Record<string, unknown>>[],
  more: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({ Type: "Choice", Choices, ...more });

describe("undefined-variable", () => {
  it("names the variable that was meant", () => {
    const [finding] = findingsIn(
      chain({
        A: pass({ Assign: { logicalDate: "2008-11-21" } }),
        B: pass({ Output: "{% $logicaldate %}" }),
      }),
    );
    assert.equal(
      findingText(finding),
      'Workflow "w", state "B", Output: $logicaldate is assigned nowhere in the workflow. ' +
        "Did you mean $logicalDate? [undefined-variable]",
    );
  });

  it("wants a variable assigned before it is read", () => {
    const states = { A: pass({ Output: "{% $x %}" }), B: pass({ Assign: { x: 1 } }) };
    assert.deepEqual(places(chain(states)), ["undefined-variable A Output"]);
    assert.match(findingsIn(chain(states))[0].message, /on no way to this state/);
  });

  it("wants it assigned on every way", () => {
    const branches = (otherwise: Readonly<Record<string, unknown>>, output: string): unknown =>
      chain({
        A: choice([{ Condition: "{% $states.input.a = 1 %}", Assign: { x: 1 }, Next: "C" }], {
          Default: "B",
        }),
        B: pass(otherwise),
        C: pass({ Output: output }),
      });
    assert.deepEqual(places(branches({}, "{% $x %}")), ["undefined-variable C Output"]);
    assert.match(findingsIn(branches({}, "{% $x %}"))[0].fix, /\$exists\(\$x\)/);
    assert.deepEqual(places(branches({ Assign: { x: 2 } }, "{% $x %}")), []);
  });

  it("takes a way through a Catch for one on which the Task assigned nothing", () => {
    const caught = (more: Readonly<Record<string, unknown>>): unknown =>
      chain({
        A: task(
          "lambda:invoke",
          { FunctionName: "f" },
          {
            Assign: { x: "{% $states.result.Payload.x %}" },
            Catch: [{ ErrorEquals: ["States.ALL"], ...more, Next: "B" }],
          },
        ),
        B: pass({ Output: "{% $x %}" }),
      });
    assert.deepEqual(places(caught({})), ["undefined-variable B Output"]);
    assert.deepEqual(places(caught({ Assign: { x: "none" } })), []);
  });

  it("passes what a condition has asked for, in every form of asking", () => {
    const optional = (reader: Readonly<Record<string, unknown>>): unknown =>
      chain({
        A: choice([{ Condition: "{% $states.input.a = 1 %}", Assign: { x: { y: 1 } }, Next: "C" }], {
          Default: "C",
        }),
        C: reader,
        D: pass({ Output: 1 }),
      });
    for (const text of [
      '$exists($x) ? $x.y : "none"',
      '$not($exists($x)) ? "none" : $x.y',
      "$exists($x) and $x.y = 1",
      "$not($exists($x)) or $x.y = 1",
      '($exists($x.y)) ? $x.y : ""',
    ]) {
      assert.deepEqual(places(optional(pass({ Output: `{% ${text} %}` }))), [], text);
    }
    for (const text of [
      '$exists($states.input) ? $x : ""',
      '$exists($x) ? "" : $x',
      "$exists($x) or $x.y = 1",
    ]) {
      assert.deepEqual(
        places(optional(pass({ Output: `{% ${text} %}` }))),
        ["undefined-variable C Output"],
        text,
      );
    }
  });

  it("follows a Choice that asks for it", () => {
    const after = (condition: string): unknown =>
      chain({
        A: choice([{ Condition: "{% $states.input.a = 1 %}", Assign: { x: 1 }, Next: "C" }], {
          Default: "C",
        }),
        C: choice([{ Condition: `{% ${condition} %}`, Next: "D" }], { Default: "E" }),
        D: pass({ Output: "{% $x %}", End: true, Next: "E" }),
        E: { Type: "Succeed", Output: {} },
      });
    assert.deepEqual(places(after("$exists($x)")), []);
    assert.deepEqual(places(after("$states.input.b = 1")), ["undefined-variable D Output"]);
  });

  it("keeps what a loop assigned before it began", () => {
    assert.deepEqual(
      places(
        chain({
          A: pass({ Assign: { n: 0 } }),
          B: pass({ Assign: { n: "{% $n + 1 %}" } }),
          C: choice([{ Condition: "{% $n < 3 %}", Next: "B" }], { Default: "D" }),
          D: { Type: "Succeed", Output: "{% $n %}" },
        }),
      ),
      [],
    );
  });

  it("wants it before the state's own Assign, which Output does not see", () => {
    const same = chain({ A: pass({ Assign: { x: 1, y: "{% $x %}" }, Output: "{% $y %}" }) });
    assert.deepEqual(places(same), ["undefined-variable A Assign.y", "undefined-variable A Output"]);
    assert.match(findingsIn(same)[0].message, /evaluated at the same time/);
  });

  it("lets branches read what was assigned around them, and keeps theirs inside", () => {
    const parallel = (reader: string): unknown =>
      chain({
        A: pass({ Assign: { x: 1 } }),
        P: {
          Type: "Parallel",
          Branches: [chain({ Q: pass({ Assign: { y: "{% $x %}" } }), R: pass({ Output: "{% $y %}" }) })],
        },
        S: pass({ Output: reader }),
      });
    assert.deepEqual(places(parallel("{% $x %}")), []);
    assert.deepEqual(places(parallel("{% $y %}")), ["undefined-variable S Output"]);
  });

  it("gives the executions of a distributed Map no variables", () => {
    const map = (Mode: string): unknown =>
      chain({
        A: pass({ Assign: { x: 1 } }),
        M: {
          Type: "Map",
          Items: "{% $states.input.items %}",
          ItemProcessor: { ProcessorConfig: { Mode }, ...chain({ Q: pass({ Output: "{% $x %}" }) }) },
        },
      });
    assert.deepEqual(places(map("INLINE")), []);
    assert.deepEqual(places(map("DISTRIBUTED")), ["undefined-variable M / Q Output"]);
  });

  it("knows what an expression binds itself", () => {
    assert.deepEqual(
      places(
        chain({
          A: pass({ Output: "{% ($a := 1; $f := function($b) { $a + $b }; $f(2)) %}" }),
          B: pass({ Output: "{% ($c; $c := 1) %}" }),
        }),
      ),
      ["undefined-variable B Output"],
    );
  });
});

describe("stale-variable", () => {
  const state = (Assign: unknown, Output: unknown): unknown =>
    chain({
      A: pass({ Assign: { n: 0, old: 0 } }),
      B: pass({ Assign, Output }),
      C: pass({ Output: "{% $n + $old %}" }),
    });

  it("finds the old value where the new one is probably meant", () => {
    assert.deepEqual(places(state({ n: "{% $n + 1 %}" }, "{% $n * 2 %}")), ["stale-variable B Output"]);
    assert.deepEqual(places(state({ n: "{% $n + 1 %}", old: "{% $n - 1 %}" }, {})), [
      "stale-variable B Assign.old",
    ]);
  });

  it("passes counting, and keeping the old value under another name", () => {
    assert.deepEqual(places(state({ n: "{% $n + 1 %}", old: "{% $n %}" }, {})), []);
  });
});

describe("unused-variable", () => {
  it("finds what nothing reads, and where it is assigned first", () => {
    assert.deepEqual(
      places(chain({ A: pass({ Assign: { x: 1, y: 2 } }), B: pass({ Output: "{% $y %}" }) })),
      ["unused-variable A Assign.x"],
    );
  });

  it("counts what states in JSONPath read", () => {
    assert.deepEqual(
      places(
        chain({
          A: pass({ Assign: { x: { y: 1 } } }),
          B: { Type: "Pass", QueryLanguage: "JSONPath", Parameters: { "y.$": "$x.y" } },
        }),
      ),
      [],
    );
  });
});
