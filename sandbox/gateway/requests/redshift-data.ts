import { AwsError } from "../../types";
import { check, jsonService, textOf, type OperationModel, type Scope } from "./model";

/** The ARN holds the workgroup's UUID, which only the program knows. */
export function workgroupArn(name: string, { facts }: Scope): string {
  const arn = facts.workgroupArn(name);
  if (arn === undefined) {
    throw new AwsError(
      "ValidationException",
      `Workgroup "${name}" is not declared by the program: correct the name.`,
      400,
    );
  }
  return arn;
}

/** The Data API logs on with temporary credentials: the caller must be allowed to get them, too. */
const onWorkgroup =
  (action: string): OperationModel =>
  (input, scope) => {
    const arn = workgroupArn(textOf(input, "WorkgroupName"), scope);
    const credentials =
      input.SecretArn === undefined ? [check(scope, "redshift-serverless:GetCredentials", arn)] : [];
    return [check(scope, action, arn), ...credentials];
  };

/** These have no resource type: which statements a caller sees is the service's own rule. */
const onAny =
  (action: string): OperationModel =>
  (_input, scope) => [check(scope, action, "*")];

export const redshiftData = jsonService(
  "redshift-data",
  "json-1.1",
  {
    ExecuteStatement: onWorkgroup("redshift-data:ExecuteStatement"),
    BatchExecuteStatement: onWorkgroup("redshift-data:BatchExecuteStatement"),
    ListDatabases: onWorkgroup("redshift-data:ListDatabases"),
    ListSchemas: onWorkgroup("redshift-data:ListSchemas"),
    ListTables: onWorkgroup("redshift-data:ListTables"),
    DescribeTable: onWorkgroup("redshift-data:DescribeTable"),
    DescribeStatement: onAny("redshift-data:DescribeStatement"),
    GetStatementResult: onAny("redshift-data:GetStatementResult"),
    CancelStatement: onAny("redshift-data:CancelStatement"),
    ListStatements: onAny("redshift-data:ListStatements"),
  },
  "Message",
);
