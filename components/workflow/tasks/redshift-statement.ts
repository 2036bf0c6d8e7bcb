import type { JsonObject, PermittedTask, Wiring } from "../asl";
import { REDSHIFT_DATA_RETRIES } from "../retries";
import { task } from "./task";

export interface StatementArgs {
  /** JSONata that gives the statement's id. */
  readonly statementId: string;
  /**
   * Role that ran the statement, assumed for the call: the Data API shows and cancels a statement only for the role that ran
   * it, and that is the function's, not the machine's. So the machine needs nothing of redshift-data itself.
   */
  readonly statementRoleArn: string;
}

/** Asks how a statement is doing: `$states.result.Status`. */
export function describeStatement(args: StatementArgs, wiring: Wiring): PermittedTask {
  return statementTask("describeStatement", args, wiring);
}

/** Cancels a running statement. */
export function cancelStatement(args: StatementArgs, wiring: Wiring): PermittedTask {
  return statementTask("cancelStatement", args, wiring);
}

function statementTask(operation: string, args: StatementArgs, wiring: Wiring): PermittedTask {
  const callArguments: JsonObject = { Id: args.statementId };
  return task(
    {
      integration: `aws-sdk:redshiftdata:${operation}`,
      arguments: callArguments,
      credentialsRoleArn: args.statementRoleArn,
      retries: REDSHIFT_DATA_RETRIES,
      permissions: [{ sid: "ActAsLoader", actions: ["sts:AssumeRole"], resources: [args.statementRoleArn] }],
    },
    wiring,
  );
}
