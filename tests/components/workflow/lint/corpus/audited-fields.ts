import type { Json } from "../../../../../components/workflow/asl";
import type { BrokenDefinition } from "../broken-definition";

const reader = (config: Json, parameters: Json = { Bucket: "deliveries", Key: "orders.csv" }): Json => ({
  Resource: "arn:aws:states:::s3:getObject",
  ReaderConfig: config,
  Parameters: parameters,
});

/** A distributed Map with what is wrong in its own fields. */
const inMap = (
  kind: string,
  set: Readonly<Record<string, Json>>,
  [rule, field, state = "ImportEach"]: readonly [rule: string, field: string, state?: string],
): BrokenDefinition => ({
  kind,
  breaks: "import",
  set: Object.fromEntries(Object.entries(set).map(([path, value]) => [`States.ImportEach.${path}`, value])),
  rule,
  state,
  field,
});

const MAPS: readonly BrokenDefinition[] = [
  inMap(
    "reader's value that does not exist",
    { ItemReader: reader({ InputType: "CSV", CSVHeaderLocation: "FIRST_LINE" }) },
    ["field-type", "ItemReader.ReaderConfig.CSVHeaderLocation"],
  ),
  inMap("reader's field that does not exist", { ItemReader: reader({ InputType: "CSV", MaxItem: 5 }) }, [
    "unknown-field",
    "ItemReader.ReaderConfig.MaxItem",
  ]),
  inMap("reader of a file without its kind", { ItemReader: reader({ MaxItems: 5 }) }, [
    "missing-field",
    "ItemReader.ReaderConfig.InputType",
  ]),
  inMap(
    "reader with given headers that are not given",
    { ItemReader: reader({ InputType: "CSV", CSVHeaderLocation: "GIVEN" }) },
    ["missing-field", "ItemReader.ReaderConfig.CSVHeaders"],
  ),
  inMap(
    "reader's argument that the call does not have",
    { ItemReader: reader({ InputType: "JSON" }, { Bucket: "deliveries", Kee: "orders.json" }) },
    ["unknown-argument", "ItemReader.Parameters.Kee"],
  ),
  inMap(
    "reader's argument that the call needs is missing",
    { ItemReader: reader({ InputType: "JSON" }, { Bucket: "deliveries" }) },
    ["missing-argument", "ItemReader.Parameters"],
  ),
  inMap("reader of another call", { "ItemReader.Resource": "arn:aws:states:::aws-sdk:s3:listObjectsV2" }, [
    "unknown-resource",
    "ItemReader.Resource",
  ]),
  inMap("reader of an inline Map", { "ItemProcessor.ProcessorConfig": { Mode: "INLINE" } }, [
    "inline-map",
    "ItemReader",
  ]),
  inMap("writer's value that does not exist", { "ResultWriter.WriterConfig": { OutputType: "CSV" } }, [
    "field-type",
    "ResultWriter.WriterConfig.OutputType",
  ]),
  inMap(
    "writer's argument that the call does not have",
    { "ResultWriter.Parameters": { Bucket: "deliveries", Prefx: "out" } },
    ["unknown-argument", "ResultWriter.Parameters.Prefx"],
  ),
  inMap("writer that says nothing", { ResultWriter: {} }, ["missing-field", "ResultWriter.Resource"]),
  inMap(
    "wait for a job in an Express child",
    {
      "ItemProcessor.ProcessorConfig.ExecutionType": "EXPRESS",
      "ItemProcessor.States.ImportBatch.Resource": "arn:aws:states:::glue:startJobRun.sync",
      "ItemProcessor.States.ImportBatch.Parameters": { JobName: "import" },
    },
    ["impossible-pattern", "Resource", "ImportEach / ImportBatch"],
  ),
];

