import type { PermittedTask, Wiring } from "../asl";
import { DESCRIBE_EXECUTION_RETRIES } from "../retries";
import { task } from "./task";

export interface DescribeExecutionArgs {
  /** JSONata that gives the execution's ARN. */
  readonly executionArn: string;
  /** `arn:...:execution:<machine>:*` */
  readonly executionArnPattern: string;
}

/** Asks how an execution is doing: `$states.result.Status`. One that AWS no longer knows: `Sfn.ExecutionDoesNotExistException`. */
export function describeExecution(args: DescribeExecutionArgs, wiring: Wiring): PermittedTask {
  return task(
    {
      integration: "aws-sdk:sfn:describeExecution",
      arguments: { ExecutionArn: args.executionArn },
      retries: DESCRIBE_EXECUTION_RETRIES,
      permissions: [
        { sid: "LookAtOwner", actions: ["states:DescribeExecution"], resources: [args.executionArnPattern] },
      ],
    },
    wiring,
  );
}
