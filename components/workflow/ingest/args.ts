import type { ApiSource, S3Pointer, S3Source } from "../../../handlers/events";
import type { Wiring } from "../asl";
import { jsonata, literal } from "../jsonata";

/** Plain text and numbers: a definition is known before anything is created. */
export interface IngestArgs {
  /** Name of the machine. */
  readonly name: string;
  readonly partition: string;
  readonly stack: string;
  readonly pipeline: string;
  readonly tableName: string;
  readonly tableArn: string;
  readonly topicArn: string;
  /** Of this machine's own executions: a run looks whether the one that holds its lock is alive. */
  readonly executionArnPattern: string;
  readonly extractFunctionArn: string;
  readonly validateSchemaFunctionArn: string;
  /** Of the functions, seconds: how long their tasks may take. */
  readonly extractTimeoutSeconds: number;
  readonly validateSchemaTimeoutSeconds: number;
  readonly child: {
    readonly qualifiedArn: string;
    readonly stateMachineArn: string;
    readonly executionArnPattern: string;
    readonly managedRuleArn: string;
    readonly timeoutSeconds: number;
  };
  readonly contract: S3Pointer;
  readonly source: S3Source | ApiSource;
  readonly lookups: S3Pointer;
  readonly rawBucket: string;
  readonly quarantineBucket: string;
  /** ARN patterns of this pipeline's landing and quarantine prefixes: `arn:aws:s3:::raw/landing/marketing/*`. */
  readonly landingArn: string;
  readonly quarantineArn: string;
  /** The logical date is the UTC date this long before the scheduled time. */
  readonly logicalDateLagHours: number;
  /** How often to look whether another date's run has released the pipeline, and how many times. */
  readonly lockWaitSeconds: number;
  readonly lockMaxWaits: number;
}

/** The longest any of the short tasks takes: one API call with its SDK's own retries. */
export const CALL_SECONDS = 60;

/** Room for retries and bookkeeping around the child and the functions. */
export const MARGIN_SECONDS = 1800;

/** Seconds an execution of the parent may take: every wait and task at its longest. */
export function ingestTimeoutSeconds(args: IngestArgs): number {
  return (
    args.lockWaitSeconds * args.lockMaxWaits +
    // Functions are retried on their own time-out three times.
    4 * (args.extractTimeoutSeconds + args.validateSchemaTimeoutSeconds) +
    args.child.timeoutSeconds +
    MARGIN_SECONDS
  );
}

/** How a state of the parent is wired: every error that has no catcher of its own is recorded as the run's failure. */
export function wiring(args: IngestArgs, next: string, more: Partial<Wiring> = {}): Wiring {
  return { partition: args.partition, timeoutSeconds: CALL_SECONDS, next, onError: "RecordFailure", ...more };
}

/** `stepline-dev marketing 2008-11-21 FAILED` */
export function subject(args: IngestArgs, status: string): string {
  return jsonata(
    `${literal(`stepline-${args.stack} ${args.pipeline} `)} & $logicalDate & ${literal(` ${status}`)}`,
  );
}
