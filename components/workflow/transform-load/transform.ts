import type { ChoiceState, JsonObject, PermittedTask, State } from "../asl";
import { ATTEMPT, CAUSE, jsonata, literal, readableCause } from "../jsonata";
import { publish } from "../tasks/publish";
import { runGlueJob } from "../tasks/run-glue-job";
import { attemptPrefix, GLUE_MARGIN_SECONDS, type TransformLoadArgs, wiring } from "./args";

/** Runs the Glue job; one that takes too long raises an alert of its own. */
export function transformStates(args: TransformLoadArgs): Record<string, State | PermittedTask> {
  const attempt = `$string($start) & "-" & $string(${ATTEMPT})`;
  const jobArguments: JsonObject = {
    "--scriptLocation": args.glueScriptUri,
    "--extra-py-files": args.gluePackageUri,
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
