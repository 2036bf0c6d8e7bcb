import assert from "node:assert/strict";
import { ingestWorkflow } from "../../../../../components/workflow/ingest";
import { HANDLER_RESULTS } from "../../../../../components/workflow/lint/data-flow/handler-results";
import { transformLoadWorkflow } from "../../../../../components/workflow/transform-load";
import { ingestArgs, transformLoadArgs } from "../../fixtures";
import { chain, findingsIn, pass, places, task } from "./linted";

const starts = (input: unknown): unknown =>
  chain({ A: task("states:startExecution.sync:2", { StateMachineArn: "child", Input: input }) });
const FOUND = ["missing-input A Arguments.Input"];

describe("missing-input", () => {
  it("is found where the started machine reads a member that is not given", () => {
    const child = chain({
      B: pass({ Assign: { day: "{% $states.input.day %}" } }),
      C: pass({ Output: "{% [$day, $states.context.Execution.Input.run.id] %}" }),
    });
    const options = { children: { child } };
    assert.deepEqual(places(starts({ day: 1, run: { id: 2 } }), options), []);
    assert.deepEqual(places(starts("{% $states.input %}"), options), []);
    assert.deepEqual(places(starts({ day: 1, run: {} }), options), FOUND);
    const [finding] = findingsIn(starts({ run: "{% $states.input %}" }), options);
    assert.match(finding.message, /^\$states\.input\.day .* the state "B"/);
  });

  it("passes a member that the machine asks for", () => {
    const asks = "{% $exists($states.input.start) ? $states.input.start : 0 %}";
    assert.deepEqual(places(starts({}), { children: { child: chain({ B: pass({ Output: asks }) }) } }), []);
  });

  it("reads JSONPath", () => {
    const child = (parameters: unknown): unknown => ({
      StartAt: "B",
      States: { B: { Type: "Pass", Parameters: parameters, End: true } },
    });
    for (const path of ["$.day", "$$.Execution.Input.day"]) {
      const options = { children: { child: child({ "x.$": path }) } };
      assert.deepEqual(places(starts({}), options), FOUND, path);
      assert.deepEqual(places(starts({ day: 1 }), options), []);
    }
  });

  it("is not found in our own", () => {
    const children = {
      [ingestArgs.child.stateMachineArn]: transformLoadWorkflow(transformLoadArgs).definition,
    };
    assert.deepEqual(
      places(ingestWorkflow(ingestArgs).definition, { children, functionResults: HANDLER_RESULTS }),
      [],
    );
  });
});

describe("names of variables", () => {
  it("are such that Step Functions takes them", () => {
    const named = (name: string): readonly string[] =>
      places(chain({ A: pass({ Assign: { [name]: 1 } }) })).filter((place) =>
        place.startsWith("variable-name"),
      );
    assert.deepEqual(named("états2"), []);
    assert.deepEqual(named("x".repeat(80)), []);
    for (const name of ["states", "x".repeat(81), "2nd"]) {
      assert.equal(named(name).length, 1, name);
    }
  });

  it("are not assigned again inside a Map", () => {
    const mapped = (mode: string, name: string): unknown =>
      chain({
        A: pass({ Assign: { x: 1 } }),
        M: {
          Type: "Map",
          Items: [1],
          ItemProcessor: {
            ProcessorConfig: { Mode: mode, ...(mode === "DISTRIBUTED" ? { ExecutionType: "STANDARD" } : {}) },
            ...chain({ B: pass({ Assign: { [name]: 2 } }), C: pass({ Output: `{% $${name} %}` }) }),
          },
          Output: "{% $x %}",
        },
      });
    assert.deepEqual(places(mapped("INLINE", "x")), ["shadowed-variable M / B Assign.x"]);
    assert.deepEqual(places(mapped("INLINE", "y")), []);
    assert.deepEqual(places(mapped("DISTRIBUTED", "x")), []);
  });
});
