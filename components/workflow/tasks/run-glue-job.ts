import type { JsonObject, PermittedTask, Wiring } from "../asl";
import { GLUE_RETRIES } from "../retries";
import { task } from "./task";

export interface RunGlueJobArgs {
  readonly jobName: string;
  readonly jobArn: string;
  /** Job arguments, `--name` -> value. They appear in logs: no secrets. */
  readonly jobArguments: JsonObject;
}

/**
 * Runs a Glue job and waits until it ends; any end but SUCCEEDED is an error. Glue's `.sync` polls, it needs no managed
 * event rule; all four actions can be scoped to the job. BatchStopJobRun stops the run when the state times out.
 */
export function runGlueJob(args: RunGlueJobArgs, wiring: Wiring): PermittedTask {
  return task(
    {
      integration: "glue:startJobRun.sync",
      arguments: { JobName: args.jobName, Arguments: args.jobArguments },
      retries: GLUE_RETRIES,
      permissions: [
        {
          sid: "RunGlueJob",
          actions: ["glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"],
          resources: [args.jobArn],
          unproved: {
            "glue:GetJobRuns": "AWS documents it for .sync, without saying when Step Functions calls it.",
          },
        },
      ],
    },
    wiring,
  );
}
