import type { Json, JsonObject, PermittedTask, Wiring } from "./asl";
import { jsonata } from "./jsonata";
import { type Table, transactGetItems, transactWriteItems, updateItem } from "./tasks/dynamodb";

/**
 * The run's record in the ledger, and the pipeline's lock: two items of one table, written together or not at all.
 *
 * | item | pipeline | logicalDate | meaning |
 * | - | - | - | - |
 * | run | `marketing` | `2008-11-21` | status, owner (`executionArn`), attempt, times, counts or error |
 * | lock | `marketing` | `#lock` | which execution may work on the pipeline; expires by itself after `leaseExpiresAt` (epoch s) |
 *
 * Who holds the lock is the only execution that may be at work: a run that is RUNNING by another one is a dead one's.
 *
 * Uses the workflow's variables `$logicalDate`, `$runId`, `$trigger`, `$force`, and `$evictRun`, `$evictLock`: owners found
 * dead, whose claims no longer count.
 */
export interface RunRecordArgs extends Table {
  readonly pipeline: string;
}

const ME = jsonata("$states.context.Execution.Id");
const NOW = jsonata("$states.context.State.EnteredTime");
const LOCK = "#lock";

function key(pipeline: string, logicalDate: string): JsonObject {
  return { pipeline: { S: pipeline }, logicalDate: { S: logicalDate } };
}

function epochSeconds(plusSeconds: number): string {
  return jsonata(`$string($floor($toMillis($states.context.State.EnteredTime) / 1000) + ${plusSeconds})`);
}

/**
 * Claims the run and the lock for this execution. The run is free when it is new or failed, when its owner was found dead,
 * or its lease ended; a run that succeeded is taken again only by force. The same execution may claim twice: a retry after a
 * lost answer.
 */
export function acquireRun(
  args: RunRecordArgs & { readonly leaseSeconds: number },
  wiring: Wiring,
): PermittedTask {
  const lease: JsonObject = { N: epochSeconds(args.leaseSeconds) };
  const claim: JsonObject = {
    Key: key(args.pipeline, jsonata("$logicalDate")),
    UpdateExpression:
      "SET #status = :running, executionArn = :me, runId = :runId, #trigger = :trigger, startedAt = :startedAt, " +
      "leaseExpiresAt = :lease, attempt = if_not_exists(attempt, :zero) + :one " +
      "REMOVE finishedAt, #error, cause, failedState, #counts",
    ConditionExpression:
      "attribute_not_exists(executionArn) OR executionArn = :me OR #status = :failed OR #status = :again " +
      "OR (#status = :running AND (leaseExpiresAt < :now OR executionArn = :evict))",
    ExpressionAttributeNames: {
      "#status": "status",
      "#trigger": "trigger",
      "#error": "error",
      "#counts": "counts",
    },
    ExpressionAttributeValues: {
      ":running": { S: "RUNNING" },
      ":failed": { S: "FAILED" },
      ":again": { S: jsonata('$force ? "SUCCEEDED" : "FAILED"') },
      ":me": { S: ME },
      ":evict": { S: jsonata("$evictRun") },
      ":runId": { S: jsonata("$runId") },
      ":trigger": { S: jsonata("$trigger") },
      ":startedAt": { S: NOW },
      ":lease": lease,
      ":now": { N: epochSeconds(0) },
      ":zero": { N: "0" },
      ":one": { N: "1" },
    },
  };
  const lock: JsonObject = {
    Key: key(args.pipeline, LOCK),
    UpdateExpression: "SET executionArn = :me, runId = :runId, heldFor = :heldFor, leaseExpiresAt = :lease",
    ConditionExpression:
      "attribute_not_exists(executionArn) OR executionArn = :me OR executionArn = :evict OR leaseExpiresAt < :now",
    ExpressionAttributeValues: {
      ":me": { S: ME },
      ":evict": { S: jsonata("$evictLock") },
      ":runId": { S: jsonata("$runId") },
      ":heldFor": { S: jsonata("$logicalDate") },
      ":lease": lease,
      ":now": { N: epochSeconds(0) },
    },
  };
  return transactWriteItems({ ...args, items: [{ Update: claim }, { Update: lock }] }, wiring);
}

/** Reads the run's record and the lock, to find out why the run could not be acquired: `$states.result.Responses`, in that order. */
export function inspectRun(args: RunRecordArgs, wiring: Wiring): PermittedTask {
  const keys = [key(args.pipeline, jsonata("$logicalDate")), key(args.pipeline, LOCK)];
  return transactGetItems({ ...args, keys }, wiring);
}

/** Records success with its row counts and releases the lock, if this execution still owns both. */
export function recordSuccess(args: RunRecordArgs, wiring: Wiring): PermittedTask {
  const update = finish(args.pipeline, "SUCCEEDED", {
    ":counts": {
      M: jsonata('$merge($each($counts, function($n, $name) { { $name: { "N": $string($n) } } }))'),
    },
  });
  return transactWriteItems({ ...args, items: [{ Update: update }, releaseLock(args.pipeline)] }, wiring);
}

/** Records failure with its cause and releases the lock, if this execution still owns both. */
export function recordFailure(args: RunRecordArgs, wiring: Wiring): PermittedTask {
  const update = finish(args.pipeline, "FAILED", FAILURE_VALUES);
  return transactWriteItems({ ...args, items: [{ Update: update }, releaseLock(args.pipeline)] }, wiring);
}

/** Records the failure of a run that never got the lock: another run's record and lock stay as they are. */
export function recordRefusal(args: RunRecordArgs, wiring: Wiring): PermittedTask {
  const update = finish(args.pipeline, "FAILED", FAILURE_VALUES);
  return updateItem({ ...args, update }, wiring);
}

const FAILURE_VALUES: JsonObject = {
  ":error": { S: jsonata("$failure.error") },
  ":cause": { S: jsonata("$failure.cause") },
  ":state": { S: jsonata("$failure.state") },
};

function finish(pipeline: string, status: "SUCCEEDED" | "FAILED", values: JsonObject): JsonObject {
  const failed = status === "FAILED";
  return {
    Key: key(pipeline, jsonata("$logicalDate")),
    UpdateExpression:
      "SET #status = :status, finishedAt = :now, runId = :runId, executionArn = :me, " +
      (failed ? "#error = :error, cause = :cause, failedState = :state" : "#counts = :counts"),
    ConditionExpression: failed
      ? "attribute_not_exists(executionArn) OR executionArn = :me"
      : "executionArn = :me",
    ExpressionAttributeNames: {
      "#status": "status",
      ...(failed ? { "#error": "error" } : { "#counts": "counts" }),
    },
    ExpressionAttributeValues: {
      ":status": { S: status },
      ":me": { S: ME },
      ":runId": { S: jsonata("$runId") },
      ":now": { S: NOW },
      ...values,
    },
  };
}

function releaseLock(pipeline: string): { readonly Delete: JsonObject } {
  const owner: Json = { ":me": { S: ME } };
  return {
    Delete: {
      Key: key(pipeline, LOCK),
      ConditionExpression: "executionArn = :me",
      ExpressionAttributeValues: owner,
    },
  };
}
