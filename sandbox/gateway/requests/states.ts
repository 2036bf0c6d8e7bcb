import { check, jsonService, textOf, type OperationModel } from "./model";

/** An ARN of a machine in its parts: `...:stateMachine:name:qualifier`. */
export interface MachineArn {
  /** Without version or alias. */
  readonly machine: string;
  readonly qualifier?: string;
}

export function parseMachineArn(arn: string): MachineArn {
  const parts = arn.split(":");
  return { machine: parts.slice(0, 7).join(":"), ...(parts.length > 7 ? { qualifier: parts[7] } : {}) };
}

/**
 * Step Functions asks IAM about the machine without its version or alias, which is a condition key.
 * https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
const onMachine =
  (action: string, member = "stateMachineArn"): OperationModel =>
  (input, scope) => {
    const { machine, qualifier } = parseMachineArn(textOf(input, member));
    return [check(scope, action, machine, { "states:StateMachineQualifier": qualifier })];
  };

const onExecution =
  (action: string): OperationModel =>
  (input, scope) => [check(scope, action, textOf(input, "executionArn"))];

const onAny =
  (action: string): OperationModel =>
  (_input, scope) => [check(scope, action, "*")];

export const states = jsonService("states", "json-1.0", {
  StartExecution: onMachine("states:StartExecution"),
  DescribeStateMachine: onMachine("states:DescribeStateMachine"),
  ListExecutions: onMachine("states:ListExecutions"),
  DescribeStateMachineAlias: onMachine("states:DescribeStateMachineAlias", "stateMachineAliasArn"),
  ListStateMachineVersions: onMachine("states:ListStateMachineVersions"),
  ListStateMachineAliases: onMachine("states:ListStateMachineAliases"),
  DescribeExecution: onExecution("states:DescribeExecution"),
  StopExecution: onExecution("states:StopExecution"),
  GetExecutionHistory: onExecution("states:GetExecutionHistory"),
  DescribeStateMachineForExecution: onExecution("states:DescribeStateMachineForExecution"),
  ListStateMachines: onAny("states:ListStateMachines"),
  SendTaskSuccess: onAny("states:SendTaskSuccess"),
  SendTaskFailure: onAny("states:SendTaskFailure"),
  SendTaskHeartbeat: onAny("states:SendTaskHeartbeat"),
});
