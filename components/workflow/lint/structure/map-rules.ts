import { type Fields, isFields, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { checkFields, type Reported } from "./field-rules";
import {
  ITEM_BATCHER_FIELDS,
  ITEM_READER_FIELDS,
  PROCESSOR_CONFIG_FIELDS,
  RESULT_WRITER_FIELDS,
} from "./field-table";
import { READER_CONFIG_FIELDS, WRITER_CONFIG_FIELDS } from "./map-fields";

/** `missing-field`, `unknown-field`, `field-type`, `query-language`, `inline-map`: the parts of a Map have the fields they may have. */
export function* mapRules(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    if (state.type === "Map") {
      for (const found of checkMap(state)) {
        yield inState(workflow, state, found);
      }
    }
  }
}

const NO_FIELDS: Fields = {};
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : NO_FIELDS);

function* checkMap({ fields, queryLanguage: language }: StateView): Generator<Reported> {
  const config = fieldsOf(fieldsOf(fields.ItemProcessor).ProcessorConfig);
  const tables = [
    ["ItemReader", fields.ItemReader, ITEM_READER_FIELDS],
    ["ItemReader.ReaderConfig", fieldsOf(fields.ItemReader).ReaderConfig, READER_CONFIG_FIELDS],
    ["ItemBatcher", fields.ItemBatcher, ITEM_BATCHER_FIELDS],
    ["ResultWriter", fields.ResultWriter, RESULT_WRITER_FIELDS],
    ["ResultWriter.WriterConfig", fieldsOf(fields.ResultWriter).WriterConfig, WRITER_CONFIG_FIELDS],
    ["ItemProcessor.ProcessorConfig", config, PROCESSOR_CONFIG_FIELDS],
  ] as const;
  for (const [name, part, table] of tables) {
    if (isFields(part)) {
      yield* checkFields(part, table, language, `${name}.`);
    }
  }
  if (config.Mode === "DISTRIBUTED") {
    yield* checkDistributed(fields, config);
  } else {
    yield* checkInline(fields);
  }
}

function* checkDistributed(fields: Fields, config: Fields): Generator<Reported> {
  if (config.ExecutionType === undefined) {
    yield {
      rule: "missing-field",
      field: "ItemProcessor.ProcessorConfig.ExecutionType",
      message: "is missing in a distributed Map.",
      fix: "Write STANDARD or EXPRESS.",
    };
  }
  const reader = fieldsOf(fields.ItemReader);
  const { InputType, CSVHeaderLocation, CSVHeaders } = fieldsOf(reader.ReaderConfig);
  const readsOne = typeof reader.Resource === "string" && reader.Resource.endsWith(":s3:getObject");
  if (readsOne && InputType === undefined) {
    yield {
      rule: "missing-field",
      field: "ItemReader.ReaderConfig.InputType",
      message: "is missing: s3:getObject reads one file, of a kind that it is not told.",
      fix: "Write CSV, JSON, JSONL, PARQUET or MANIFEST.",
    };
  }
  if (CSVHeaderLocation === "GIVEN" && CSVHeaders === undefined) {
    yield {
      rule: "missing-field",
      field: "ItemReader.ReaderConfig.CSVHeaders",
      message: "is missing, and CSVHeaderLocation says that it is given.",
      fix: "Write the names of the columns as a list, or CSVHeaderLocation FIRST_ROW.",
    };
  }
  const writer = fields.ResultWriter;
  if (isFields(writer) && writer.Resource === undefined && writer.WriterConfig === undefined) {
    yield {
      rule: "missing-field",
      field: "ResultWriter.Resource",
      message: "is missing, and so is WriterConfig.",
      fix: "Write arn:aws:states:::s3:putObject with Bucket and Prefix, or leave ResultWriter out.",
    };
  }
}

function* checkInline(fields: Fields): Generator<Reported> {
  for (const field of ["ItemReader", "ItemBatcher", "ResultWriter"]) {
    if (fields[field] !== undefined) {
      yield {
        rule: "inline-map",
        field,
        message: "belongs to a distributed Map, and this one is inline.",
        fix: 'Write "Mode": "DISTRIBUTED" and an ExecutionType in ItemProcessor.ProcessorConfig, or leave it out.',
      };
    }
  }
}
