import type { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { WarehouseBusy } from "./errors";

export interface Warehouse {
  readonly redshift: RedshiftDataClient;
  readonly workgroupName: string;
  readonly database: string;
}

/**
 * What the Data API reports when the same request may do better later: limits, throttling, a workgroup that restarts. Patching
 * drops connections for up to 15 minutes. Names from the service's API model, except the throttling and connection ones.
 */
const BUSY = new Set([
  "ActiveStatementsExceededException",
  "ActiveSessionsExceededException",
  "ActiveWaitingRequestsExceededException",
  "BatchExecuteStatementException",
  "ExecuteStatementException",
  "DatabaseConnectionException",
  "InternalServerException",
  "ThrottlingException",
  "TooManyRequestsException",
  "ServiceUnavailableException",
  "TimeoutError",
]);
const BROKEN_CONNECTION = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;

/** The error to throw for a failed call of the Data API: WarehouseBusy for what passes, otherwise the error itself. */
export function warehouseError(error: unknown, workgroupName: string): unknown {
  const { name, message, code } = error as NodeJS.ErrnoException;
  if (!BUSY.has(name) && !BROKEN_CONNECTION.test(code ?? "")) return error;
  return new WarehouseBusy(`The workgroup ${workgroupName} takes no statement now: ${name}: ${message}`, {
    cause: error,
  });
}
