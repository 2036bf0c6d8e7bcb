import assert from "node:assert/strict";
import type { Json, JsonObject } from "../../../../../components/workflow/asl";
import { findingText } from "../../../../../components/workflow/lint/finding";
import { lintWorkflow } from "../../../../../components/workflow/lint/lint";
import { brokenCase } from "../broken-definition";
import { IMPORT } from "../good-definitions";

/** Findings in the good distributed Map with other fields. */
function inMap(fields: Readonly<Record<string, Json>>): readonly string[] {
  const { name, definition, options } = brokenCase({
    kind: "a Map",
    breaks: "import",
    set: Object.fromEntries(
      Object.entries(fields).map(([path, value]) => [`States.ImportEach.${path}`, value]),
    ),
    rule: "",
    field: "",
  });
  return lintWorkflow(name, definition, options).map(findingText);
}

const read = (
  config: JsonObject,
  parameters: JsonObject = { Bucket: "b", "Key.$": "$.key" },
): JsonObject => ({
  ItemReader: { Resource: "arn:aws:states:::s3:getObject", ReaderConfig: config, Parameters: parameters },
});

describe("Maps", () => {
  it("pass with every reader of the developer guide", () => {
    const configs: readonly JsonObject[] = [
      { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW", CSVDelimiter: "PIPE", MaxItems: 10 },
      { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["id", "name"] },
      { InputType: "JSON", ItemsPointer: "/orders", MaxItemsPath: "$.most" },
      { InputType: "JSONL" },
      { InputType: "PARQUET" },
      { InputType: "MANIFEST", ManifestType: "S3_INVENTORY" },
    ];
    for (const config of configs) {
      assert.deepEqual(inMap(read(config)), [], JSON.stringify(config));
    }
    assert.deepEqual(inMap(read({ InputType: "JSON" }, { Bucket: "b", Key: "k", VersionId: "3" })), []);
  });

  it("pass with every writer of the developer guide", () => {
    const resource = "arn:aws:states:::s3:putObject";
    const writers: readonly JsonObject[] = [
      { WriterConfig: { Transformation: "FLATTEN", OutputType: "JSONL" } },
      { Resource: resource, Parameters: { "Bucket.$": "$.bucket", Prefix: "out" } },
      { Resource: resource, Parameters: { Bucket: "b" }, WriterConfig: { Transformation: "NONE" } },
    ];
    for (const writer of writers) {
      assert.deepEqual(inMap({ ResultWriter: writer }), [], JSON.stringify(writer));
    }
  });

  it("are told of another language's arguments once", () => {
    const found = inMap({
      ItemReader: { Resource: "arn:aws:states:::s3:listObjectsV2", Arguments: { Bucket: "b" } },
    });
    assert.equal(found.length, 1, found.join("\n"));
    assert.match(found[0], /\[query-language\]/);
  });

  it("may wait for a job in a Standard child of whatever machine", () => {
    const task = {
      "ItemProcessor.States.ImportBatch.Resource": "arn:aws:states:::glue:startJobRun.sync",
      "ItemProcessor.States.ImportBatch.Parameters": { JobName: "import" },
      "ItemProcessor.States.ImportBatch.Retry[0].ErrorEquals": ["Glue.SdkClientException"],
      "ItemProcessor.States.ImportBatch.ResultSelector": { "id.$": "$.Id" },
    };
    assert.deepEqual(inMap(task), []);
    assert.deepEqual(
      inMap({ ...task, "ItemProcessor.ProcessorConfig.ExecutionType": "EXPRESS" }).map(
        (text) => /\[(.*)\]$/.exec(text)?.[1],
      ),
      ["impossible-pattern"],
    );
  });

  it("are those of the good definition", () => {
    assert.deepEqual(lintWorkflow(IMPORT.name, IMPORT.definition, IMPORT.options), []);
  });
});
