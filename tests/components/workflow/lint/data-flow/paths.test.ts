import assert from "node:assert/strict";
import { findingText } from "../../../../../components/workflow/lint/finding";
import type { LintOptions } from "../../../../../components/workflow/lint/rule";
import { chain, findingsIn, pass, places, task } from "./linted";

const glue = (Assign: unknown): unknown =>
  chain({
    A: task("glue:startJobRun.sync", { JobName: "j" }, { Assign }),
    B: pass({ Output: "{% $x %}" }),
  });
const output = (text: string, options?: LintOptions): readonly string[] =>
  places(chain({ A: pass({ Output: `{% ${text} %}` }) }), options);

const HTTP_GET = { ApiEndpoint: "https://example.com", Method: "GET" };

describe("wrong-path", () => {
  it("names the member that was meant", () => {
    const [finding] = findingsIn(glue({ x: "{% $states.result.JobRunStat %}" }));
    assert.equal(
      findingText(finding),
      'Workflow "w", state "A", Assign.x: $states.result.JobRunStat finds nothing: glue:startJobRun.sync gives no ' +
        "JobRunStat there. Did you mean JobRunState? Then write that. [wrong-path]",
    );
  });

  it("knows what each pattern of an integration returns", () => {
    for (const [integration, args, path] of [
      ["glue:startJobRun.sync", { JobName: "j" }, "Id"],
      ["athena:startQueryExecution.sync", { QueryString: "q" }, "QueryExecution.Status.State"],
      ["states:startExecution.sync:2", { StateMachineArn: "a" }, "Output.any.thing"],
      ["ecs:runTask.sync", { TaskDefinition: "t" }, "Containers[0].ExitCode"],
      [
        "batch:submitJob.sync",
        { JobName: "j", JobDefinition: "d", JobQueue: "q" },
        "Container.LogStreamName",
      ],
      ["lambda:invoke", { FunctionName: "f" }, "Payload.any.thing"],
      ["dynamodb:getItem", { TableName: "t", Key: {} }, "Item.name.S"],
      ["aws-sdk:redshiftdata:describeStatement", { Id: "i" }, "SubStatements[0].Error"],
      ["http:invoke", { ...HTTP_GET, InvocationConfig: { ConnectionArn: "c" } }, "ResponseBody.any"],
    ] as const) {
      const reading = (text: string): unknown =>
        chain({
          A: task(integration, args, { Assign: { x: `{% $states.result.${text} %}` } }),
          B: pass({ Output: "{% $x %}" }),
        });
      assert.deepEqual(places(reading(path)), [], integration);
      assert.deepEqual(places(reading(`No${path}`)), ["wrong-path A Assign.x"], integration);
    }
  });

  it("finds a path into what has no members", () => {
    assert.deepEqual(places(glue({ x: "{% $states.result.JobRunState.Name %}" })), ["wrong-path A Assign.x"]);
    const started = ["states:startExecution.sync", { StateMachineArn: "a" }] as const;
    assert.deepEqual(
      places(
        chain({
          A: task(...started, { Assign: { x: "{% $states.result.Output.counts %}" } }),
          B: pass({ Output: "{% $x %}" }),
        }),
      ),
      ["wrong-path A Assign.x"],
      ".sync gives the output as text",
    );
  });

  it("follows a value through variables, outputs and loops", () => {
    const states = {
      A: task("glue:startJobRun.sync", { JobName: "j" }, { Output: { run: "{% $states.result %}" } }),
      B: pass({ Assign: { state: { of: "{% $states.input.run %}" } } }),
      C: { Type: "Wait", Seconds: 1 },
    };
    const reading = (text: string): readonly string[] =>
      places(chain({ ...states, D: pass({ Output: `{% ${text} %}` }) }));
    assert.deepEqual(reading("$state.of.JobRunState"), []);
    assert.deepEqual(reading("$state.of.JobRunStates"), ["wrong-path D Output"]);
    assert.deepEqual(reading("$states.input.run.Id & $state.of.Id"), []);
    assert.deepEqual(reading("$state.run & $states.input.runs"), [
      "wrong-path D Output",
      "wrong-path D Output",
    ]);
  });

  it("takes a member that one of several ways gives", () => {
    const ways = (second: unknown): unknown =>
      chain({
        A: {
          Type: "Choice",
          Choices: [{ Condition: "{% $states.input.a = 1 %}", Output: { x: 1 }, Next: "C" }],
          Default: "B",
        },
        B: pass({ Output: second }),
        C: pass({ Output: "{% $states.input.y %}" }),
      });
    assert.deepEqual(places(ways({ y: 1 })), []);
    assert.deepEqual(places(ways({ z: 1 })), ["wrong-path C Output"]);
    assert.deepEqual(places(ways("{% $states.input %}")), []);
  });

  it("looks at the elements of a list, one or all", () => {
    const list = pass({ Output: { files: [{ key: "a" }, { key: "b", bytes: 1 }] } });
    const reading = (text: string): readonly string[] =>
      places(chain({ A: list, B: pass({ Output: `{% ${text} %}` }) }));
    for (const text of [
      "$states.input.files.key",
      "$states.input.files[0].bytes",
      '$states.input.files[key = "a"].bytes',
      "$map($states.input.files, function($f) { $f.key })",
      "$states.input.files^(>bytes).key",
      "$states.input.files.{key: bytes}",
      "$states.input.files#$i.(key & $i)",
      "$sum($states.input.files.bytes)",
    ]) {
      assert.deepEqual(reading(text), [], text);
    }
    for (const text of [
      "$states.input.files.name",
      "$states.input.files[0].name",
      '$states.input.files[name = "a"].bytes',
      "$map($states.input.files, function($f) { $f.name })",
      "$states.input.files^(>name).key",
      "$filter($states.input.files, function($f) { $f.name = 1 })",
    ]) {
      assert.deepEqual(reading(text), ["wrong-path B Output"], text);
    }
  });

  it("lets $exists ask for what may be missing, but not for what a service never gives", () => {
    const asking = (text: string): unknown =>
      chain({
        A: task("glue:startJobRun.sync", { JobName: "j" }, { Output: { a: `{% $exists(${text}) %}` } }),
        B: pass({ Output: `{% $exists($states.input.b) ? $states.input.b : 0 %}` }),
      });
    assert.deepEqual(places(asking("$states.result.ErrorMessage")), []);
    assert.deepEqual(places(asking("$states.result.Error")), ["wrong-path A Output.a"]);
  });

  it("knows the context object", () => {
    assert.deepEqual(output("$states.context.Execution.Name & $states.context.State.EnteredTime"), []);
    assert.deepEqual(output("$exists($states.context.Execution.RedriveCount)"), []);
    assert.deepEqual(output("$states.context.Execution.Nam"), ["wrong-path A Output"]);
    assert.deepEqual(output("$states.context.Task.Token"), ["wrong-path A Output"]);
    assert.deepEqual(output("$states.context.Map.Item.Value"), ["wrong-path A Output"]);
  });

  it("knows the items of a Map", () => {
    const map = (inside: string, selector: string): unknown =>
      chain({
        M: {
          Type: "Map",
          Items: [{ key: "a" }],
          ItemSelector: { file: `{% ${selector} %}`, n: "{% $states.context.Map.Item.Index %}" },
          ItemProcessor: chain({ P: pass({ Output: `{% ${inside} %}` }) }),
          Output: "{% $states.result.size %}",
        },
      });
    const item = "$states.context.Map.Item.Value";
    assert.deepEqual(places(map('{"size": $states.input.file.key}', item)), []);
    assert.deepEqual(places(map('{"size": $states.input.key}', item)), ["wrong-path M / P Output"]);
    assert.deepEqual(places(map('{"size": 1}', `${item}.name`)), ["wrong-path M ItemSelector.file"]);
    assert.deepEqual(places(map('{"bytes": 1}', item)), ["wrong-path M Output"]);
  });

  it("finds names that stand alone: an expression has no input of its own", () => {
    for (const text of ["name", "orders.total", "$.name", "$$.name", "$string(name)"]) {
      const found = output(text);
      assert.deepEqual(found, ["wrong-path A Output"], text);
    }
    assert.match(findingsIn(chain({ A: pass({ Output: "{% name %}" }) }))[0].fix, /\$states\.input\.name/);
  });

  it("knows what functions and child workflows return, where the caller says so", () => {
    const functionResults = { extract: { object: { manifest: { object: { key: "string" } } } } } as const;
    const calling = (text: string): unknown =>
      chain({
        A: task(
          "lambda:invoke",
          {
            FunctionName:
              "arn:aws:lambda:eu-west-1:111122223333:function:stepline-dev-marketing-extract:live",
          },
          { Output: `{% $states.result.Payload.${text} %}` },
        ),
      });
    assert.deepEqual(places(calling("manifest.key"), { functionResults }), []);
    assert.deepEqual(places(calling("manifest.name"), { functionResults }), ["wrong-path A Output"]);
    assert.deepEqual(places(calling("manifest.name")), []);

    const machine = "arn:aws:states:eu-west-1:111122223333:stateMachine:child";
    const children = { [machine]: chain({ A: pass({ Output: { rows: 1 } }) }) };
    const starting = (text: string): unknown =>
      chain({
        A: task(
          "states:startExecution.sync:2",
          { StateMachineArn: `${machine}:live` },
          { Output: `{% $states.result.Output.${text} %}` },
        ),
      });
    assert.deepEqual(places(starting("rows"), { children }), []);
    assert.deepEqual(places(starting("lines"), { children }), ["wrong-path A Output"]);
  });

  it("holds the execution's input against what the caller says of it", () => {
    const input = { object: { logicalDate: "string" } } as const;
    assert.deepEqual(output("$states.input.logicalDate", { input }), []);
    assert.deepEqual(output("$states.input.date", { input }), ["wrong-path A Output"]);
  });
});

