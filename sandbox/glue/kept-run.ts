import { STOPPED_WITH_SANDBOX } from "../data/kept-part";

/** A run of a job, whether it goes on or not. */
export interface Run {
  readonly id: string;
  readonly active: boolean;
  readonly ended: Promise<void>;
  /** False when the run has ended already. */
  stop(): boolean;
  /** `JobRun` of Glue's API. */
  describe(): Readonly<Record<string, unknown>>;
}

const ENDED: readonly unknown[] = ["STOPPED", "SUCCEEDED", "FAILED", "TIMEOUT"];

/** A run of an earlier start of the sandbox, as it was described then; one that was going on was stopped. */
export class KeptRun implements Run {
  readonly id: string;
  readonly active = false;
  readonly ended = Promise.resolve();
  private readonly description: Readonly<Record<string, unknown>>;

  constructor(description: Readonly<Record<string, unknown>>) {
    this.id = String(description.Id);
    this.description = ENDED.includes(description.JobRunState)
      ? description
      : {
          ...description,
          JobRunState: "STOPPED",
          CompletedOn: description.LastModifiedOn,
          ErrorMessage: STOPPED_WITH_SANDBOX,
        };
  }

  stop(): boolean {
    return false;
  }

  describe(): Readonly<Record<string, unknown>> {
    return this.description;
  }
}
