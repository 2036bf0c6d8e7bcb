import { type AttributeValue, type DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { Notes } from "../notes";
import type { RunReport } from "../run-report";
import type { PipelineRun } from "./pipeline-run";

/** Not every item has every attribute: a failed run has no counts. */
type Item = Partial<Record<string, AttributeValue>>;

/** The run ledger's item of the date. Undefined where it has none, or the date is not known. */
export async function readLedger(
  dynamodb: DynamoDBClient,
  { names, pipeline, logicalDate }: PipelineRun,
  executionArns: readonly string[],
  notes: Notes,
): Promise<RunReport["ledger"]> {
  if (logicalDate === undefined) {
    return undefined;
  }
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: names.resource("runs"),
      Key: { pipeline: { S: pipeline }, logicalDate: { S: logicalDate } },
      ConsistentRead: true,
    }),
  );
  if (Item === undefined) {
    return undefined;
  }
  const attributes = texts(Item);
  const { executionArn } = attributes;
  if (executionArn !== undefined && !executionArns.some((arn) => sharesRun(arn, executionArn))) {
    notes.add(`The ledger's item of ${pipeline} ${logicalDate} is another execution's: ${executionArn}.`);
  }
  return attributes;
}

/** The child's execution has its parent's name with a number behind it. */
function sharesRun(executionArn: string, owner: string): boolean {
  const name = (arn: string): string => arn.split(":").at(-1) ?? arn;
  return executionArn === owner || name(executionArn).startsWith(`${name(owner)}-`);
}

function texts(item: Item): Record<string, string> & { readonly executionArn?: string } {
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
