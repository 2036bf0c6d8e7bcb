import { choice, plain, task, type StateSketch } from "./sketch";

/** Graphs of the shape of this project's two workflows. */
const RECORD = "aws-sdk:dynamodb:transactWriteItems";
const FAILURE = ["RecordFailure", "RecordFailure"];

export const INGEST: Readonly<Record<string, StateSketch>> = {
  PlanRun: plain(
    "Pass",
    "InputIsValid",
    "Names the run: its logical date comes from the schedule or the operator.",
  ),
  InputIsValid: choice([['$logicalDate != "invalid"', "AcquireRun"]], "NotifyFailure"),
  AcquireRun: task(RECORD, "Extract", ["RecordRefusal", "InspectRun"]),
  InspectRun: task("dynamodb:getItem", "DuplicateOrBusy", ["RecordRefusal", "RecordRefusal"]),
  DuplicateOrBusy: choice(
    [
      ['$run.status = "SUCCEEDED"', "NotifyDuplicate"],
      ["$lockWaits < 240", "WaitForLock"],
    ],
    "RecordRefusal",
  ),
  WaitForLock: plain("Wait", "AcquireRun"),
  NotifyDuplicate: task("sns:publish", "Duplicate", ["Duplicate", "Duplicate"]),
  Duplicate: plain("Succeed"),
  Extract: task("lambda:invoke", "ValidateSchema", FAILURE),
  ValidateSchema: task("lambda:invoke", "SchemaValid", FAILURE),
  SchemaValid: choice([["$states.input.valid", "TransformAndLoad"]], "QuarantineBatch"),
  QuarantineBatch: task("aws-sdk:s3:copyObject", "RecordFailure", FAILURE),
  TransformAndLoad: task("states:startExecution.sync:2", "RecordSuccess", FAILURE),
  RecordSuccess: task(RECORD, "NotifySuccess", FAILURE),
  NotifySuccess: task("sns:publish", "Succeeded", ["Succeeded", "Succeeded"]),
  Succeeded: plain("Succeed"),
  RecordFailure: task(RECORD, "NotifyFailure", ["NotifyFailure", "NotifyFailure"]),
  RecordRefusal: task("dynamodb:updateItem", "NotifyFailure", ["NotifyFailure", "NotifyFailure"]),
  NotifyFailure: task("sns:publish", "PipelineFailed", ["PipelineFailed", "PipelineFailed"]),
  PipelineFailed: plain("Fail"),
};

export const TRANSFORM_LOAD: Readonly<Record<string, StateSketch>> = {
  PlanBatch: plain("Pass", "Transform"),
  Transform: task("glue:startJobRun.sync", "StartLoad", ["AlertTransformTimeout", "TransformOutcome"]),
  TransformOutcome: choice([['$jobRun.JobRunState = "TIMEOUT"', "AlertTransformTimeout"]], "Failed"),
  AlertTransformTimeout: task("sns:publish", "Failed", ["Failed", "Failed"]),
  StartLoad: task("lambda:invoke", "WaitForLoad", ["Failed", "Failed"]),
  WaitForLoad: plain("Wait", "DescribeLoad"),
  DescribeLoad: task("aws-sdk:redshiftdata:describeStatement", "LoadFinished", ["Failed", "Failed"]),
  LoadFinished: choice(
    [
      ['$status = "FINISHED"', "Reconcile"],
      ["$waited < $limit", "WaitForLoad"],
      ['$status in ["PICKED", "STARTED", "SUBMITTED"]', "CancelLoad"],
      ["$contains($error, '1023')", "StartLoad"],
    ],
    "Failed",
  ),
  CancelLoad: task("aws-sdk:redshiftdata:cancelStatement", "Failed", ["Failed", "Failed"]),
  Reconcile: task("lambda:invoke", "Loaded", ["Failed", "Failed"]),
  Loaded: plain("Succeed"),
  Failed: plain("Fail"),
};
