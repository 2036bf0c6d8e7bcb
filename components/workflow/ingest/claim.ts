import type { ChoiceState, PassState, PermittedTask, State } from "../asl";
import { jsonata } from "../jsonata";
import * as record from "../run-record";
import { describeExecution } from "../tasks/describe-execution";
import { publish } from "../tasks/publish";
import { ingestTimeoutSeconds, type IngestArgs, MARGIN_SECONDS, subject, wiring } from "./args";

/** From input to an acquired run, or to a duplicate that is left alone. */
export function claimStates(args: IngestArgs): Record<string, State | PermittedTask> {
  return {
    PlanRun: planRun(args),
    InputIsValid: inputIsValid(),
    AcquireRun: record.acquireRun(
      { ...args, leaseSeconds: ingestTimeoutSeconds(args) + MARGIN_SECONDS },
      wiring(args, "Extract", {
        onError: "RecordRefusal",
        output: {},
        catchers: [{ ErrorEquals: ["DynamoDb.TransactionCanceledException"], Next: "InspectRun" }],
      }),
    ),
    ...refusedClaimStates(args),
    NotifyDuplicate: publish(
      {
        topicArn: args.topicArn,
        subject: subject(args, "DUPLICATE"),
        message: jsonata(
          `"The run of " & $logicalDate & " was started again and left alone: it is " & $seen.status.S & " as " & ` +
            `$seen.executionArn.S & ".\\n\\nThis execution: " & $states.context.Execution.Id`,
        ),
        status: "DUPLICATE",
        pipeline: args.pipeline,
      },
      // What is mailed about a duplicate changes nothing about it.
      wiring(args, "Duplicate", { onError: "Duplicate", onErrorAssign: {} }),
    ),
    Duplicate: {
      Type: "Succeed",
      Output: {
        status: "DUPLICATE",
        logicalDate: jsonata("$logicalDate"),
        of: jsonata("$seen.executionArn.S"),
      },
    },
  };
}

/** `2008-11-21`; months have their days, but for the 29th of February. */
const LOGICAL_DATE =
  /^[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))$/;

/** `2008-11-22T00:00:00Z`, as Scheduler writes it. */
const SCHEDULED_TIME = /^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?Z$/;

function planRun(args: IngestArgs): PassState {
  const lagMilliseconds = args.logicalDateLagHours * 3_600_000;
  const scheduled = `$fromMillis($toMillis($states.input.scheduledTime) - ${lagMilliseconds}, "[Y0001]-[M01]-[D01]")`;
  const given =
    `$exists($states.input.logicalDate) ? $string($states.input.logicalDate) : ` +
    `$contains($string($states.input.scheduledTime), ${SCHEDULED_TIME}) ? ${scheduled} : ""`;
  return {
    Type: "Pass",
    Comment: "Names the run: its logical date comes from the schedule or the operator, never from the clock.",
    Assign: {
      // The date goes into keys, subjects and SQL: what is not a date goes no further.
      logicalDate: jsonata(`($date := ${given}; $contains($date, ${LOGICAL_DATE}) ? $date : "invalid")`),
      runId: jsonata("$states.context.Execution.Name"),
      trigger: jsonata(
        '$exists($states.input.trigger) ? $substring($string($states.input.trigger), 0, 40) : "manual"',
      ),
      force: jsonata("$states.input.force = true"),
      lockWaits: 0,
      evictRun: "nobody",
      evictLock: "nobody",
    },
    Output: {},
    Next: "InputIsValid",
  };
}

function inputIsValid(): ChoiceState {
  return {
    Type: "Choice",
    Choices: [{ Condition: jsonata('$logicalDate != "invalid"'), Next: "AcquireRun" }],
    Assign: {
      failure: {
        error: "InvalidInput",
        cause:
          'The input has neither a "logicalDate" of the form 2008-11-21 nor a "scheduledTime". ' +
          'Start it with {"logicalDate": "2008-11-21"}.',
        state: "PlanRun",
      },
    },
    Default: "NotifyFailure",
  };
}

