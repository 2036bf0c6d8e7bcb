import type { JsonObject, PermittedTask, Wiring } from "../asl";
import { START_EXECUTION_RETRIES } from "../retries";
import { task } from "./task";

export interface StartExecutionArgs {
  /** What is started: an alias or version ARN, so that a running parent keeps the child it was deployed with. */
  readonly qualifiedArn: string;
  /** Step Functions authorises the machine without alias. */
  readonly stateMachineArn: string;
  /** `arn:...:execution:<child>:*` */
  readonly executionArnPattern: string;
  /** Of the managed rule by which Step Functions learns that a nested execution ended. */
  readonly managedRuleArn: string;
  /** At most 80 characters; unique for 90 days. */
  readonly executionName: string;
  readonly input: JsonObject;
}

/** Runs a nested workflow and waits; `$states.result.Output` is its output as JSON. */
export function startExecution(args: StartExecutionArgs, wiring: Wiring): PermittedTask {
  return task(
    {
      integration: "states:startExecution.sync:2",
      arguments: { StateMachineArn: args.qualifiedArn, Name: args.executionName, Input: args.input },
      retries: START_EXECUTION_RETRIES,
      permissions: [
        { sid: "StartChild", actions: ["states:StartExecution"], resources: [args.stateMachineArn] },
        {
          sid: "FollowChild",
          actions: ["states:DescribeExecution", "states:StopExecution"],
          resources: [args.executionArnPattern],
        },
        {
          sid: "HearFromChild",
          actions: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
          resources: [args.managedRuleArn],
        },
      ],
    },
    wiring,
  );
}

/** Name of the rule that Step Functions manages in each account for nested executions. */
export const NESTED_EXECUTION_RULE = "StepFunctionsGetEventsForStepFunctionsExecutionRule";
