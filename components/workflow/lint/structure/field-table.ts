import type { QueryLanguage } from "../definition";
import {
  anything,
  bool,
  condition,
  decimal,
  type FieldType,
  items,
  listOf,
  number,
  object,
  oneOf,
  path,
  pathOrNull,
  resultPath,
  someObject,
  someText,
  template,
  text,
  timestamp,
} from "./field-types";

/** A field that an object of the States Language may have. */
export interface FieldSpec {
  readonly type: FieldType;
  /** Absent: in both. */
  readonly only?: QueryLanguage;
  readonly required?: true;
}

export type FieldTable = Readonly<Record<string, FieldSpec>>;

/** The longest wait and the longest delay of a retry that Step Functions takes: developer guide, "Wait" and "Handling errors". */
const LONGEST_SECONDS = 99_999_999;
const LONGEST_DELAY_SECONDS = 31_622_400;

const plain = (type: FieldType): FieldSpec => ({ type });
const required = (type: FieldType): FieldSpec => ({ type, required: true });
const jsonPath = (type: FieldType): FieldSpec => ({ type, only: "JSONPath" });
const jsonata = (type: FieldType): FieldSpec => ({ type, only: "JSONata" });

const COMMON: FieldTable = {
  Type: required(oneOf("Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map")),
  Comment: plain(text),
  QueryLanguage: plain(oneOf("JSONPath", "JSONata")),
};
const IN_AND_OUT: FieldTable = {
  InputPath: jsonPath(pathOrNull),
  OutputPath: jsonPath(pathOrNull),
  Output: jsonata(anything),
};
const GOES_ON: FieldTable = { Next: plain(someText), End: plain(bool) };
const ASSIGNS: FieldTable = { Assign: plain(template) };
const GIVES_A_RESULT: FieldTable = {
  Parameters: jsonPath(anything),
  ResultSelector: jsonPath(object),
  ResultPath: jsonPath(resultPath),
};
const MAY_FAIL: FieldTable = { Retry: plain(listOf(object, 0)), Catch: plain(listOf(object, 0)) };
const SECONDS = number(1, LONGEST_SECONDS);

const TASK: FieldTable = {
  ...COMMON,
  Resource: required(someText),
  Arguments: jsonata(template),
  Credentials: plain(someObject),
  TimeoutSeconds: plain(SECONDS),
  TimeoutSecondsPath: jsonPath(path),
  HeartbeatSeconds: plain(SECONDS),
  HeartbeatSecondsPath: jsonPath(path),
  ...IN_AND_OUT,
  ...GIVES_A_RESULT,
  ...ASSIGNS,
  ...MAY_FAIL,
  ...GOES_ON,
};

const MAP: FieldTable = {
  ...COMMON,
  ItemProcessor: plain(object),
  Iterator: plain(object),
  ItemsPath: jsonPath(path),
  Items: jsonata(items),
  ItemSelector: plain(template),
  ItemReader: plain(object),
  ItemBatcher: plain(object),
  ResultWriter: plain(object),
  MaxConcurrency: plain(number(0, LONGEST_SECONDS)),
  MaxConcurrencyPath: jsonPath(path),
  ToleratedFailurePercentage: plain(decimal(0, 100)),
  ToleratedFailurePercentagePath: jsonPath(path),
  ToleratedFailureCount: plain(number(0, Infinity)),
  ToleratedFailureCountPath: jsonPath(path),
  Label: plain(someText),
  ...IN_AND_OUT,
  ...GIVES_A_RESULT,
  ...ASSIGNS,
  ...MAY_FAIL,
  ...GOES_ON,
};