const ME = "$states.context.Execution.Id";

/**
 * Why a claim was refused: the run is done, or another execution holds the lock. If that one lives, this is a duplicate of it
 * or has to wait; if it is dead (aborted, timed out), its claims are passed over and the run is claimed again.
 */
function refusedClaimStates(args: IngestArgs): Record<string, State | PermittedTask> {
  const refusal = { onError: "RecordRefusal", output: {} };
  return {
    InspectRun: record.inspectRun(
      args,
      wiring(args, "RunIsDone", {
        ...refusal,
        assign: { seen: itemOf(0), holder: itemOf(1) },
      }),
    ),
    RunIsDone: runIsDone(args),
    DescribeOwner: describeExecution(
      { executionArn: jsonata("$holder.executionArn.S"), executionArnPattern: args.executionArnPattern },
      wiring(args, "OwnerIsAlive", {
        ...refusal,
        assign: { ownerStatus: jsonata("$states.result.Status") },
        catchers: [
          {
            // Gone for 90 days: as dead as can be.
            ErrorEquals: ["Sfn.ExecutionDoesNotExistException"],
            Assign: { ownerStatus: "GONE" },
            Next: "OwnerIsAlive",
          },
        ],
      }),
    ),
    OwnerIsAlive: ownerIsAlive(args),
    WaitForLock: { Type: "Wait", Seconds: args.lockWaitSeconds, Next: "AcquireRun" },
  };
}

function itemOf(index: number): string {
  const item = `$states.result.Responses[${index}].Item`;
  return jsonata(`$exists(${item}) ? ${item} : {}`);
}

/** Only a run that is RUNNING may be taken from its owner; one that succeeded never. */
const EVICT_RUN = jsonata('$seen.status.S = "RUNNING" ? $seen.executionArn.S : "nobody"');
const MORE_WAITS = { lockWaits: jsonata("$lockWaits + 1") };

function runIsDone(args: IngestArgs): ChoiceState {
  return {
    Type: "Choice",
    Choices: [
      {
        Condition: jsonata(`$seen.status.S = "SUCCEEDED" and $seen.executionArn.S != ${ME} and $not($force)`),
        Next: "NotifyDuplicate",
      },
      {
        Condition: jsonata(`$exists($holder.executionArn.S) and $holder.executionArn.S != ${ME}`),
        Next: "DescribeOwner",
      },
      {
        // Nobody holds the lock now: another claim was just under way, or the run's owner died without it.
        Condition: jsonata(`$lockWaits < ${args.lockMaxWaits}`),
        Assign: { ...MORE_WAITS, evictRun: EVICT_RUN },
        Next: "WaitForLock",
      },
    ],
    Assign: busy(args),
    Default: "RecordRefusal",
  };
}

function ownerIsAlive(args: IngestArgs): ChoiceState {
  return {
    Type: "Choice",
    Choices: [
      {
        Condition: jsonata('$ownerStatus = "RUNNING" and $holder.heldFor.S = $logicalDate'),
        Next: "NotifyDuplicate",
      },
      {
        Condition: jsonata(`$ownerStatus != "RUNNING" and $lockWaits < ${args.lockMaxWaits}`),
        Assign: { ...MORE_WAITS, evictRun: EVICT_RUN, evictLock: jsonata("$holder.executionArn.S") },
        Next: "AcquireRun",
      },
      { Condition: jsonata(`$lockWaits < ${args.lockMaxWaits}`), Assign: MORE_WAITS, Next: "WaitForLock" },
    ],
    Assign: busy(args),
    Default: "RecordRefusal",
  };
}

function busy(args: IngestArgs): { readonly failure: Record<string, string> } {
  return {
    failure: {
      error: "PipelineBusy",
      cause: `Another run of ${args.pipeline} held the lock for ${args.lockMaxWaits} looks, ${args.lockWaitSeconds} s apart.`,
      state: "AcquireRun",
    },
  };
}
