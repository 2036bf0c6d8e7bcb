import { DynamoDBClient, GetItemCommand, type AttributeValue } from "@aws-sdk/client-dynamodb";
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  ListTablesCommand,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import type { ClientSettings } from "../../sandbox/clients";
import type { Authorizer } from "../../sandbox/iam/authorizer";
import type { RunOutcome } from "./summary";

/** Where a pipeline's traces are; names as the program's outputs give them. */
export interface Places {
  readonly pipeline: string;
  readonly logicalDate: string;
  readonly runsTable: string;
  readonly notificationCopyQueue: string;
  readonly workgroup: string;
  readonly database: string;
  /** `marketing.campaign_contacts`, its key and the columns to show. */
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Column that holds the logical date of a row, if the table has one: only the run's rows are shown then. */
  readonly dateColumn?: string;
}

/** Not every item has every attribute: a failed run has no counts. */
type Item = Partial<Record<string, AttributeValue>>;

/** Everything about a run but its execution, read through the AWS API as its operator would. */
export async function gatherOutcome(
  client: ClientSettings,
  places: Places,
  authorizer: Authorizer,
): Promise<Omit<RunOutcome, "execution" | "timings">> {
  const [item, notifications, warehouse] = await Promise.all([
    ledgerItem(client, places),
    receiveNotifications(client, places.notificationCopyQueue),
    firstRows(client, places),
  ]);
  return {
    rows: rowCounts(item),
    ledger: item === undefined ? undefined : attributes(item),
    notifications,
    warehouse,
    iam: iamOutcome(authorizer),
  };
}

async function ledgerItem(
  client: ClientSettings,
  { pipeline, logicalDate, runsTable }: Places,
): Promise<Item | undefined> {
  const dynamodb = new DynamoDBClient(client);
  const Key = { pipeline: { S: pipeline }, logicalDate: { S: logicalDate } };
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: runsTable, Key, ConsistentRead: true }),
  );
  dynamodb.destroy();
  return Item;
}

/** In the order a row takes through the pipeline; `loaded` is what the warehouse table took. */
function rowCounts(item: Item | undefined): Record<string, number> {
  const counts: Partial<Record<string, AttributeValue>> = item?.counts?.M ?? {};
  const names = ["source", "curated", "quarantined", "duplicates", "staged", "inserted", "updated"];
  const rows = Object.fromEntries(
    names.flatMap((name) => (counts[name] === undefined ? [] : [[name, Number(counts[name].N)] as const])),
  );
  return "inserted" in rows ? { ...rows, loaded: rows.inserted + rows.updated } : rows;
}

function attributes(item: Item): Record<string, string> {
  return Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, text(value)] as const],
    ),
  );
}

function text(value: AttributeValue): string {
  if (value.M !== undefined) {
    return Object.entries(value.M)
      .map(([name, inner]) => `${name} ${text(inner)}`)
      .join(", ");
  }
  return value.S ?? value.N ?? String(value.BOOL);
}

/** Notices of the durable copy, which stay there: they are only looked at. */
async function receiveNotifications(
  client: ClientSettings,
  queueName: string,
): Promise<RunOutcome["notifications"]> {
  const sqs = new SQSClient(client);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 0,
      VisibilityTimeout: 0,
    }),
  );
  sqs.destroy();
  return Messages.map(({ Body = "{}" }) => {
    const envelope = JSON.parse(Body) as { Subject?: string; Message?: string };
    return { subject: envelope.Subject ?? "", message: envelope.Message ?? Body };
  });
}

const SHOWN_ROWS = 5;

async function firstRows(client: ClientSettings, places: Places): Promise<RunOutcome["warehouse"]> {
  const redshift = new RedshiftDataClient(client);
  const { table, columns, key, logicalDate, workgroup, database } = places;
  const query = async (sql: string): Promise<Field[][]> => {
    const { Id } = await redshift.send(
      new ExecuteStatementCommand({ WorkgroupName: workgroup, Database: database, Sql: sql }),
    );
    const { Status, Error: reason } = await redshift.send(
      new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }),
    );
    if (Status !== "FINISHED") {
      throw new Error(`The warehouse query "${sql}" ended ${Status}: ${reason}`);
    }
    return (await redshift.send(new GetStatementResultCommand({ Id }))).Records ?? [];
  };
  try {
    const [SchemaPattern, TablePattern] = table.split(".");
    const { Tables = [] } = await redshift.send(
      new ListTablesCommand({ WorkgroupName: workgroup, Database: database, SchemaPattern, TablePattern }),
    );
    if (Tables.length === 0) {
      return { table, columns, rows: [], total: 0 };
    }
    const where = places.dateColumn === undefined ? "" : `WHERE ${places.dateColumn} = DATE '${logicalDate}'`;
    const [[{ longValue: total = 0 }]] = await query(`SELECT count(*) FROM ${table} ${where}`);
    const rows = await query(
      `SELECT ${columns.join(", ")} FROM ${table} ${where} ORDER BY ${key.join(", ")} LIMIT ${SHOWN_ROWS}`,
    );
    return { table, columns, rows: rows.map((row) => row.map(fieldText)), total };
  } finally {
    redshift.destroy();
  }
}

function fieldText(field: Field): string | number {
  if (field.isNull === true) {
    return "";
  }
  return field.longValue ?? field.doubleValue ?? field.stringValue ?? String(field.booleanValue);
}

function iamOutcome(authorizer: Authorizer): RunOutcome["iam"] {
  const verdicts = authorizer.verdicts();
  const sum = (allowed: boolean): number =>
    verdicts.reduce((total, { verdict, count }) => total + (verdict.allowed === allowed ? count : 0), 0);
  const usage = authorizer.usage();
  return {
    allowed: sum(true),
    denied: usage
      .filter(({ status }) => status === "denied")
      .map(
        ({ roleName, actions, resources, reason }) =>
          `${roleName}: ${actions.join()} on ${resources.join()} (${reason})`,
      ),
    unused: usage
      .filter(({ status }) => status === "unused" || status === "aws")
      .map(({ roleName, sid, status, reason }) => ({
        role: roleName.replace(/^stepline-[a-z]+-/, ""),
        statement: sid,
        reason: status === "aws" ? (reason ?? "") : "no call of this run needed it",
      })),
  };
}
