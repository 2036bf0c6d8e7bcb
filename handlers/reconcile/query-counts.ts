import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  type Field,
  type GetStatementResultCommandOutput,
} from "@aws-sdk/client-redshift-data";
import { WarehouseBusy } from "../errors";
import type { Pace } from "../pace";
import { warehouseError, type Warehouse } from "../warehouse";

export interface QueryTools extends Warehouse {
  readonly pace: Pace;
  readonly remainingMilliseconds: () => number;
}

/** Column name -> number. */
type Counts = Readonly<Partial<Record<string, number>>>;

/** Part of the function's time for waiting; the rest is for the result. */
const WAITING_SHARE = 0.9;

/** The Data API answers a describe as soon as the statement ends, at the latest after this. It takes 1 to 30. */
const LONG_POLL_SECONDS = 20;

/** Between polls, in case the API answers at once that the statement still runs. */
const FIRST_PAUSE_MILLISECONDS = 100;
const MAX_PAUSE_MILLISECONDS = 2_000;

/**
 * Runs a query that answers with one row of whole numbers, or none: column name -> number. It carries no ClientToken of the run:
 * it only reads, and a repeated token would bring back a failed statement.
 *
 * @throws WarehouseBusy when it fails, is aborted, or does not end in the function's time: reading again is harmless.
 */
export async function queryCounts(
  sql: string,
  statementName: string,
  tools: QueryTools,
): Promise<Counts | undefined> {
  const { redshift, workgroupName, database } = tools;
  try {
    const { Id } = await redshift.send(
      new ExecuteStatementCommand({
        WorkgroupName: workgroupName,
        Database: database,
        Sql: sql,
        StatementName: statementName,
      }),
    );
    await waitUntilFinished(Id!, tools);
    return onlyRow(await redshift.send(new GetStatementResultCommand({ Id })), Id!);
  } catch (error) {
    throw warehouseError(error, workgroupName);
  }
}

async function waitUntilFinished(id: string, tools: QueryTools): Promise<void> {
  const { redshift, pace } = tools;
  const deadline = pace.now() + tools.remainingMilliseconds() * WAITING_SHARE;
  for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(pause * 2, MAX_PAUSE_MILLISECONDS)) {
    const seconds = Math.floor((deadline - pace.now()) / 1000);
    if (seconds < 1) {
      throw new WarehouseBusy(`The count statement ${id} has not ended in the function's time.`);
    }
    const { Status, Error: reason } = await redshift.send(
      new DescribeStatementCommand({ Id: id, WaitTimeSeconds: Math.min(seconds, LONG_POLL_SECONDS) }),
    );
    if (Status === "FINISHED") return;
    if (Status === "FAILED" || Status === "ABORTED") {
      throw new WarehouseBusy(
        `The count statement ${id} ended ${Status}: ${reason ?? "the Data API gives no reason"}`,
      );
    }
    await pace.sleep(pause);
  }
}

function onlyRow(result: GetStatementResultCommandOutput, id: string): Counts | undefined {
  const rows = result.Records ?? [];
  if (rows.length > 1) {
    throw new Error(`The count statement ${id} has ${rows.length} rows, expected one at most.`);
  }
  const names = (result.ColumnMetadata ?? []).map(({ name }) => name ?? "");
  const [numbers] = rows.map((row) =>
    Object.fromEntries(row.map((field, at) => [names[at] ?? "", wholeNumber(field, names[at], id)])),
  );
  return numbers;
}

/** A SUM over BIGINT is a NUMERIC in Redshift, which the Data API gives as text. */
function wholeNumber(field: Field, column: string | undefined, id: string): number {
  const value = field.longValue ?? (field.stringValue === undefined ? NaN : Number(field.stringValue));
  if (!Number.isSafeInteger(value)) {
    throw new Error(
      `The count statement ${id} has ${JSON.stringify(field)} in column "${column}", expected a whole number.`,
    );
  }
  return value;
}
