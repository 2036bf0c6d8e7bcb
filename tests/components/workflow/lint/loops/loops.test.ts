import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDefinition } from "../../../../../components/workflow/lint/definition";
import { type Loop, loopsOf } from "../../../../../components/workflow/lint/loops/loops";

interface Back {
  readonly from: number;
  readonly to: number;
}

/** A chain of states; from some of them a counted way back, each with a counter of its own. */
const chains = fc.integer({ min: 1, max: 6 }).chain((length) =>
  fc.record({
    length: fc.constant(length),
    backs: fc.uniqueArray(
      fc
        .record({ from: fc.nat({ max: length - 1 }), to: fc.nat({ max: length - 1 }) })
        .map(({ from, to }) => ({
          from: Math.max(from, to),
          to: Math.min(from, to),
        })),
      { minLength: 1, maxLength: 4, selector: ({ from }) => from },
    ),
  }),
);

/** @param uncounted index of the way back whose counter stands still */
function chain(length: number, backs: readonly Back[], uncounted?: number): readonly Loop[] {
  const states = Array.from({ length }, (_, index) => {
    const number = backs.findIndex(({ from }) => from === index);
    const next = `S${index + 1}`;
    if (number < 0) {
      return [`S${index}`, { Type: "Pass", Next: next }];
    }
    const counter = `rounds${number}`;
    const step = number === uncounted ? "" : " + 1";
    const way = { Next: `S${backs[number].to}`, Assign: { [counter]: `{% $${counter}${step} %}` } };
    return [
      `S${index}`,
      { Type: "Choice", Choices: [{ Condition: `{% $${counter} < 5 %}`, ...way }], Default: next },
    ];
  });
  const definition = {
    QueryLanguage: "JSONata",
    StartAt: "S0",
    States: Object.fromEntries([...states, [`S${length}`, { Type: "Succeed" }]]) as object,
  };
  return loopsOf(parseDefinition(definition));
}

const all = (loops: readonly Loop[]): readonly Loop[] => loops.flatMap((loop) => [loop, ...all(loop.inner)]);

describe("loopsOf", () => {
  it("finds the limit of every loop where each way back is counted, however they nest", () => {
    fc.assert(
      fc.property(chains, ({ length, backs }) => {
        const loops = all(chain(length, backs));
        assert.ok(loops.length > 0);
        for (const { limit } of loops) {
          assert.equal(limit?.kind, "counter");
          assert.equal(limit.rounds, 5);
        }
      }),
    );
  });

  it("finds a loop without limit as soon as one counter stands still", () => {
    fc.assert(
      fc.property(chains, fc.nat(), ({ length, backs }, which) => {
        const loops = all(chain(length, backs, which % backs.length));
        assert.ok(loops.some(({ limit }) => limit === undefined));
      }),
    );
  });

  const poll = (condition: string, assign: object, before: object = {}): Loop => {
    const [loop] = loopsOf(
      parseDefinition({
        QueryLanguage: "JSONata",
        StartAt: "Look",
        States: {
          Look: { Type: "Pass", Assign: assign, Next: "Again" },
          Again: {
            Type: "Choice",
            Choices: [{ Condition: `{% ${condition} %}`, Next: "Pause" }],
            Default: "End",
          },
          Pause: { Type: "Wait", Seconds: 1, Assign: before, Next: "Look" },
          End: { Type: "Succeed" },
        },
      }),
    );
    return loop;
  };

  const limits: readonly (readonly [string, string, object, object?])[] = [
    ["a counter in a conjunction", '$status = "RUNNING" and $n < 9', { n: "{% $n + 1 %}" }],
    ["a counter that goes down", "$n > 0", { n: "{% $n - 1 %}" }],
    ["a number that a counter is under", "9 > $n", { n: "{% $n + 1 %}" }],
    ["a flag", "$not($tried)", { tried: true }],
    ["a flag compared", "$tried = false", { tried: true }],
    ["the clock", "$millis() < $end", {}],
    ["the time a state was entered", "$toMillis($states.context.State.EnteredTime) < $end", {}],
    ["a counter inside an object", "$poll.n < 9", { poll: { n: "{% $poll.n + 1 %}" } }],
  ];
  for (const [what, condition, assign, before] of limits) {
    it(`takes ${what} for a limit`, () => {
      assert.ok(poll(condition, assign, before).limit);
    });
  }

  const none: readonly (readonly [string, string, object, object?])[] = [
    ["a counter that something else may do without", '$status = "RUNNING" or $n < 9', { n: "{% $n + 1 %}" }],
    ["a counter that is set anew", "$n < 9", { n: "{% $n + 1 %}" }, { n: 0 }],
    ["a counter that goes the other way", "$n < 9", { n: "{% $n - 1 %}" }],
    ["a flag that stays as it is asked", "$not($tried)", { tried: false }],
    ["a result", "$status < 9", { status: "{% $states.input.status %}" }],
    ["a number that nobody counts", "$n < 9", {}],
  ];
  for (const [what, condition, assign, before] of none) {
    it(`takes no ${what.replace(/^an? /, "")} for a limit`, () => {
      assert.equal(poll(condition, assign, before).limit, undefined);
    });
  }

  it("knows how many rounds a counter allows", () => {
    assert.equal(poll("$n < ($slow ? 4 : 60)", { n: "{% $n + 2 %}" }).limit?.rounds, 30);
    assert.equal(poll("$n < $most", { n: "{% $n + 1 %}" }).limit?.rounds, undefined);
  });
});
