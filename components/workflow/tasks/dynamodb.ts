import type { JsonObject, PermittedTask, Wiring } from "../asl";
import { DYNAMODB_RETRIES, DYNAMODB_SDK_RETRIES } from "../retries";
import { task } from "./task";

/** One write of a transaction, as the DynamoDB API takes it, without the table. */
export type TransactionItem = { readonly Update: JsonObject } | { readonly Delete: JsonObject };

export interface Table {
  readonly tableName: string;
  readonly tableArn: string;
}

/** Writes several items or none. A condition that does not hold: `DynamoDb.TransactionCanceledException`. */
export function transactWriteItems(
  args: Table & { readonly items: readonly TransactionItem[] },
  wiring: Wiring,
): PermittedTask {
  const deletes = args.items.some((item) => "Delete" in item);
  const updates = args.items.some((item) => "Update" in item);
  return task(
    {
      integration: "aws-sdk:dynamodb:transactWriteItems",
      arguments: { TransactItems: args.items.map((item) => onTable(item, args.tableName)) },
      retries: DYNAMODB_SDK_RETRIES,
      permissions: [
        // IAM has no action for the transaction: each item needs the action of its kind.
        ...(updates
          ? [{ sid: "UpdateRun", actions: ["dynamodb:UpdateItem"], resources: [args.tableArn] }]
          : []),
        ...(deletes
          ? [{ sid: "ReleaseLock", actions: ["dynamodb:DeleteItem"], resources: [args.tableArn] }]
          : []),
      ],
    },
    wiring,
  );
}

function onTable(item: TransactionItem, tableName: string): JsonObject {
  return "Update" in item
    ? { Update: { TableName: tableName, ...item.Update } }
    : { Delete: { TableName: tableName, ...item.Delete } };
}

/** Reads several items as they are at one moment; one that isn't there has no `Item` in `$states.result.Responses`. */
export function transactGetItems(
  args: Table & { readonly keys: readonly JsonObject[] },
  wiring: Wiring,
): PermittedTask {
  return task(
    {
      integration: "aws-sdk:dynamodb:transactGetItems",
      arguments: {
        TransactItems: args.keys.map((key) => ({ Get: { TableName: args.tableName, Key: key } })),
      },
      retries: DYNAMODB_SDK_RETRIES,
      permissions: [{ sid: "ReadRun", actions: ["dynamodb:GetItem"], resources: [args.tableArn] }],
    },
    wiring,
  );
}

/** Updates one item. */
export function updateItem(args: Table & { readonly update: JsonObject }, wiring: Wiring): PermittedTask {
  return task(
    {
      integration: "dynamodb:updateItem",
      arguments: { TableName: args.tableName, ...args.update },
      retries: DYNAMODB_RETRIES,
      permissions: [{ sid: "UpdateRun", actions: ["dynamodb:UpdateItem"], resources: [args.tableArn] }],
    },
    wiring,
  );
}
