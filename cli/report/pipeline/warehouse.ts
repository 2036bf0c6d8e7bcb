import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  ListTablesCommand,
  type RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import type { CompiledContract } from "../../../contracts/compiled-contract";
import type { WarehouseReport } from "../run-report";
import type { PipelineRun } from "./pipeline-run";

/** As components/warehouse.ts names it, which would bring all of Pulumi along. */
export const DATABASE_NAME = "analytics";

const SHOWN_ROWS = 5;

/** The Data API waits at most 30 s a call; a workgroup that slept takes longer to answer. */
const LONG_POLL_SECONDS = 30;
const LONG_POLLS = 4;

/**
 * The first rows of the run's date in its table; of the whole table where no column holds the date.
 *
 * @throws what the Data API answers
 */
export async function readWarehouse(
  redshift: RedshiftDataClient,
  run: PipelineRun,
  { target }: CompiledContract,
): Promise<WarehouseReport> {
  const workgroup = { WorkgroupName: run.names.resource(), Database: DATABASE_NAME };
  const table = `${target.schema}.${target.table}`;
  const columns = target.columns.map(({ name }) => name);
  const pattern = { SchemaPattern: target.schema, TablePattern: target.table };
  const { Tables = [] } = await redshift.send(new ListTablesCommand({ ...workgroup, ...pattern }));
  if (Tables.length === 0) {
    return { table, columns, rows: [], total: 0 };
  }
  const dateColumn = target.columns.find(({ expression }) => expression === ":logical_date")?.name;
  const where =
    dateColumn === undefined || run.logicalDate === undefined
      ? ""
      : `WHERE "${dateColumn}" = DATE '${run.logicalDate}'`;
  const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
  const from = `FROM "${target.schema}"."${target.table}" ${where}`;
  const [[{ longValue: total = 0 }]] = await query(redshift, workgroup, `SELECT count(*) ${from}`);
  const rows = await query(
    redshift,
    workgroup,
    `SELECT ${quoted(columns)} ${from} ORDER BY ${quoted(target.key)} LIMIT ${SHOWN_ROWS}`,
  );
  return { table, columns, rows: rows.map((row) => row.map(fieldText)), total };
}

async function query(
  redshift: RedshiftDataClient,
  workgroup: { readonly WorkgroupName: string; readonly Database: string },
  Sql: string,
): Promise<Field[][]> {
  const { Id } = await redshift.send(new ExecuteStatementCommand({ ...workgroup, Sql }));
  for (let poll = 1; ; poll += 1) {
    const { Status, Error: reason } = await redshift.send(
      new DescribeStatementCommand({ Id, WaitTimeSeconds: LONG_POLL_SECONDS }),
    );
    if (Status === "FINISHED") {
      return (await redshift.send(new GetStatementResultCommand({ Id }))).Records ?? [];
    }
    if (Status === "FAILED" || Status === "ABORTED" || poll === LONG_POLLS) {
      throw new Error(
        `the query "${Sql}" ended ${Status} after ${poll} looks${reason === undefined ? "" : `: ${reason}`}`,
      );
    }
  }
}

function fieldText(field: Field): string | number {
  if (field.isNull === true) {
    return "";
  }
  return field.longValue ?? field.doubleValue ?? field.stringValue ?? String(field.booleanValue);
}
