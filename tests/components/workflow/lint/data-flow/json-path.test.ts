import assert from "node:assert/strict";
import { findingsIn, places } from "./linted";

const machine = (...states: readonly Readonly<Record<string, unknown>>[]): unknown => ({
  StartAt: "A",
  States: Object.fromEntries(
    states.map((state, index) => [
      "ABC"[index],
      { ...state, ...(index + 1 < states.length ? { Next: "ABC"[index + 1] } : { End: true }) },
    ]),
  ),
});
const glue = (more: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  Type: "Task",
  Resource: "arn:aws:states:::glue:startJobRun.sync",
  Parameters: { "JobName.$": "$.job" },
  ...more,
});

describe("states in JSONPath", () => {
  it("pass with good paths", () => {
    assert.deepEqual(
      places(
        machine(
          glue({
            InputPath: "$",
            ResultSelector: {
              "id.$": "$.Id",
              "name.$": "$$.Execution.Name",
              "n.$": "States.MathAdd($.Attempt, 1)",
            },
            ResultPath: "$.run",
            OutputPath: "$.run['id']",
            Assign: { "run.$": "$.Id" },
          }),
          { Type: "Pass", Parameters: { "text.$": "States.Format('States.Nothing {}', $run)" } },
        ),
      ),
      [],
    );
  });

  it("are told of a member that a result does not have", () => {
    const [finding] = findingsIn(machine(glue({ ResultSelector: { "id.$": "$.JobRunId" } })));
    assert.deepEqual(
      [finding.rule, finding.state, finding.field],
      ["wrong-path", "A", 'ResultSelector["id.$"]'],
    );
    assert.deepEqual(places(machine(glue({ ResultSelector: { "id.$": "$$.Execution.Nam" } }))), [
      'wrong-path A ResultSelector["id.$"]',
    ]);
  });

  it("are told of functions that are none", () => {
    const [finding] = findingsIn(
      machine({ Type: "Pass", Parameters: { "x.$": "States.Fromat('{}', $.a)" } }),
    );
    assert.deepEqual([finding.rule, finding.field], ["unknown-function", 'Parameters["x.$"]']);
    assert.match(finding.fix, /States\.Format/);
  });

  it("are told where .$ is missing, or too much", () => {
    assert.deepEqual(places(machine({ Type: "Pass", Parameters: { a: "$.a", deep: [{ "b.$": "b" }] } })), [
      "json-path A Parameters.a",
      'json-path A Parameters.deep[0]["b.$"]',
    ]);
  });

  it("are told of paths that are none", () => {
    assert.deepEqual(places(machine(glue({ InputPath: "job", ResultPath: "$.runs[*]", OutputPath: 5 }))), [
      "json-path A InputPath",
      "json-path A OutputPath",
      "json-path A ResultPath",
    ]);
  });

  it("are told of variables that nothing assigns", () => {
    assert.deepEqual(places(machine({ Type: "Pass", Parameters: { "x.$": "$date" } })), [
      'undefined-variable A Parameters["x.$"]',
    ]);
  });
});
