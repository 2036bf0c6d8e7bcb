import assert from "node:assert/strict";
import { findingsIn, places } from "./linted";

type State = Readonly<Record<string, unknown>>;

const machine = (states: Readonly<Record<string, State>>): unknown => ({
  StartAt: Object.keys(states)[0],
  States: states,
});
const glue = (more: State): State => ({
  Type: "Task",
  Resource: "arn:aws:states:::glue:startJobRun.sync",
  Parameters: { JobName: "clean" },
  ...more,
});
const pass = (parameters: unknown, more: State = { End: true }): State => ({
  Type: "Pass",
  Parameters: parameters,
  ...more,
});
/** What is found of paths, by state and field. */
const wrong = (states: Readonly<Record<string, State>>): readonly string[] =>
  places(machine(states)).filter((place) => place.startsWith("wrong-path"));

describe("data of states in JSONPath", () => {
  it("is followed through ResultPath into whatever the input holds", () => {
    const run = glue({ ResultPath: "$.job", Next: "B" });
    assert.deepEqual(
      wrong({ A: run, B: pass({ "s.$": "$.job.JobRunState", "other.$": "$.anything.else" }) }),
      [],
    );
    const [finding] = findingsIn(machine({ A: run, B: pass({ "s.$": "$['job'].JobRunStat" }) }));
    assert.match(finding.message, /\$\.job\.JobRunStat finds nothing: glue:startJobRun\.sync/);
    assert.match(finding.fix, /JobRunState/);
  });

  it("is the whole result without ResultPath, and the input with null", () => {
    const b = pass({ "s.$": "$.order" });
    assert.deepEqual(wrong({ A: glue({ Next: "B" }), B: b }), ['wrong-path B Parameters["s.$"]']);
    assert.deepEqual(wrong({ A: glue({ ResultPath: null, Next: "B" }), B: b }), []);
  });

  it("is what a ResultSelector picks, inside lists and objects too", () => {
    const run = glue({
      ResultSelector: { deep: [{ "id.$": "$.Id" }], "n.$": "States.MathAdd($.Attempt, 1)" },
      Next: "B",
    });
    assert.deepEqual(
      wrong({ A: run, B: pass({ "i.$": "$.deep[0].id", "n.$": "$.n", "all.$": "$.deep[*].id" }) }),
      [],
    );
    assert.deepEqual(
      wrong({ A: run, B: pass({ "i.$": "$.deep[0].ids", "j.$": "$.deep.id", "k.$": "$.n.x" }) }),
      ['wrong-path B Parameters["i.$"]', 'wrong-path B Parameters["j.$"]', 'wrong-path B Parameters["k.$"]'],
    );
  });

  it("is followed through InputPath and OutputPath", () => {
    const first = { Type: "Pass", Result: { a: { b: 1 } }, OutputPath: "$.a", Next: "B" };
    assert.deepEqual(wrong({ A: first, B: { Type: "Succeed", InputPath: "$.b" } }), []);
    assert.deepEqual(wrong({ A: first, B: { Type: "Succeed", InputPath: "$.a" } }), [
      "wrong-path B InputPath",
    ]);
    const emptied = { Type: "Pass", OutputPath: null, Next: "B" };
    assert.deepEqual(wrong({ A: emptied, B: pass({ "a.$": "$.a" }) }), ['wrong-path B Parameters["a.$"]']);
  });

  it("is an error after a Catch, beside the input or in its place", () => {
    const to = (resultPath: string | undefined): State =>
      glue({ Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: resultPath, Next: "B" }], End: true });
    assert.deepEqual(wrong({ A: to("$.err"), B: pass({ "e.$": "$.err.Cause", "o.$": "$.order" }) }), []);
    assert.deepEqual(wrong({ A: to("$.err"), B: pass({ "e.$": "$.err.Message" }) }), [
      'wrong-path B Parameters["e.$"]',
    ]);
    assert.deepEqual(wrong({ A: to(undefined), B: pass({ "o.$": "$.order" }) }), [
      'wrong-path B Parameters["o.$"]',
    ]);
  });

  it("is put together where ways meet: what one of them has may be there", () => {
    const choice = {
      Type: "Choice",
      Choices: [{ Variable: "$.x", IsPresent: true, Next: "L" }],
      Default: "R",
    };
    const states = {
      C: choice,
      L: { Type: "Pass", Result: { left: 1 }, Next: "B" },
      R: { Type: "Pass", Result: { right: 1 }, Next: "B" },
    };
    assert.deepEqual(wrong({ ...states, B: pass({ "v.$": "$.left" }) }), []);
    assert.deepEqual(wrong({ ...states, B: pass({ "v.$": "$.middle" }) }), [
      'wrong-path B Parameters["v.$"]',
    ]);
  });

  it("may grow in a loop without end", () => {
    assert.deepEqual(
      wrong({
        A: { Type: "Pass", Result: { n: 0 }, Next: "B" },
        B: { Type: "Pass", ResultPath: "$.last", Next: "C" },
        C: { Type: "Choice", Choices: [{ Variable: "$.last.n", NumericEquals: 3, Next: "D" }], Default: "B" },
        D: pass({ "v.$": "$.last.last.last.n" }),
      }),
      [],
    );
  });

  it("may be missing where a Choice asks for it", () => {
    const a = { Type: "Pass", Result: { n: 0 }, Next: "C" };
    const rule = (...rules: readonly State[]): State => ({
      Type: "Choice",
      Choices: [{ And: rules, Next: "D" }],
      Default: "D",
    });
    const compares = { Variable: "$.m", NumericEquals: 1 };
    const d = { Type: "Succeed" };
    assert.deepEqual(wrong({ A: a, C: rule({ Variable: "$.m", IsPresent: true }, compares), D: d }), []);
    assert.deepEqual(wrong({ A: a, C: rule({ Variable: "$.n", IsPresent: true }, compares), D: d }), [
      "wrong-path C Choices[0].And[1].Variable",
    ]);
  });

  it("goes into a Parallel and a Map, and comes out as lists", () => {
    const inner = (state: State): State => ({ StartAt: "X", States: { X: state } });
    const both = (path: string): readonly string[] =>
      wrong({
        A: {
          Type: "Parallel",
          Parameters: { items: [{ k: 1 }] },
          Branches: [inner(pass({ "i.$": "$.items" })), { StartAt: "Y", States: { Y: pass({ y: 1 }) } }],
          Next: "B",
        },
        B: pass({ "v.$": path }),
      });
    assert.deepEqual(both("$[0].i[0].k"), []);
    assert.deepEqual(both("$[1].y"), []);
    assert.deepEqual(both("$[1].i"), ['wrong-path B Parameters["v.$"]']);
    assert.deepEqual(both("$[2]"), ['wrong-path B Parameters["v.$"]']);
    const map = (path: string): readonly string[] =>
      wrong({
        A: { Type: "Pass", Result: { list: [{ k: 1 }] }, Next: "M" },
        M: {
          Type: "Map",
          ItemsPath: "$.list",
          ItemSelector: { "one.$": "$$.Map.Item.Value", "all.$": "$.list" },
          ItemProcessor: inner(pass({ "v.$": path })),
          End: true,
        },
      });
    assert.deepEqual(map("$.one.k"), []);
    assert.deepEqual(map("$.one.j"), ['wrong-path M / X Parameters["v.$"]']);
    assert.deepEqual(map("$.list"), ['wrong-path M / X Parameters["v.$"]']);
  });

  it("is left open behind filters, wildcards and functions", () => {
    const a = { Type: "Pass", Result: { list: [{ k: 1 }] }, Next: "B" };
    const paths = [
      "$.list[?(@.k == 1)].j",
      "$..j",
      "$.list[0:1].j",
      "$.list.length()",
      "States.StringToJson($.list)",
    ];
    for (const path of paths) {
      assert.deepEqual(wrong({ A: a, B: pass({ "v.$": path }) }), [], path);
    }
  });

  it("reaches a state in JSONata", () => {
    const b = {
      Type: "Pass",
      QueryLanguage: "JSONata",
      Output: "{% $states.input.job.JobRunStat %}",
      End: true,
    };
    assert.deepEqual(wrong({ A: glue({ ResultPath: "$.job", Next: "B" }), B: b }), ["wrong-path B Output"]);
  });
});

describe("intrinsic functions", () => {
  const problems = (text: string): readonly string[] =>
    places(machine({ A: pass({ "v.$": text }) })).map((place) => place.split(" ")[0]);

  it("pass with the arguments they take", () => {
    for (const text of [
      "States.UUID()",
      "States.Array()",
      "States.Format('{} \\'s (a, b) \\{}', $.x)",
      "States.Format($.template, 1, 2)",
      "States.MathRandom(1, 2)",
      "States.ArrayGetItem(States.StringSplit($.a['b,c'], ','), 0)",
      "States.ArrayContains($.list[?(@.a == 'x,y')], 1)",
    ]) {
      assert.deepEqual(problems(text), [], text);
    }
  });

  it("are told of too few, too many, and of calls inside calls", () => {
    for (const text of [
      "States.UUID(1)",
      "States.MathAdd($.n)",
      "States.MathRandom(1, 2, 3, 4)",
      "States.Format('{} {}', $.x)",
      "States.Array(States.Hash($.x))",
    ]) {
      assert.deepEqual(problems(text), ["wrong-argument-count"], text);
    }
    assert.deepEqual(problems("States.MathAdd($.n, 1"), ["json-path"]);
  });
});
