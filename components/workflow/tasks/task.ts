import type { Catcher, JsonObject, PermittedTask, Retrier, TaskState, Wiring } from "../asl";
import { FAILURE } from "../jsonata";
import type { Permission } from "../../iam/permission";

interface Call {
  /** After `arn:<partition>:states:::`, `lambda:invoke`. */
  readonly integration: string;
  readonly arguments: JsonObject;
  readonly retries: readonly Retrier[];
  readonly permissions: readonly Permission[];
  readonly credentialsRoleArn?: string;
}

/** The Task state of one call. Everything a Task must have is here: a timeout, named retries, and a Catch for all. */
export function task(call: Call, wiring: Wiring): PermittedTask {
  const state: TaskState = {
    Type: "Task",
    ...(wiring.comment === undefined ? {} : { Comment: wiring.comment }),
    Resource: `arn:${wiring.partition}:states:::${call.integration}`,
    ...(call.credentialsRoleArn === undefined ? {} : { Credentials: { RoleArn: call.credentialsRoleArn } }),
    Arguments: call.arguments,
    TimeoutSeconds: wiring.timeoutSeconds,
    Retry: call.retries,
    Catch: catchers(wiring),
    ...(wiring.assign === undefined ? {} : { Assign: wiring.assign }),
    ...(wiring.output === undefined ? {} : { Output: wiring.output }),
    Next: wiring.next,
  };
  return { state, permissions: call.permissions };
}

/**
 * The first catcher names States.DataLimitExceeded: by the developer guide, States.ALL does not catch it. Then the state's
 * own, then all others.
 */
function catchers(wiring: Wiring): readonly Catcher[] {
  const assign = wiring.onErrorAssign ?? FAILURE;
  const rest = Object.keys(assign).length === 0 ? {} : { Assign: assign };
  return [
    { ErrorEquals: ["States.DataLimitExceeded"], ...rest, Next: wiring.onError },
    ...(wiring.catchers ?? []),
    { ErrorEquals: ["States.ALL"], ...rest, Next: wiring.onError },
  ];
}
