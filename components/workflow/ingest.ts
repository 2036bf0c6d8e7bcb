import type { ApiSource, S3Pointer, S3Source } from "../../handlers/events";
import type {
  ChoiceState,
  JsonObject,
  PassState,
  PermittedTask,
  State,
  WaitState,
  Wiring,
  Workflow,
} from "./asl";
import { ATTEMPT, jsonata, literal } from "./jsonata";
import * as record from "./run-record";
import { copyObject } from "./tasks/copy-object";
import { invokeFunction } from "./tasks/invoke-function";
import { publish } from "./tasks/publish";
import { startExecution } from "./tasks/start-execution";
import { workflow } from "./workflow";

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

const LOGICAL_DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/** The longest any of the short tasks takes: one API call with its SDK's own retries. */
const CALL_SECONDS = 60;

/** Room for retries and bookkeeping around the child and the functions. */
const MARGIN_SECONDS = 1800;

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

/**
 * The parent workflow: claims the run of one logical date, extracts, validates, hands over to the child, and records and
 * reports how it ended. Input: `{ scheduledTime }` from the schedule, or `{ logicalDate, trigger?, force? }` from a person.
 */
export function ingestWorkflow(args: IngestArgs): Workflow {
  return workflow({
    name: args.name,
    comment: `Daily run of ${args.pipeline}: claim, extract, validate, transform and load, record, notify.`,
    startAt: "PlanRun",
    timeoutSeconds: ingestTimeoutSeconds(args),
    states: {
      ...claimStates(args),
      ...workStates(args),
      ...successStates(args),
      ...failureStates(args),
    },
  });
}

function wiring(args: IngestArgs, next: string, more: Partial<Wiring> = {}): Wiring {
  return { partition: args.partition, timeoutSeconds: CALL_SECONDS, next, onError: "RecordFailure", ...more };
}

