import { AwsError } from "../../types";
import { check, jsonService, textOf } from "./model";
import { workgroupArn } from "./redshift-data";

export const redshiftServerless = jsonService("redshift-serverless", "json-1.1", {
  GetCredentials: (input, scope) => [
    check(scope, "redshift-serverless:GetCredentials", workgroupArn(textOf(input, "workgroupName"), scope)),
  ],
  GetWorkgroup: (input, scope) => [
    check(scope, "redshift-serverless:GetWorkgroup", workgroupArn(textOf(input, "workgroupName"), scope)),
  ],
  ListWorkgroups: (_input, scope) => [check(scope, "redshift-serverless:ListWorkgroups", "*")],
  GetNamespace: (input, scope) => {
    const name = textOf(input, "namespaceName");
    const arn = scope.facts.namespaceArn(name);
    if (arn === undefined) {
      throw new AwsError(
        "ResourceNotFoundException",
        `Namespace "${name}" is not declared by the program.`,
        400,
      );
    }
    return [check(scope, "redshift-serverless:GetNamespace", arn)];
  },
});
