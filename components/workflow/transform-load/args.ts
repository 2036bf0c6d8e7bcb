import { LAMBDA_RETRIES } from "../retries";
import type { S3Pointer } from "../../../handlers/events";
import type { Wiring } from "../asl";
import { literal } from "../jsonata";

/** Plain text and numbers, as for the parent. */
export interface TransformLoadArgs {
  readonly name: string;
  readonly partition: string;
  readonly stack: string;
  readonly pipeline: string;
  readonly topicArn: string;
  readonly glueJobName: string;
  readonly glueJobArn: string;
  /** `s3://` URIs of the job's code, at content-addressed keys: every attempt of a run uses the same, whatever is deployed meanwhile. */
  readonly glueScriptUri: string;
  readonly gluePackageUri: string;
  /** Of the Glue job itself; the state waits a little longer, so that Glue's own end is seen. */
  readonly glueTimeoutSeconds: number;
  readonly startLoadFunctionArn: string;
  readonly startLoadRoleArn: string;
  readonly reconcileFunctionArn: string;
  readonly startLoadTimeoutSeconds: number;
  readonly reconcileTimeoutSeconds: number;
  readonly contract: S3Pointer;
  readonly curatedBucket: string;
  readonly quarantineBucket: string;
  /** How long one load may run before it is cancelled. */
  readonly loadTimeoutSeconds: number;
  /** How often a load that lost against a concurrent transaction is tried again. */
  readonly loadRetries: number;
}

/** The longest any of the short tasks takes: one API call with its SDK's own retries. */
export const CALL_SECONDS = 60;

/** Room for retries and bookkeeping. */
const MARGIN_SECONDS = 900;

/** Starting a job and noticing its end takes Glue minutes at worst. */
export const GLUE_MARGIN_SECONDS = 600;

/** Polls come quickly at first, for a load of seconds, then every half minute. */
export const QUICK_POLLS = 5;
export const QUICK_POLL_SECONDS = 2;
export const SLOW_POLL_SECONDS = 30;

/** How often a cancelled load is looked at until its end is known. */
export const CANCEL_POLLS = 10;

/** Calls of a function whose every attempt fails for the most patient of its retriers, as LAMBDA_RETRIES has them. */
const LAMBDA_ATTEMPTS = 1 + Math.max(...LAMBDA_RETRIES.map(({ MaxAttempts }) => MaxAttempts));

/** Seconds an execution of the child may take: one job run, and every load attempt at its longest. */
export function transformLoadTimeoutSeconds(args: TransformLoadArgs): number {
  return (
    args.glueTimeoutSeconds +
    GLUE_MARGIN_SECONDS +
    (args.loadRetries + 1) * (args.loadTimeoutSeconds + LAMBDA_ATTEMPTS * args.startLoadTimeoutSeconds) +
    CANCEL_POLLS * SLOW_POLL_SECONDS +
    LAMBDA_ATTEMPTS * args.reconcileTimeoutSeconds +
    MARGIN_SECONDS
  );
}

/** How a state of the child is wired: every error that has no catcher of its own fails it. */
export function wiring(args: TransformLoadArgs, next: string, more: Partial<Wiring> = {}): Wiring {
  return { partition: args.partition, timeoutSeconds: CALL_SECONDS, next, onError: "Failed", ...more };
}

/** JSONata: `marketing/2008-11-21/<runId>/attempt-<n>/`. Every attempt writes under a prefix of its own. */
export function attemptPrefix(args: TransformLoadArgs, attempt: string): string {
  return `${literal(`${args.pipeline}/`)} & $logicalDate & "/" & $runId & "/attempt-" & ${attempt} & "/"`;
}
