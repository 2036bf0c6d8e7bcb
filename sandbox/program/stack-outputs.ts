import type { RecordedProgram } from "../types";

/** What `stackOutputs` of components/stack-outputs.ts gives, once resolved: the part that is used offline. */
export interface RecordedOutputs {
  readonly buckets: Readonly<Record<"raw" | "curated" | "quarantine", string>>;
  readonly workgroup: string;
  readonly database: string;
  readonly runsTable: string;
  readonly notificationCopyQueue: string;
  readonly scheduleDeadLetterQueue: string;
  readonly pipelines: Readonly<Record<string, RecordedPipelineOutputs>>;
}

export interface RecordedPipelineOutputs {
  readonly machineArn: string;
  readonly aliasArn: string;
  readonly childMachineArn: string;
  /** With `{logicalDate}`. Of pipelines that read S3. */
  readonly sourcePrefix: string;
  readonly lookupsPrefix: string;
}

/** A program's outputs by the names that this project's program gives them. */
export function recordedOutputs({ outputs }: RecordedProgram): RecordedOutputs {
  return outputs as unknown as RecordedOutputs;
}
