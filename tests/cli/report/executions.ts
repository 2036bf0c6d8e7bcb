import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Answers } from "./fake-aws";

const ACCOUNT = "eu-west-1:111122223333";

/** `nightly:42` -> its ARN. */
export const executionArn = (name: string): string => `arn:aws:states:${ACCOUNT}:execution:${name}`;

export interface FakeExecution {
  readonly status: string;
  readonly definition: object;
  readonly events: readonly HistoryEvent[];
}

/** What Step Functions answers of executions, by ARN; it knows no others. */
export function stepFunctions(executions: Readonly<Record<string, FakeExecution>>): Answers {
  const of = (answer: (execution: FakeExecution, arn: string) => object) => {
    return (input: Readonly<Record<string, unknown>>) => {
      const arn = String(input.executionArn);
      return Object.hasOwn(executions, arn)
        ? answer(executions[arn], arn)
        : { error: "ExecutionDoesNotExist" };
    };
  };
  return {
    "AWSStepFunctions.DescribeExecution": of(({ status }, arn) => ({
      executionArn: arn,
      stateMachineArn: arn.replace(":execution:", ":stateMachine:").replace(/:[^:]*$/, ""),
      status,
      startDate: 1_227_312_000,
    })),
    "AWSStepFunctions.DescribeStateMachineForExecution": of(({ definition }) => ({
      definition: JSON.stringify(definition),
    })),
    "AWSStepFunctions.GetExecutionHistory": of(({ events }) => ({
      events: events.map((event) => ({ ...event, timestamp: Number(event.timestamp) / 1000 })),
    })),
  };
}
