import type { Workflow } from "./asl";
import { jsonata } from "./jsonata";
import { type TransformLoadArgs, transformLoadTimeoutSeconds } from "./transform-load/args";
import { TRANSFORM_LOAD_LINT } from "./transform-load/lint-options";
import { loadStates } from "./transform-load/load";
import { transformStates } from "./transform-load/transform";
import { workflow } from "./workflow";

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
          // A parent of the release before does not pass it.
          start: jsonata("$exists($states.input.start) ? $states.input.start : 0"),
          loadAttempt: 0,
        },
        Output: {},
        Next: "Transform",
      },
      ...transformStates(args),
      ...loadStates(args),
      Failed: { Type: "Fail", Error: jsonata("$failure.error"), Cause: jsonata("$failure.cause") },
    },
    lint: TRANSFORM_LOAD_LINT,
  });
}
