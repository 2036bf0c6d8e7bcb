import type { ChoiceState, JsonObject, PermittedTask, State } from "../asl";
import { FAILURE, jsonata, literal, REDRIVE_COUNT } from "../jsonata";
import { invokeFunction } from "../tasks/invoke-function";
import { cancelStatement, describeStatement } from "../tasks/redshift-statement";
import {
  attemptPrefix,
  CALL_SECONDS,
  CANCEL_POLLS,
  QUICK_POLL_SECONDS,
  QUICK_POLLS,
  SLOW_POLL_SECONDS,
  type TransformLoadArgs,
  wiring,
} from "./args";

/** Starts the load, waits for its end, and accounts for every row. */
export function loadStates(args: TransformLoadArgs): Record<string, State | PermittedTask> {
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
  return {
    StartLoad: invokeFunction(
      {
        sid: "InvokeStartLoad",
        functionArn: args.startLoadFunctionArn,
        payload: { ...event, copyManifest: written("_copy_manifest.json") },
      },
      wiring(args, "WaitForLoad", {
        timeoutSeconds: args.startLoadTimeoutSeconds + CALL_SECONDS,
        assign: { statementId: jsonata("$states.result.Payload.statementId"), polls: 0, cancelled: false },
        output: {},
      }),
    ),
    ...followLoad(args),
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

/** Redshift quotes values of rows in some errors, with single quotes, and names with double ones: causes are mailed. */
const WITHOUT_VALUES = `$replace(${LOAD_ERROR}, /'[^']*'/, "'...'")`;

/**
 * Polls until the statement's end is known. A load that takes too long, or can't be looked at any more, is cancelled first: it
 * must not commit after its run has failed and another one has begun.
 */
function followLoad(args: TransformLoadArgs): Record<string, State | PermittedTask> {
  const statement = { statementId: jsonata("$statementId"), statementRoleArn: args.startLoadRoleArn };
  return {
    WaitForLoad: {
      Type: "Wait",
      Seconds: jsonata(`$polls < ${QUICK_POLLS} ? ${QUICK_POLL_SECONDS} : ${SLOW_POLL_SECONDS}`),
      Next: "DescribeLoad",
    },
    DescribeLoad: describeStatement(
      statement,
      wiring(args, "LoadFinished", {
        onError: "LoadIsCancelled",
        // Of a cancelled load, the reason stays why it was cancelled.
        onErrorAssign: FAILURE,
        assign: {
          polls: jsonata("$polls + 1"),
          load: { status: jsonata("$states.result.Status"), error: jsonata(LOAD_ERROR) },
          // Known here for every end the load may come to, also one the Choice does not know.
          failure: jsonata(
            `$cancelled and $exists($failure) ? $failure : {"error": "LoadFailed", ` +
              `"cause": "The load ended " & $states.result.Status & ": " & ${WITHOUT_VALUES}}`,
          ),
        },
        output: {},
      }),
    ),
    LoadFinished: loadFinished(args),
    LoadIsCancelled: {
      Type: "Choice",
      Choices: [
        {
          Condition: jsonata("$cancelled"),
          Assign: { failure: unconfirmed("its end could not be looked up") },
          Next: "Failed",
        },
      ],
      Default: "CancelLoad",
    },
    CancelLoad: cancelStatement(
      statement,
      // A statement that has just ended can't be cancelled: the next look tells how it ended.
      wiring(args, "WaitForLoad", {
        onError: "WaitForLoad",
        onErrorAssign: { cancelled: true, polls: 0 },
        assign: { cancelled: true, polls: 0 },
        output: {},
      }),
    ),
  };
}

/** Of a load whose end nobody knows: it may still commit. */
function unconfirmed(why: string): JsonObject {
  return {
    error: "LoadUnconfirmed",
    cause: jsonata(
      `"The load was cancelled, but ${why}: see whether statement " & $statementId & " committed. " & $failure.cause`,
    ),
  };
}

/** What Redshift reports when a transaction lost against another one (dbt retries the same), or its connection: MERGE may be repeated. */
const TRANSIENT =
  /1023|conflict with concurrent transaction|could not open relation with OID|connection (?:was |has been )?(?:lost|closed|reset|terminated)|server closed the connection|shutting down|is restarting/i;

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
      {
        Condition: jsonata(`${running} and $polls < ($cancelled ? ${CANCEL_POLLS} : ${maxPolls})`),
        Next: "WaitForLoad",
      },
      {
        Condition: jsonata(`${running} and $not($cancelled)`),
        Assign: {
          failure: {
            error: "LoadTimedOut",
            cause: `The load did not end within ${args.loadTimeoutSeconds} s and was cancelled; nothing of it is committed.`,
          },
        },
        Next: "CancelLoad",
      },
      { Condition: jsonata(running), Assign: { failure: unconfirmed("it still runs") }, Next: "Failed" },
      {
        Condition: jsonata(
          `$load.status = "FAILED" and $not($cancelled) and $contains($load.error, ${TRANSIENT}) and ` +
            `$loadAttempt < ${args.loadRetries}`,
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
