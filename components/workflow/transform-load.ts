import type { S3Pointer } from "../../handlers/events";
import type { ChoiceState, JsonObject, PermittedTask, State, WaitState, Wiring, Workflow } from "./asl";
import { ATTEMPT, CAUSE, jsonata, literal, readableCause, REDRIVE_COUNT } from "./jsonata";
import { invokeFunction } from "./tasks/invoke-function";
import { publish } from "./tasks/publish";
import { cancelStatement, describeStatement } from "./tasks/redshift-statement";
import { runGlueJob } from "./tasks/run-glue-job";
import { workflow } from "./workflow";

/** Plain text and numbers, as for the parent. */
export interface TransformLoadArgs {
  readonly name: string;
  readonly partition: string;
  readonly stack: string;
  readonly pipeline: string;
  readonly topicArn: string;
  readonly glueJobName: string;
  readonly glueJobArn: string;
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

const CALL_SECONDS = 60;
const MARGIN_SECONDS = 900;

/** Starting a job and noticing its end takes Glue minutes at worst. */
const GLUE_MARGIN_SECONDS = 600;

/** Polls come quickly at first, for a load of seconds, then every half minute. */
const QUICK_POLLS = 5;
const QUICK_POLL_SECONDS = 2;
const SLOW_POLL_SECONDS = 30;

/** Seconds an execution of the child may take: one job run, and every load attempt at its longest. */
export function transformLoadTimeoutSeconds(args: TransformLoadArgs): number {
  return (
    args.glueTimeoutSeconds +
    GLUE_MARGIN_SECONDS +
    (args.loadRetries + 1) * (args.loadTimeoutSeconds + args.startLoadTimeoutSeconds) +
    4 * args.reconcileTimeoutSeconds +
    MARGIN_SECONDS
  );
}

/**
 * The child workflow: transforms a landed batch with Glue, loads it into the warehouse, and checks that every row is
 * accounted for. Input: `{ logicalDate, runId, manifest, sourceRows, start }`; output: the reconciled counts. A failure is recorded
 * and reported by the parent; only a transform that takes too long raises an alert of its own.
 */
export function transformLoadWorkflow(args: TransformLoadArgs): Workflow {
  return workflow({
    name: args.name,
    comment: `Transform and load of ${args.pipeline}: Glue job, COPY and MERGE in one transaction, row accounting.`,
    startAt: "PlanBatch",
    timeoutSeconds: transformLoadTimeoutSeconds(args),
    states: {
      PlanBatch: {
        Type: "Pass",
        Assign: {
          logicalDate: jsonata("$states.input.logicalDate"),
          runId: jsonata("$states.input.runId"),
          manifest: jsonata("$states.input.manifest"),
          sourceRows: jsonata("$states.input.sourceRows"),
          start: jsonata("$states.input.start"),
          loadAttempt: 0,
        },
        Output: {},
        Next: "Transform",
      },
      ...transformStates(args),
      ...loadStates(args),
      Failed: { Type: "Fail", Error: jsonata("$failure.error"), Cause: jsonata("$failure.cause") },
    },
  });
}

function wiring(args: TransformLoadArgs, next: string, more: Partial<Wiring> = {}): Wiring {
  return { partition: args.partition, timeoutSeconds: CALL_SECONDS, next, onError: "Failed", ...more };
}

/** JSONata: `marketing/2008-11-21/<runId>/attempt-<n>/`. Every attempt writes under a prefix of its own. */
function attemptPrefix(args: TransformLoadArgs, attempt: string): string {
  return `${literal(`${args.pipeline}/`)} & $logicalDate & "/" & $runId & "/attempt-" & ${attempt} & "/"`;
}

function transformStates(args: TransformLoadArgs): Record<string, State | PermittedTask> {
  const attempt = `$string($start) & "-" & $string(${ATTEMPT})`;
  const jobArguments: JsonObject = {
    "--contract_uri": `s3://${args.contract.bucket}/${args.contract.key}`,
    "--manifest_uri": jsonata('"s3://" & $manifest.bucket & "/" & $manifest.key'),
    "--output_uri": jsonata(
      `${literal(`s3://${args.curatedBucket}/`)} & ${attemptPrefix(args, `(${attempt})`)}`,
    ),
    "--quarantine_uri": jsonata(
      `${literal(`s3://${args.quarantineBucket}/`)} & ${attemptPrefix(args, `(${attempt})`)}`,
    ),
    "--pipeline": args.pipeline,
    "--logical_date": jsonata("$logicalDate"),
    "--run_id": jsonata("$runId"),
    "--attempt": jsonata(attempt),
  };
  const transformOutcome: ChoiceState = {
    Type: "Choice",
    Comment:
      "The job's own time limit is shorter than the state's: it ends as a failed run in state TIMEOUT.",
    Choices: [{ Condition: jsonata("$failure.timedOut"), Next: "AlertTransformTimeout" }],
    Default: "Failed",
  };
  return {
    Transform: runGlueJob(
      { jobName: args.glueJobName, jobArn: args.glueJobArn, jobArguments },
      wiring(args, "StartLoad", {
        timeoutSeconds: args.glueTimeoutSeconds + GLUE_MARGIN_SECONDS,
        onError: "TransformOutcome",
        onErrorAssign: transformFailure(),
        catchers: [
          {
            ErrorEquals: ["States.Timeout"],
            Assign: {
              failure: {
                error: "TransformTimedOut",
                cause: `The Glue job ${args.glueJobName} did not end within ${args.glueTimeoutSeconds + GLUE_MARGIN_SECONDS} s and was stopped.`,
              },
            },
            Next: "AlertTransformTimeout",
          },
        ],
        // The attempt whose files are loaded is the one that ended well, read from the run itself.
        assign: { attempt: jsonata('$lookup($states.result.Arguments, "--attempt")') },
        output: {},
      }),
    ),
    TransformOutcome: transformOutcome,
    AlertTransformTimeout: publish(
      {
        topicArn: args.topicArn,
        subject: jsonata(
          `${literal(`stepline-${args.stack} ${args.pipeline} `)} & $logicalDate & " TRANSFORM TIMED OUT"`,
        ),
        message: jsonata(`$failure.cause & "\\n\\nExecution: " & $states.context.Execution.Id`),
        status: "TRANSFORM_TIMED_OUT",
        pipeline: args.pipeline,
      },
      wiring(args, "Failed", { onErrorAssign: {} }),
    ),
  };
}

/** As the common failure, and whether Glue ended the run because its time was up. */
function transformFailure(): JsonObject {
  const timedOut = `$contains(${CAUSE}, /"JobRunState":\\s*"TIMEOUT"/)`;
  return {
    failure: {
      error: jsonata(
        `${timedOut} ? "TransformTimedOut" : $states.errorOutput.Error = "States.TaskFailed" ? "TransformFailed" : ` +
          `$states.errorOutput.Error`,
      ),
      cause: jsonata(readableCause("ErrorMessage")),
      timedOut: jsonata(timedOut),
    },
  };
}

function loadStates(args: TransformLoadArgs): Record<string, State | PermittedTask> {
  const event: JsonObject = {
    pipeline: args.pipeline,
    logicalDate: jsonata("$logicalDate"),
    runId: jsonata("$runId"),
    contract: { ...args.contract },
    loadAttempt: jsonata("$loadAttempt"),
    redriveCount: jsonata(`$start * 1000 + ${REDRIVE_COUNT}`),
  };
  const written = (file: string): JsonObject => ({
    bucket: args.curatedBucket,
    key: jsonata(`${attemptPrefix(args, "$attempt")} & ${literal(file)}`),
  });
  const statement = { statementId: jsonata("$statementId"), statementRoleArn: args.startLoadRoleArn };
  const waitForLoad: WaitState = {
    Type: "Wait",
    Seconds: jsonata(`$polls < ${QUICK_POLLS} ? ${QUICK_POLL_SECONDS} : ${SLOW_POLL_SECONDS}`),
    Next: "DescribeLoad",
  };
  return {
    StartLoad: invokeFunction(
      {
        sid: "InvokeStartLoad",
        functionArn: args.startLoadFunctionArn,
        payload: { ...event, copyManifest: written("_copy_manifest.json") },
      },
      wiring(args, "WaitForLoad", {
        timeoutSeconds: args.startLoadTimeoutSeconds + CALL_SECONDS,
        assign: { statementId: jsonata("$states.result.Payload.statementId"), polls: 0 },
        output: {},
      }),
    ),
    WaitForLoad: waitForLoad,
    DescribeLoad: describeStatement(
      statement,
      wiring(args, "LoadFinished", {
        assign: {
          polls: jsonata("$polls + 1"),
          load: { status: jsonata("$states.result.Status"), error: jsonata(LOAD_ERROR) },
          // Known here for every end the load may come to, also one the Choice does not know.
          failure: {
            error: "LoadFailed",
            cause: jsonata(`"The load ended " & $states.result.Status & ": " & ${LOAD_ERROR}`),
          },
        },
        output: {},
      }),
    ),
    LoadFinished: loadFinished(args),
    CancelLoad: cancelStatement(statement, wiring(args, "Failed", { onErrorAssign: {}, output: {} })),
    Reconcile: invokeFunction(
      {
        sid: "InvokeReconcile",
        functionArn: args.reconcileFunctionArn,
        payload: { ...event, summary: written("_summary.json"), sourceRows: jsonata("$sourceRows") },
      },
      wiring(args, "Loaded", {
        timeoutSeconds: args.reconcileTimeoutSeconds + CALL_SECONDS,
        output: jsonata("$states.result.Payload"),
      }),
    ),
    Loaded: { Type: "Succeed" },
  };
}

const LOAD_ERROR = '($exists($states.result.Error) ? $substring($states.result.Error, 0, 1000) : "")';

/** What Redshift reports when a transaction lost against another one: dbt retries the same. */
const CONFLICT = /1023|conflict with concurrent transaction|could not open relation with OID/;

/** Every state a statement can be in, and an end for each. */
function loadFinished(args: TransformLoadArgs): ChoiceState {
  const slowPolls = Math.ceil(
    (args.loadTimeoutSeconds - QUICK_POLLS * QUICK_POLL_SECONDS) / SLOW_POLL_SECONDS,
  );
  const maxPolls = QUICK_POLLS + Math.max(slowPolls, 1);
  const running = '$load.status in ["SUBMITTED", "PICKED", "STARTED"]';
  return {
    Type: "Choice",
    Choices: [
      { Condition: jsonata('$load.status = "FINISHED"'), Next: "Reconcile" },
      { Condition: jsonata(`${running} and $polls < ${maxPolls}`), Next: "WaitForLoad" },
      {
        Condition: jsonata(running),
        Assign: {
          failure: {
            error: "LoadTimedOut",
            cause: `The load did not end within ${args.loadTimeoutSeconds} s and was cancelled; nothing of it is committed.`,
          },
        },
        Next: "CancelLoad",
      },
      {
        Condition: jsonata(
          `$load.status = "FAILED" and $contains($load.error, ${CONFLICT}) and $loadAttempt < ${args.loadRetries}`,
        ),
        // A token of its own: with the old one the Data API would answer with the failed statement.
        Assign: { loadAttempt: jsonata("$loadAttempt + 1") },
        Next: "StartLoad",
      },
      { Condition: jsonata('$load.status in ["FAILED", "ABORTED"]'), Next: "Failed" },
    ],
    Default: "Failed",
  };
}
