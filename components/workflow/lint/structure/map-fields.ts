import type { FieldSpec, FieldTable } from "./field-table";
import { type FieldType, listOf, number, oneOf, path, text } from "./field-types";
import { jsonataOf } from "../definition";

/** One of some words; in JSONata also an expression. */
const word = (...words: readonly string[]): FieldSpec => {
  const fixed = oneOf(...words);
  const type: FieldType = (value, language) =>
    language === "JSONata" && jsonataOf(value) !== undefined ? undefined : fixed(value, language);
  return { type };
};
const texts: FieldType = (value, language) =>
  language === "JSONata" && jsonataOf(value) !== undefined ? undefined : listOf(text)(value, language);

/** How a Map reads its items: developer guide, "ItemReader (Map)". */
export const READER_CONFIG_FIELDS: FieldTable = {
  InputType: word("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"),
  Transformation: word("NONE", "LOAD_AND_FLATTEN"),
  ManifestType: word("ATHENA_DATA", "S3_INVENTORY"),
  CSVDelimiter: word("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
  CSVHeaderLocation: word("FIRST_ROW", "GIVEN"),
  CSVHeaders: { type: texts },
  MaxItems: { type: number(1, 100_000_000) },
  MaxItemsPath: { type: path, only: "JSONPath" },
  ItemsPointer: { type: text },
};

/** How it writes what its child executions give: developer guide, "ResultWriter (Map)". */
export const WRITER_CONFIG_FIELDS: FieldTable = {
  Transformation: word("NONE", "COMPACT", "FLATTEN"),
  OutputType: word("JSON", "JSONL"),
};
