import type { Names } from "../../naming";
import { adopted, created, owned } from "./ownership";
import type { ServiceCalls } from "./service-calls";

type Target =
  | "NewWarehouse"
  | "AdoptedWarehouse"
  | "OwnWarehouse"
  | "UsageLimits"
  | "Statements"
  | "AdministratorSecret"
  | "RandomPassword";

/** Redshift Serverless, the administrator's secret that Redshift keeps, and the statements that a deploy runs as administrator. */
export const WAREHOUSE_CALLS: ServiceCalls<Target> = {
  name: "warehouse",
  targets: (names) => ({
    NewWarehouse: { resources: warehouses(names), conditions: created(names) },
    AdoptedWarehouse: { resources: warehouses(names), conditions: adopted(names) },
    OwnWarehouse: { resources: warehouses(names), conditions: owned(names) },
    UsageLimits: { resources: ["*"], reason: "Redshift Serverless has no resource type for usage limits." },
    Statements: { resources: ["*"], reason: "The Data API has no resource type for statements." },
    // Redshift's name for it: its own prefix, the namespace's name, and six characters of Secrets Manager's.
    AdministratorSecret: {
      resources: [names.regional("secretsmanager", `secret:redshift!${names.resource()}-*`)],
    },
    RandomPassword: { resources: ["*"], reason: "A password that is made up is no resource." },
  }),
  types: {
    "aws:redshiftserverless/namespace:Namespace": [
      { on: "NewWarehouse", create: ["redshift-serverless:CreateNamespace"] },
      { on: "AdoptedWarehouse", create: ["redshift-serverless:TagResource"] },
      {
        on: "OwnWarehouse",
        read: ["redshift-serverless:GetNamespace", "redshift-serverless:ListTagsForResource"],
        update: [
          ...["redshift-serverless:UpdateNamespace", "redshift-serverless:TagResource"],
          "redshift-serverless:UntagResource",
        ],
        deleteData: ["redshift-serverless:DeleteNamespace"],
      },
      // Redshift management guide, "Managing admin passwords using AWS Secrets Manager".
      {
        on: "AdministratorSecret",
        create: [
          ...["secretsmanager:CreateSecret", "secretsmanager:DescribeSecret", "secretsmanager:RotateSecret"],
          "secretsmanager:TagResource",
        ],
        update: ["secretsmanager:UpdateSecret"],
        deleteData: ["secretsmanager:DeleteSecret"],
      },
      { on: "RandomPassword", create: ["secretsmanager:GetRandomPassword"] },
    ],
    "aws:redshiftserverless/workgroup:Workgroup": [
      { on: "NewWarehouse", create: ["redshift-serverless:CreateWorkgroup"] },
      { on: "AdoptedWarehouse", create: ["redshift-serverless:TagResource"] },
      {
        on: "OwnWarehouse",
        read: ["redshift-serverless:GetWorkgroup", "redshift-serverless:ListTagsForResource"],
        update: [
          ...["redshift-serverless:UpdateWorkgroup", "redshift-serverless:TagResource"],
          "redshift-serverless:UntagResource",
        ],
        delete: ["redshift-serverless:DeleteWorkgroup"],
      },
    ],
    "aws:redshiftserverless/usageLimit:UsageLimit": [
      {
        on: "UsageLimits",
        read: ["redshift-serverless:GetUsageLimit"],
        create: ["redshift-serverless:CreateUsageLimit"],
        update: ["redshift-serverless:UpdateUsageLimit"],
        delete: ["redshift-serverless:DeleteUsageLimit"],
      },
    ],
    "aws:redshiftdata/statement:Statement": [
      { on: "Statements", read: ["redshift-data:DescribeStatement"] },
      { on: "OwnWarehouse", create: ["redshift-data:ExecuteStatement"] },
      { on: "AdministratorSecret", create: ["secretsmanager:GetSecretValue"] },
    ],
  },
};

/** AWS names both by identifiers. */
function warehouses(names: Names): readonly string[] {
  return ["namespace/*", "workgroup/*"].map((resource) => names.regional("redshift-serverless", resource));
}