/** Every field of every type of state. https://states-language.net/spec.html and the developer guide's page of each state. */
export const STATE_FIELDS: Readonly<Record<string, FieldTable>> = {
  Task: TASK,
  Map: MAP,
  Parallel: {
    ...COMMON,
    Branches: required(listOf(object)),
    Arguments: jsonata(anything),
    ...IN_AND_OUT,
    ...GIVES_A_RESULT,
    ...ASSIGNS,
    ...MAY_FAIL,
    ...GOES_ON,
  },
  Pass: {
    ...COMMON,
    Result: jsonPath(anything),
    Parameters: jsonPath(anything),
    ResultPath: jsonPath(resultPath),
    ...IN_AND_OUT,
    ...ASSIGNS,
    ...GOES_ON,
  },
  Wait: {
    ...COMMON,
    Seconds: plain(number(0, LONGEST_SECONDS)),
    SecondsPath: jsonPath(path),
    Timestamp: plain(timestamp),
    TimestampPath: jsonPath(path),
    ...IN_AND_OUT,
    ...ASSIGNS,
    ...GOES_ON,
  },
  Choice: {
    ...COMMON,
    Choices: required(listOf(object)),
    Default: plain(someText),
    ...IN_AND_OUT,
    ...ASSIGNS,
  },
  Succeed: { ...COMMON, ...IN_AND_OUT },
  Fail: {
    ...COMMON,
    Error: plain(text),
    ErrorPath: jsonPath(path),
    Cause: plain(text),
    CausePath: jsonPath(path),
  },
};

export const MACHINE_FIELDS: FieldTable = {
  Comment: plain(text),
  QueryLanguage: plain(oneOf("JSONPath", "JSONata")),
  Version: plain(oneOf("1.0")),
  StartAt: required(someText),
  States: required(someObject),
  TimeoutSeconds: plain(number(1, LONGEST_SECONDS, "fixed")),
};

export const BRANCH_FIELDS: FieldTable = {
  Comment: plain(text),
  StartAt: required(someText),
  States: required(someObject),
};

export const PROCESSOR_FIELDS: FieldTable = { ...BRANCH_FIELDS, ProcessorConfig: plain(object) };

export const PROCESSOR_CONFIG_FIELDS: FieldTable = {
  Mode: plain(oneOf("INLINE", "DISTRIBUTED")),
  ExecutionType: plain(oneOf("STANDARD", "EXPRESS")),
};

export const RETRIER_FIELDS: FieldTable = {
  Comment: plain(text),
  ErrorEquals: required(listOf(someText)),
  IntervalSeconds: plain(number(1, LONGEST_SECONDS, "fixed")),
  MaxAttempts: plain(number(0, LONGEST_SECONDS, "fixed")),
  BackoffRate: plain(decimal(1, Infinity, "fixed")),
  MaxDelaySeconds: plain(number(1, LONGEST_DELAY_SECONDS, "fixed")),
  JitterStrategy: plain(oneOf("FULL", "NONE")),
};

export const CATCHER_FIELDS: FieldTable = {
  Comment: plain(text),
  ErrorEquals: required(listOf(someText)),
  ResultPath: jsonPath(resultPath),
  Output: jsonata(anything),
  Assign: plain(template),
  Next: required(someText),
};

/** Besides the comparison itself, in JSONPath. */
export const CHOICE_RULE_FIELDS: FieldTable = {
  Comment: plain(text),
  Condition: { type: condition, only: "JSONata", required: true },
  Output: jsonata(anything),
  Assign: plain(template),
  Next: required(someText),
};

/** The reader and writer of a Map name a call, like a Task; their own settings differ by kind. */
export const ITEM_READER_FIELDS: FieldTable = {
  Resource: required(someText),
  ReaderConfig: plain(object),
  Parameters: jsonPath(object),
  Arguments: jsonata(template),
};
export const RESULT_WRITER_FIELDS: FieldTable = {
  Resource: plain(someText),
  WriterConfig: plain(object),
  Parameters: jsonPath(object),
  Arguments: jsonata(template),
};
export const ITEM_BATCHER_FIELDS: FieldTable = {
  BatchInput: plain(anything),
  MaxItemsPerBatch: plain(number(1, Infinity)),
  MaxItemsPerBatchPath: jsonPath(path),
  MaxInputBytesPerBatch: plain(number(1, 262_144)),
  MaxInputBytesPerBatchPath: jsonPath(path),
};