describe("misplaced-error-output and misplaced-result", () => {
  const failing = (more: Readonly<Record<string, unknown>>, args: unknown = { FunctionName: "f" }): unknown =>
    chain({
      A: task("lambda:invoke", args, { Assign: { x: 1 }, ...more }),
      B: pass({ Output: "{% $x %}" }),
    });

  it("want them where there is an error, and a result", () => {
    const Catch = [
      {
        ErrorEquals: ["States.ALL"],
        Assign: { x: "{% $states.errorOutput.Cause %}" },
        Output: "{% $states.errorOutput.Error %}",
        Next: "B",
      },
    ];
    assert.deepEqual(places(failing({ Catch })), []);
    assert.deepEqual(places(failing({ Output: "{% $states.result.StatusCode %}" })), []);
  });

  it("refuse them anywhere else", () => {
    assert.deepEqual(places(failing({ Assign: { x: "{% $states.errorOutput.Cause %}" } })), [
      "misplaced-error-output A Assign.x",
    ]);
    assert.deepEqual(output("$states.errorOutput"), ["misplaced-error-output A Output"]);
    assert.deepEqual(output("$states.result"), ["misplaced-result A Output"]);
    assert.deepEqual(places(failing({}, { FunctionName: "{% $states.result.Name %}" })), [
      "misplaced-result A Arguments.FunctionName",
    ]);
    const Catch = [
      { ErrorEquals: ["States.ALL"], Assign: { x: "{% $states.result.StatusCode %}" }, Next: "B" },
    ];
    assert.deepEqual(places(failing({ Catch })), ["misplaced-result A Catch[0].Assign.x"]);
  });

  it("know the members of an error", () => {
    const Catch = [
      { ErrorEquals: ["States.ALL"], Assign: { x: "{% $states.errorOutput.Message %}" }, Next: "B" },
    ];
    assert.deepEqual(places(failing({ Catch })), ["wrong-path A Catch[0].Assign.x"]);
  });

  it("name another member of $states as a wrong path", () => {
    assert.deepEqual(output("$states.inputs"), ["wrong-path A Output"]);
  });
});
