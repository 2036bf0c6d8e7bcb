import { OPTIMISED_CALLS } from "./optimised-calls";
import { OPTIMISED_JOBS } from "./optimised-jobs";
import type { ObjectShape, Shape } from "./shape";

/** How a Task waits: not at all, until the job ends (`.sync:2`: with JSON in place of text), or for a callback. */
export type Pattern = "" | ".sync" | ".sync:2" | ".waitForTaskToken";

/** An integration that Step Functions has for its own sake, `arn:aws:states:::glue:startJobRun.sync`. */
export interface OptimisedAction {
  readonly patterns: readonly Pattern[];
  /** The SDK's operation that it calls; absent where its arguments are none of the SDK's. */
  readonly operation?: string;
  /** Arguments that differ from the operation's, above all where JSON is taken for text; or all of them, without `operation`. */
  readonly takes?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** Of these it needs one, though each of them may be missing. */
  readonly oneOf?: readonly string[];
  /** What it returns; default: what the operation returns. A callback returns whatever it is sent. */
  readonly returns?: Partial<Record<Pattern, ObjectShape | `#${string}`>>;
  /** Operations that tell how the job is doing that was started without waiting. */
  readonly polls?: readonly string[];
}

export interface OptimisedService {
  /** The same service among the SDK's. */
  readonly sdk?: string;
  /** Before the names of its errors; unknown where the developer guide gives none. */
  readonly prefix?: string;
  readonly actions: Readonly<Record<string, OptimisedAction>>;
}

/** Every optimised integration, by the service in its ARN. */
export const OPTIMISED: Readonly<Record<string, OptimisedService>> = {
  ...OPTIMISED_CALLS,
  ...OPTIMISED_JOBS,
};
