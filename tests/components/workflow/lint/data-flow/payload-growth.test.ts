import assert from "node:assert/strict";
import { chain, findingsIn, pass, places, task } from "./linted";

/** A loop over B, that Choice C ends. */
const loop = (assign: Readonly<Record<string, unknown>>, output: unknown, condition: string): unknown =>
  chain({
    A: pass({ Assign: { seen: [], text: "", last: {}, n: 0 }, Output: { seen: [] } }),
    B: pass({
      Assign: { n: "{% $n + 1 %}", ...assign },
      ...(output === undefined ? {} : { Output: output }),
    }),
    C: { Type: "Choice", Choices: [{ Condition: `{% ${condition} %}`, Next: "B" }], Default: "D" },
    D: { Type: "Succeed", Output: "{% [$seen, $text, $last, $n] %}" },
  });
const OPEN = "$states.input.more = true";

describe("payload-growth in a loop", () => {
  it("finds a variable that takes itself up", () => {
    const [finding] = findingsIn(loop({ seen: "{% $append($seen, 1) %}" }, { more: true }, OPEN));
    assert.deepEqual([finding.rule, finding.state, finding.field], ["payload-growth", "B", "Assign.seen"]);
    assert.match(finding.message, /adds to \$seen.*256 KiB/);
    for (const [name, value] of [
      ["seen", "{% [$seen, 1] %}"],
      ["text", '{% $text & "x" %}'],
      ["last", "{% $merge([$last, {$states.context.Execution.Name: 1}]) %}"],
      ["last", '{% {"before": $last} %}'],
      ["last", { before: "{% $last %}" }],
      ["seen", "{% $states.context.Execution.Name = 'x' ? $append($seen, 1) : $seen %}"],
    ] as const) {
      assert.deepEqual(
        places(loop({ [name]: value }, { more: true }, OPEN)),
        [`payload-growth B Assign.${name}`],
        JSON.stringify(value),
      );
    }
  });

  it("finds an output that takes the input up", () => {
    assert.deepEqual(places(loop({}, '{% $append($states.input, {"more": true}) %}', OPEN)), [
      "payload-growth B Output",
    ]);
  });

  it("passes what a counter, a count or a length bounds", () => {
    const grows = { seen: "{% $append($seen, 1) %}" };
    for (const bounded of ["$n < 10", "$count($seen) < 10", "$states.input.more = true and 10 > $n"]) {
      assert.deepEqual(places(loop(grows, { more: true }, bounded)), [], bounded);
    }
    assert.deepEqual(places(loop(grows, { more: true, n: 1 }, "$states.input.n < 10")), [
      "payload-growth B Assign.seen",
    ]);
  });

  it("passes what is replaced, and what is no loop", () => {
    assert.deepEqual(
      places(loop({ last: '{% $merge([$last, {"status": 1}]) %}' }, { more: true }, OPEN)),
      [],
    );
    assert.deepEqual(
      places(
        chain({
          A: pass({ Assign: { seen: [] } }),
          B: pass({ Assign: { seen: "{% $append($seen, 1) %}" } }),
          C: pass({ Output: "{% $seen %}" }),
        }),
      ),
      [],
    );
  });
});

describe("payload-growth of results without end", () => {
  const listing = (
    args: Readonly<Record<string, unknown>>,
    more: Readonly<Record<string, unknown>>,
  ): unknown =>
    chain({ A: task("aws-sdk:s3:listObjectsV2", { Bucket: "b", ...args }, more), B: pass({ Output: {} }) });

  it("finds a list that is kept whole", () => {
    for (const kept of ["$states.result", "$states.result.Contents"]) {
      const [finding] = findingsIn(listing({}, { Output: `{% ${kept} %}` }));
      assert.deepEqual([finding.rule, finding.state, finding.field], ["payload-growth", "A", "Output"]);
      assert.match(finding.fix, /limit it with MaxKeys/);
    }
    assert.deepEqual(places(listing({}, { Output: undefined })), ["payload-growth A Output"]);
    const whole = { Assign: { x: "{% $states.result %}" }, Output: "{% $states.context.Execution.Id %}" };
    assert.ok(places(listing({}, whole)).includes("payload-growth A Assign.x"));
  });

  it("passes one that is limited, or of which only a part is kept", () => {
    assert.deepEqual(places(listing({ MaxKeys: 10 }, { Output: "{% $states.result.Contents %}" })), []);
    assert.deepEqual(places(listing({}, { Output: "{% $count($states.result.Contents) %}" })), []);
    assert.deepEqual(places(listing({}, { Output: "{% $states.result.Contents[[0..9]].Key %}" })), []);
  });

  it("finds the body of an object", () => {
    const get = ["aws-sdk:s3:getObject", { Bucket: "b", Key: "k" }] as const;
    assert.deepEqual(places(chain({ A: task(...get, { Output: "{% $states.result.Body %}" }) })), [
      "payload-growth A Output",
    ]);
    assert.deepEqual(places(chain({ A: task(...get, { Output: "{% $states.result.ETag %}" }) })), []);
  });
});
