/** A part of the sandbox whose state can outlive it. */
export interface KeptPart {
  /** Names it in the file. */
  readonly part: string;
  /** Its state, for JSON; cheap to ask for. */
  kept(): unknown;
  /** Takes up what it was, once, before it serves. What was going on then is told as stopped. */
  restore(kept: unknown): void;
}

/** Why what was going on when the sandbox stopped did not end by itself. */
export const STOPPED_WITH_SANDBOX = "The sandbox stopped while this was running.";
