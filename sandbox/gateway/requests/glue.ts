import { check, jsonService, textOf, type OperationModel } from "./model";

const onJob =
  (action: string, member = "JobName"): OperationModel =>
  (input, scope) => [check(scope, action, scope.arn("glue", `job/${textOf(input, member)}`))];

export const glue = jsonService(
  "glue",
  "json-1.1",
  {
    StartJobRun: onJob("glue:StartJobRun"),
    GetJobRun: onJob("glue:GetJobRun"),
    GetJobRuns: onJob("glue:GetJobRuns"),
    BatchStopJobRun: onJob("glue:BatchStopJobRun"),
    GetJob: onJob("glue:GetJob"),
  },
  "Message",
);
