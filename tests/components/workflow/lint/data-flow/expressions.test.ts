import assert from "node:assert/strict";
import { chain, findingsIn, pass, places, task } from "./linted";

const output = (text: string): readonly string[] => places(chain({ A: pass({ Output: `{% ${text} %}` }) }));

describe("jsonata-syntax", () => {
  it("says where an expression can't be read", () => {
    const [finding] = findingsIn(
      chain({ A: pass({ Assign: { x: "{% $states.input.a + %}" } }), B: pass({ Output: "{% $x %}" }) }),
    );
    assert.deepEqual([finding.rule, finding.state, finding.field], ["jsonata-syntax", "A", "Assign.x"]);
    assert.match(finding.message, /Unexpected end of expression/);
    assert.match(finding.fix, /"\$states\.input\.a \+", character \d+/);
  });

  it("looks into every field, list and catcher", () => {
    const bad = "{% ( %}";
    const found = places(
      chain({
        A: task(
          "lambda:invoke",
          { FunctionName: "f", Payload: { list: ["ok", bad] } },
          { TimeoutSeconds: bad, Catch: [{ ErrorEquals: ["States.ALL"], Output: bad, Next: "B" }] },
        ),
        B: { Type: "Choice", Choices: [{ Condition: bad, Next: "C" }], Default: "C" },
        C: { Type: "Fail", Error: "E", Cause: bad },
      }),
    );
    assert.deepEqual(found, [
      "jsonata-syntax A Arguments.Payload.list[1]",
      "jsonata-syntax A TimeoutSeconds",
      "jsonata-syntax A Catch[0].Output",
      "jsonata-syntax B Choices[0].Condition",
      "jsonata-syntax C Cause",
    ]);
  });

  it("finds what is only almost an expression", () => {
    for (const text of [" {% 1 %}", "{% 1 %} ", "{% 1", "1 %}"]) {
      assert.deepEqual(places(chain({ A: pass({ Output: text }) })), ["jsonata-syntax A Output"], text);
    }
    assert.deepEqual(places(chain({ A: pass({ Output: "100 % of {a}" }) })), []);
  });

  it("finds an expression in a state that takes it for text", () => {
    const [finding] = findingsIn({
      StartAt: "A",
      States: { A: { Type: "Pass", Result: "{% 1 %}", End: true } },
    });
    assert.deepEqual([finding.rule, finding.field], ["jsonata-syntax", "Result"]);
    assert.match(finding.fix, /"QueryLanguage": "JSONata"/);
  });
});

describe("unknown-function", () => {
  it("refuses $eval, which Step Functions leaves out", () => {
    const [finding] = findingsIn(chain({ A: pass({ Output: '{% $eval("1") %}' }) }));
    assert.deepEqual([finding.rule, finding.fix], ["unknown-function", "Use $parse for JSON in a text."]);
  });

  it("knows what Step Functions adds", () => {
    assert.deepEqual(
      output(
        '[$uuid(), $hash("a", "SHA-256"), $random(), $parse("{}"), $partition([1], 2), $range(0, 9, 3)]',
      ),
      [],
    );
  });

  it("names the function that was meant", () => {
    const [finding] = findingsIn(chain({ A: pass({ Output: '{% $upperCase("a") & $toString(1) %}' }) }));
    assert.equal(finding.rule, "unknown-function");
    assert.match(finding.fix, /\$uppercase/);
  });

  it("knows every function of the JSONata that evaluates, but $eval", async () => {
    const { default: jsonata } = await import("jsonata");
    const names =
      "sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match " +
      "contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power " +
      "random boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert " +
      "type sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl " +
      "toMillis fromMillis clone now millis";
    for (const name of names.split(" ")) {
      assert.equal(await jsonata(`$type($${name})`).evaluate(null), "function", name);
      assert.ok(!output(`$${name}($states.input)`).includes("unknown-function A Output"), name);
    }
  });
});

describe("wrong-operand", () => {
  it("finds arithmetic, comparison and functions that fail", () => {
    for (const text of [
      "$states.context.Execution.Name + 1",
      '-1 * "2"',
      '{"a": 1} > 2',
      "$uppercase(5)",
      '$floor("1")',
      "$sum($states.context.Execution.Name)",
    ]) {
      assert.deepEqual(output(text), ["wrong-operand A Output"], text);
    }
  });

  it("passes what may be right", () => {
    for (const text of [
      "$states.input.n + 1",
      '$number("1") + 1',
      "$states.context.State.RetryCount < 3",
      '"a" < "b"',
    ]) {
      assert.deepEqual(output(text), [], text);
    }
  });
});

describe("never-equal", () => {
  const polling = (condition: string): unknown =>
    chain({
      A: task(
        "aws-sdk:redshiftdata:describeStatement",
        { Id: "i" },
        { Assign: { status: "{% $states.result.Status %}" } },
      ),
      B: { Type: "Choice", Choices: [{ Condition: `{% ${condition} %}`, Next: "C" }], Default: "C" },
      C: { Type: "Succeed", Output: {} },
    });

  it("finds a status that the service does not have", () => {
    const [finding] = findingsIn(polling('$status = "SUCCEEDED"'));
    assert.deepEqual(
      [finding.rule, finding.state, finding.field],
      ["never-equal", "B", "Choices[0].Condition"],
    );
    assert.match(finding.fix, /FINISHED/);
    assert.deepEqual(places(polling('$status in ["ABORTED", "CANCELLED"]')), [
      "never-equal B Choices[0].Condition",
    ]);
  });

  it("passes those it has", () => {
    assert.deepEqual(places(polling('$status = "FINISHED" or $status in ["FAILED", "ABORTED"]')), []);
  });
});

describe("wrong-field-type and no-value", () => {
  it("want a condition that is a boolean", () => {
    const choosing = (condition: string): unknown =>
      chain({
        A: pass({ Assign: { n: 1, flag: true } }),
        B: { Type: "Choice", Choices: [{ Condition: `{% ${condition} %}`, Next: "C" }], Default: "C" },
        C: { Type: "Succeed", Output: "{% [$n, $flag] %}" },
      });
    assert.deepEqual(places(choosing("$n")), ["wrong-field-type B Choices[0].Condition"]);
    assert.deepEqual(places(choosing('$n & ""')), ["wrong-field-type B Choices[0].Condition"]);
    for (const good of ["$flag", "$n = 1", "$states.input.flag", "$exists($n)"]) {
      assert.deepEqual(places(choosing(good)), [], good);
    }
  });

  it("want seconds that are numbers and causes that are texts", () => {
    assert.deepEqual(places(chain({ A: { Type: "Wait", Seconds: '{% "5" %}' } })), [
      "wrong-field-type A Seconds",
    ]);
    assert.deepEqual(places(chain({ A: { Type: "Fail", Error: "E", Cause: '{% {"a": 1} %}' } })), [
      "wrong-field-type A Cause",
    ]);
  });

  it("want a value: JSON has nothing for one that isn't there", () => {
    assert.deepEqual(output('$error("no")'), ["no-value A Output"]);
    assert.deepEqual(output("$states.input.a ? 1"), []);
  });
});
