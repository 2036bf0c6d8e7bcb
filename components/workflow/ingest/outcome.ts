import type { PermittedTask, State } from "../asl";
import { jsonata } from "../jsonata";
import * as record from "../run-record";
import { publish } from "../tasks/publish";
import { type IngestArgs, subject, wiring } from "./args";

/** A success is recorded and told. */
export function successStates(args: IngestArgs): Record<string, State | PermittedTask> {
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

/** A failure is recorded and told, and stays one. */
export function failureStates(args: IngestArgs): Record<string, State | PermittedTask> {
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