/** From input to an acquired run, or to a duplicate that is left alone. */
function claimStates(args: IngestArgs): Record<string, State | PermittedTask> {
  const duplicateOrBusy: ChoiceState = {
    Type: "Choice",
    Comment:
      "A run that is done or being done is a duplicate; otherwise another date holds the pipeline: wait for it.",
    Choices: [
      { Condition: record.isDuplicate(), Next: "NotifyDuplicate" },
      {
        Condition: jsonata(`$lockWaits < ${args.lockMaxWaits}`),
        Assign: { lockWaits: jsonata("$lockWaits + 1") },
        Next: "WaitForLock",
      },
    ],
    Assign: {
      failure: {
        error: "PipelineBusy",
        cause: `Another run of ${args.pipeline} held the lock for ${args.lockMaxWaits} looks, ${args.lockWaitSeconds} s apart.`,
        state: "AcquireRun",
      },
    },
    Default: "RecordRefusal",
  };
  const waitForLock: WaitState = { Type: "Wait", Seconds: args.lockWaitSeconds, Next: "AcquireRun" };
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
    InspectRun: record.inspectRun(
      args,
      wiring(args, "DuplicateOrBusy", {
        onError: "RecordRefusal",
        assign: { seen: jsonata("$exists($states.result.Item) ? $states.result.Item : {}") },
        output: {},
      }),
    ),
    DuplicateOrBusy: duplicateOrBusy,
    WaitForLock: waitForLock,
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

function planRun(args: IngestArgs): PassState {
  const lagMilliseconds = args.logicalDateLagHours * 3_600_000;
  const given =
    `$exists($states.input.logicalDate) ? $string($states.input.logicalDate) : ` +
    `$exists($states.input.scheduledTime) ? ` +
    `$fromMillis($toMillis($states.input.scheduledTime) - ${lagMilliseconds}, "[Y0001]-[M01]-[D01]") : ""`;
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

function identity(args: IngestArgs): JsonObject {
  return {
    pipeline: args.pipeline,
    logicalDate: jsonata("$logicalDate"),
    runId: jsonata("$runId"),
    contract: { ...args.contract },
  };
}

/** JSONata: `<before>marketing/2008-11-21/<runId>/`, the prefix that is the run's own. */
function runPrefix(args: IngestArgs, before: string): string {
  return `${literal(`${before}${args.pipeline}/`)} & $logicalDate & "/" & $runId & "/"`;
}

/** Extract, validate, and the nested workflow. */
function workStates(args: IngestArgs): Record<string, State | PermittedTask> {
  const extractPayload: JsonObject = {
    ...identity(args),
    source: { ...args.source },
    lookups: { ...args.lookups },
    landing: { bucket: args.rawBucket, key: jsonata(runPrefix(args, "landing/")) },
  };
  const validatePayload: JsonObject = {
    ...identity(args),
    manifest: jsonata("$manifest"),
    quarantine: { bucket: args.quarantineBucket, key: jsonata(runPrefix(args, "")) },
  };
  const schemaValid: ChoiceState = {
    Type: "Choice",
    Choices: [{ Condition: jsonata("$validation.schemaValid"), Next: "TransformAndLoad" }],
    Assign: {
      failure: { error: "SchemaInvalid", cause: jsonata("$validation.summary"), state: "ValidateSchema" },
    },
    Default: "QuarantineBatch",
  };
  return {
    Extract: invokeFunction(
      { sid: "InvokeExtract", functionArn: args.extractFunctionArn, payload: extractPayload },
      wiring(args, "ValidateSchema", {
        timeoutSeconds: args.extractTimeoutSeconds + CALL_SECONDS,
        assign: { manifest: jsonata("$states.result.Payload.manifest") },
        output: jsonata("$states.result.Payload"),
      }),
    ),
    ValidateSchema: invokeFunction(
      { sid: "InvokeValidateSchema", functionArn: args.validateSchemaFunctionArn, payload: validatePayload },
      wiring(args, "SchemaValid", {
        timeoutSeconds: args.validateSchemaTimeoutSeconds + CALL_SECONDS,
        assign: { validation: jsonata("$states.result.Payload") },
        output: jsonata("$states.result.Payload"),
      }),
    ),
    SchemaValid: schemaValid,
    QuarantineBatch: copyObject(
      {
        source: jsonata('$manifest.bucket & "/" & $manifest.key'),
        bucket: args.quarantineBucket,
        key: jsonata(`${runPrefix(args, "")} & "manifest.json"`),
        sourceArn: args.landingArn,
        targetArn: args.quarantineArn,
      },
      wiring(args, "RecordFailure", {
        comment:
          "The refused files stay in landing, immutable; the manifest beside the report says which they are.",
        // The batch was refused for its schema: that stays the reason, whatever happens to the copy.
        onErrorAssign: {},
        output: {},
      }),
    ),
    TransformAndLoad: startExecution(
      {
        ...args.child,
        // A scheduled execution's name is up to 73 characters, 80 are allowed.
        executionName: jsonata(`$substring($runId, 0, 73) & "-" & $string(${ATTEMPT})`),
        input: {
          logicalDate: jsonata("$logicalDate"),
          runId: jsonata("$runId"),
          manifest: jsonata("$manifest"),
          sourceRows: jsonata("$validation.rows"),
          // A child that is started anew counts its own attempts from 0: with this one, none of them has another's prefix or token.
          start: jsonata(ATTEMPT),
          // Links the child to its parent in the console.
          AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: jsonata("$states.context.Execution.Id"),
        },
      },
      wiring(args, "RecordSuccess", {
        timeoutSeconds: args.child.timeoutSeconds + CALL_SECONDS,
        assign: {
          counts: jsonata("$states.result.Output.counts"),
          quarantinedByRule: jsonata("$states.result.Output.quarantinedByRule"),
        },
        output: jsonata("$states.result.Output"),
      }),
    ),
  };
}

function successStates(args: IngestArgs): Record<string, State | PermittedTask> {
  const lines = [
    `"The run of " & $logicalDate & " is loaded.\\n"`,
    `$join($each($counts, function($n, $name) { $pad($name, 12) & $pad($string($n), -10) }), "\\n")`,
    // Without rows in quarantine there is no value, and a list leaves out what has none.
    `($count($keys($quarantinedByRule)) > 0 ? "\\nQuarantined, by rule:\\n" & ` +
      `$join($each($quarantinedByRule, function($n, $rule) { $rule & ": " & $string($n) }), "\\n"))`,
    `"\\nExecution: " & $states.context.Execution.Id`,
  ];
  return {
    RecordSuccess: record.recordSuccess(args, wiring(args, "NotifySuccess", { output: {} })),
    NotifySuccess: publish(
      {
        topicArn: args.topicArn,
        subject: subject(args, "SUCCEEDED"),
        message: jsonata(`$join([${lines.join(", ")}], "\\n")`),
        status: "SUCCEEDED",
        pipeline: args.pipeline,
      },
      // The data is loaded and recorded: a mail that could not be sent does not make that a failure.
      wiring(args, "Succeeded", { onError: "Succeeded", onErrorAssign: {} }),
    ),
    Succeeded: {
      Type: "Succeed",
      Output: { status: "SUCCEEDED", logicalDate: jsonata("$logicalDate"), counts: jsonata("$counts") },
    },
  };
}

function failureStates(args: IngestArgs): Record<string, State | PermittedTask> {
  // Whatever happens while a failure is recorded or reported, the run still ends as that failure.
  const goOn = { onError: "NotifyFailure", onErrorAssign: {}, output: {} };
  return {
    RecordFailure: record.recordFailure(args, wiring(args, "NotifyFailure", goOn)),
    RecordRefusal: record.recordRefusal(args, wiring(args, "NotifyFailure", goOn)),
    NotifyFailure: publish(
      {
        topicArn: args.topicArn,
        subject: subject(args, "FAILED"),
        message: jsonata(
          `"The run of " & $logicalDate & " failed in " & $failure.state & ".\\n\\n" & $failure.error & ": " & ` +
            `$failure.cause & "\\n\\nExecution: " & $states.context.Execution.Id`,
        ),
        status: "FAILED",
        pipeline: args.pipeline,
      },
      wiring(args, "PipelineFailed", { onError: "PipelineFailed", onErrorAssign: {} }),
    ),
    PipelineFailed: { Type: "Fail", Error: jsonata("$failure.error"), Cause: jsonata("$failure.cause") },
  };
}

/** `stepline-dev marketing 2008-11-21 FAILED` */
function subject(args: IngestArgs, status: string): string {
  return jsonata(
    `${literal(`stepline-${args.stack} ${args.pipeline} `)} & $logicalDate & ${literal(` ${status}`)}`,
  );
}
