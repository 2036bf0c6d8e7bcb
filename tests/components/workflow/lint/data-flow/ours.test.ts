import assert from "node:assert/strict";
import { ingestWorkflow } from "../../../../../components/workflow/ingest";
import { HANDLER_RESULTS } from "../../../../../components/workflow/lint/data-flow/handler-results";
import type { LintOptions } from "../../../../../components/workflow/lint/rule";
import { transformLoadWorkflow } from "../../../../../components/workflow/transform-load";
import { ingestArgs, transformLoadArgs } from "../../fixtures";
import { places } from "./linted";

const ingest = ingestWorkflow(ingestArgs).definition;
const transformLoad = transformLoadWorkflow(transformLoadArgs).definition;
const options: LintOptions = {
  functionResults: HANDLER_RESULTS,
  children: { [ingestArgs.child.stateMachineArn]: transformLoad },
};

/** The definition with one text in place of another. */
function edited(definition: unknown, from: string, to: string): unknown {
  const text = JSON.stringify(definition);
  assert.ok(text.includes(from), from);
  return JSON.parse(text.replace(from, to)) as unknown;
}

describe("our workflows", () => {
  it("lint clean, with what handlers and child return", () => {
    assert.deepEqual(places(ingest, options), []);
    assert.deepEqual(places(transformLoad, options), []);
  });

  it("are told of a member that a handler does not return", () => {
    assert.deepEqual(places(edited(ingest, "Payload.manifest", "Payload.manifests"), options), [
      "wrong-path Extract Assign.manifest",
    ]);
    assert.deepEqual(places(edited(ingest, "$manifest.key", "$manifest.path"), options), [
      "wrong-path QuarantineBatch Arguments.CopySource",
    ]);
    assert.deepEqual(places(edited(ingest, "$validation.rows", "$validation.lines"), options), [
      "wrong-path TransformAndLoad Arguments.Input.sourceRows",
    ]);
    assert.deepEqual(places(edited(ingest, "$validation.schemaValid", "$validation.rows"), options), [
      "wrong-field-type SchemaValid Choices[0].Condition",
    ]);
  });

  it("are told of a member that the child does not give", () => {
    assert.deepEqual(places(edited(ingest, "Output.counts", "Output.count"), options), [
      "wrong-path TransformAndLoad Assign.counts",
    ]);
  });

  it("are told of a state of a statement that Redshift does not have", () => {
    assert.deepEqual(
      places(
        edited(transformLoad, '[\\"FAILED\\", \\"ABORTED\\"]', '[\\"FAILED\\", \\"CANCELED\\"]'),
        options,
      ),
      ["never-equal LoadFinished Choices[5].Condition"],
    );
  });

  it("are told of a variable that a way to it does not assign", () => {
    assert.deepEqual(
      places(edited(ingest, '"lockWaits":0,', ""), options).at(0),
      "undefined-variable RunIsDone Choices[2].Condition",
    );
  });
});
