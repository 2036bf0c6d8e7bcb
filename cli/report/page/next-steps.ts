/** What the person who is called should do about an error of a pipeline of ours, or of Step Functions itself. */
const STEPS: Readonly<Record<string, string>> = {
  InvalidInput: 'Start the pipeline with a logical date, such as {"logicalDate": "2008-11-21"}.',
  SourceMissing: "Deliver the date's file to the raw bucket, then start the same date again.",
  SchemaInvalid:
    "Compare the delivered file with the contract: the report is in the quarantine bucket. Have the file repaired or change the contract, then start the same date again.",
  TransformFailed:
    "Look at the job's log and at the rows in the quarantine bucket. Repair the file or the contract, then start the same date again.",
  TransformTimedOut:
    "See in the job's log where the time went. Give it more time or workers, then start the same date again.",
  LoadFailed: "Nothing was committed. Repair what the cause names, then start the same date again.",
  LoadTimedOut:
    "Nothing was committed. See what the warehouse was busy with, then start the same date again.",
  LoadUnconfirmed:
    "Look at the statement the cause names: if it is finished, the rows are in; else start the same date again.",
  ReconciliationFailed:
    "Rows are unaccounted for. Compare the counts below before the date is started again.",
  PipelineBusy:
    "Another date's run held the pipeline for too long. See how that one is doing, then start this date again.",
  "States.Timeout":
    "See what the state was waiting for. If the work only takes longer, raise its time limit.",
  "States.Permissions": "Grant the machine's role what the cause names, deploy, and start the run again.",
  "States.DataLimitExceeded":
    "A state's payload is over 256 KiB. Pass a key of an object in S3 instead of the data.",
};

/** Never empty: what holds for any failure, where the error has no entry of its own. */
export function nextStep(error: string | undefined, ours: boolean): string {
  const known = STEPS[error ?? ""] as string | undefined;
  const again = ours ? "start the same date again: nothing has to be cleaned up" : "start it again";
  return known ?? `Repair what the cause names, then ${again}.`;
}
