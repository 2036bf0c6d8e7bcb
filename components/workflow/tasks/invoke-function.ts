import type { JsonObject, PermittedTask, Wiring } from "../asl";
import { LAMBDA_RETRIES } from "../retries";
import { task } from "./task";

export interface InvokeFunctionArgs {
  /** Sid of the statement, `InvokeExtract`. */
  readonly sid: string;
  /** Qualified ARN: Lambda authorises the ARN that is called, alias included, unlike Step Functions. */
  readonly functionArn: string;
  readonly payload: JsonObject;
}

/** Calls a Lambda function and waits for its answer, `$states.result.Payload`. The thrown error's name is the state's error. */
export function invokeFunction(args: InvokeFunctionArgs, wiring: Wiring): PermittedTask {
  return task(
    {
      integration: "lambda:invoke",
      arguments: { FunctionName: args.functionArn, Payload: args.payload },
      retries: LAMBDA_RETRIES,
      permissions: [{ sid: args.sid, actions: ["lambda:InvokeFunction"], resources: [args.functionArn] }],
    },
    wiring,
  );
}
