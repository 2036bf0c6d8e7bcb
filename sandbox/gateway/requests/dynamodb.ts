import type { AuthorizationCheck } from "../../types";
import {
  check,
  InvalidInput,
  jsonService,
  keyChecks,
  textOf,
  type OperationModel,
  type Scope,
} from "./model";

/** The table may be given by name or ARN. */
function tableName(table: unknown): string {
  if (typeof table !== "string" || table === "") {
    throw new InvalidInput(`"TableName" is missing or not text.`);
  }
  return table.startsWith("arn:") ? table.slice(table.lastIndexOf("/") + 1) : table;
}

/** Reading or writing items has DynamoDB decrypt the table's key as the caller. */
function onItems(scope: Scope, action: string, table: unknown, index?: unknown): AuthorizationCheck[] {
  const name = tableName(table);
  const arn = scope.arn("dynamodb", `table/${name}`);
  const resource = typeof index === "string" ? `${arn}/index/${index}` : arn;
  const encryption = { "aws:dynamodb:tableName": name, "aws:dynamodb:subscriberId": scope.accountId };
  return [
    check(scope, action, resource),
    ...keyChecks(scope, scope.facts.tableKey(name), "dynamodb", ["kms:Decrypt"], encryption),
  ];
}

const items =
  (action: string): OperationModel =>
  (input, scope) =>
    onItems(scope, action, input.TableName, input.IndexName);

const batch =
  (action: string): OperationModel =>
  ({ RequestItems: tables }, scope) =>
    Object.keys(isObject(tables) ? tables : {}).flatMap((table) => onItems(scope, action, table));

/** Each item of a transaction needs what it would need alone. */
const TRANSACTED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Put: "dynamodb:PutItem",
    Update: "dynamodb:UpdateItem",
    Delete: "dynamodb:DeleteItem",
    ConditionCheck: "dynamodb:ConditionCheckItem",
    Get: "dynamodb:GetItem",
  }),
);

const transaction: OperationModel = ({ TransactItems: list }, scope) => {
  const checks = (Array.isArray(list) ? list : []).flatMap((item: unknown) =>
    Object.entries(isObject(item) ? item : {}).flatMap(([kind, body]) => {
      const action = TRANSACTED.get(kind);
      if (action === undefined || !isObject(body)) {
        throw new InvalidInput(
          `TransactItems has "${kind}": allowed are ${[...TRANSACTED.keys()].join(", ")}.`,
        );
      }
      return onItems(scope, action, body.TableName);
    }),
  );
  // Equal questions have equal answers: a transaction of a hundred puts asks once.
  return [...new Map(checks.map((item) => [`${item.action} ${item.resource}`, item])).values()];
};

export const dynamodb = jsonService("dynamodb", "json-1.0", {
  GetItem: items("dynamodb:GetItem"),
  PutItem: items("dynamodb:PutItem"),
  UpdateItem: items("dynamodb:UpdateItem"),
  DeleteItem: items("dynamodb:DeleteItem"),
  Query: items("dynamodb:Query"),
  Scan: items("dynamodb:Scan"),
  BatchGetItem: batch("dynamodb:BatchGetItem"),
  BatchWriteItem: batch("dynamodb:BatchWriteItem"),
  TransactWriteItems: transaction,
  TransactGetItems: transaction,
  DescribeTable: (input, scope) => [
    check(
      scope,
      "dynamodb:DescribeTable",
      scope.arn("dynamodb", `table/${tableName(textOf(input, "TableName"))}`),
    ),
  ],
});

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
