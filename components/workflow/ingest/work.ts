import type { ChoiceState, JsonObject, PermittedTask, State } from "../asl";
import { jsonata, literal, REDRIVE_COUNT } from "../jsonata";
import { copyObject } from "../tasks/copy-object";
import { invokeFunction } from "../tasks/invoke-function";
import { startExecution } from "../tasks/start-execution";
import { CALL_SECONDS, type IngestArgs, wiring } from "./args";

/** Extract, validate, and the nested workflow. */
export function workStates(args: IngestArgs): Record<string, State | PermittedTask> {
  return { ...extractAndValidate(args), ...schemaDecision(args), TransformAndLoad: transformAndLoad(args) };
}

function extractAndValidate(args: IngestArgs): Record<string, PermittedTask> {
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
  };
}

/** Goes on only with a valid schema; a refused batch is kept with what explains it. */
function schemaDecision(args: IngestArgs): Record<string, State | PermittedTask> {
  const schemaValid: ChoiceState = {
    Type: "Choice",
    Choices: [{ Condition: jsonata("$validation.schemaValid"), Next: "TransformAndLoad" }],
    Assign: {
      failure: { error: "SchemaInvalid", cause: jsonata("$validation.summary"), state: "ValidateSchema" },
    },
    Default: "QuarantineBatch",
  };
  return {
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
  };
}

function transformAndLoad(args: IngestArgs): PermittedTask {
  return startExecution(
    {
      ...args.child,
      // A scheduled execution's name is up to 73 characters, 80 are allowed.
      // The same for a retry, whose answer may only have been lost: with one name and input, Step Functions starts one child.
      executionName: jsonata(`$substring($runId, 0, 73) & "-" & $string(${REDRIVE_COUNT})`),
      input: {
        logicalDate: jsonata("$logicalDate"),
        runId: jsonata("$runId"),
        manifest: jsonata("$manifest"),
        sourceRows: jsonata("$validation.rows"),
        // A child that is started anew counts its own attempts from 0: with this one, none of them has another's prefix or token.
        start: jsonata(REDRIVE_COUNT),
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
  );
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