const PATHS: readonly BrokenDefinition[] = [
  {
    kind: "path that a result does not have, put in by ResultPath",
    breaks: "query",
    set: { "States.GetQuery.Parameters": { "QueryExecutionId.$": "$.query.QueryExecutionID" } },
    rule: "wrong-path",
    state: "GetQuery",
    field: 'Parameters["QueryExecutionId.$"]',
  },
  {
    kind: "path that a ResultSelector left out",
    breaks: "query",
    set: { "States.QueryEnded.Choices[0].Variable": "$.answer.status" },
    rule: "wrong-path",
    state: "QueryEnded",
    field: "Choices[0].Variable",
  },
  {
    kind: "path that the Result of a Pass does not have",
    breaks: "query",
    set: { "States.Count.Parameters": { "count.$": "States.MathAdd($.polls.cnt, 1)" } },
    rule: "wrong-path",
    state: "Count",
    field: 'Parameters["count.$"]',
  },
  {
    kind: "path that an error does not have",
    breaks: "order",
    set: {
      "States.NotifyFailure.Parameters": {
        TopicArn: "arn:aws:sns:eu-west-1:111122223333:orders",
        "Message.$": "$.failure.Message",
      },
    },
    rule: "wrong-path",
    state: "NotifyFailure",
    field: 'Parameters["Message.$"]',
  },
  {
    kind: "OutputPath that finds nothing",
    breaks: "query",
    set: { "States.Answered.OutputPath": "$.ids" },
    rule: "wrong-path",
    state: "Answered",
    field: "OutputPath",
  },
  {
    kind: "result of a branch that a Parallel does not have",
    breaks: "order",
    set: { "States.Pack.Parameters": { "lines.$": "$.prepared[2]" } },
    rule: "wrong-path",
    state: "Pack",
    field: 'Parameters["lines.$"]',
  },
  {
    kind: "item of a Map outside a Map",
    breaks: "query",
    set: { "States.Answered.Parameters": { "id.$": "$$.Map.Item.Value" } },
    rule: "wrong-path",
    state: "Answered",
    field: 'Parameters["id.$"]',
  },
  {
    kind: "intrinsic function with too few arguments",
    breaks: "query",
    set: { "States.Count.Parameters": { "count.$": "States.MathAdd($.polls.count)" } },
    rule: "wrong-argument-count",
    state: "Count",
    field: 'Parameters["count.$"]',
  },
  {
    kind: "States.Format with fewer values than places",
    breaks: "query",
    set: { "States.Answered.Parameters": { "text.$": "States.Format('{} of {}', $.polls.count)" } },
    rule: "wrong-argument-count",
    state: "Answered",
    field: 'Parameters["text.$"]',
  },
  {
    kind: "expression inside a text",
    breaks: "ingest",
    set: { "States.NotifySuccess.Arguments.Subject": "Loaded {% $states.context.Execution.Name %}!" },
    rule: "jsonata-syntax",
    state: "NotifySuccess",
    field: "Arguments.Subject",
  },
];

const CALLS: readonly BrokenDefinition[] = [
  {
    kind: "message for no topic",
    breaks: "order",
    unset: ["States.NotifyFailure.Parameters.TopicArn"],
    rule: "missing-argument",
    state: "NotifyFailure",
    field: "Parameters",
  },
  {
    kind: "HTTP call without a connection",
    breaks: "order",
    set: {
      "States.Ship.Resource": "arn:aws:states:::http:invoke",
      "States.Ship.Parameters": { ApiEndpoint: "https://ship.example.com/parcels", Method: "POST" },
    },
    rule: "missing-argument",
    state: "Ship",
    field: "Parameters",
  },
  {
    kind: "only retriers of no attempts",
    breaks: "order",
    set: { "States.Ship.Retry[0].MaxAttempts": 0 },
    rule: "retry-missing",
    state: "Ship",
    field: "Retry",
  },
  {
    kind: "Express machine of more than five minutes",
    breaks: "job",
    options: { machineType: "EXPRESS" },
    rule: "express-timeout",
    field: "TimeoutSeconds",
  },
  {
    kind: "time of the synth in a comment",
    breaks: "query",
    set: { "States.WaitForQuery.Comment": "Made 2026-02-03T04:05:06Z." },
    rule: "synth-time-value",
    state: "WaitForQuery",
    field: "Comment",
  },
];

/** What an audit found missing in fields, paths and calls. */
export const AUDITED_FIELDS: readonly BrokenDefinition[] = [...MAPS, ...PATHS, ...CALLS];
