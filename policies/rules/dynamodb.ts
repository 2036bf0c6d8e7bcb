import { ofType, read, refersTo, UNKNOWN } from "../resource";
import { must, ownKey, resourceRule, type Rule, shown, stackRule } from "../rule";

const TABLE = "aws:dynamodb/table:Table";

export const dynamodbRules: readonly Rule[] = [
  stackRule({
    name: "DynamoDB.1-scales",
    controls: ["DynamoDB.1"],
    checks: "Every table is billed by request, or has a scaling target.",
    enforcement: "mandatory",
    check: (resources) =>
      ofType(resources, [TABLE])
        .filter((table) => ![UNKNOWN, "PAY_PER_REQUEST"].includes(read(table, "billingMode") as string))
        .filter(
          (table) =>
            !ofType(resources, ["aws:appautoscaling/target:Target"]).some((target) =>
              refersTo(target, "resourceId", table),
            ),
        )
        .map((table) => ({
          resource: table,
          problem: `billingMode is ${shown(read(table, "billingMode"))}, with nothing that scales it. Set billingMode to "PAY_PER_REQUEST".`,
        })),
  }),
  resourceRule({
    name: "DynamoDB.2-can-be-restored",
    controls: ["DynamoDB.2", "DDB3"],
    checks: "Every table has point-in-time recovery.",
    enforcement: "mandatory",
    types: [TABLE],
    check: (table) =>
      must(
        table,
        "pointInTimeRecovery.enabled",
        (enabled) => enabled === true,
        "Set pointInTimeRecovery.enabled to true",
      ),
  }),
  resourceRule({
    name: "DynamoDB.6-protected-from-deletion",
    controls: ["DynamoDB.6"],
    checks: "Every table has deletion protection.",
    enforcement: "mandatory",
    types: [TABLE],
    check: (table) =>
      must(
        table,
        "deletionProtectionEnabled",
        (enabled) => enabled === true,
        "Set deletionProtectionEnabled to true",
      ),
  }),
  resourceRule({
    name: "DynamoDB-encrypted-with-own-key",
    controls: ["CKV_AWS_119"],
    checks: "Every table is encrypted with a key of the account's own.",
    enforcement: "mandatory",
    types: [TABLE],
    check: (table) =>
      must(
        table,
        "serverSideEncryption.kmsKeyArn",
        ownKey,
        "Set serverSideEncryption to { enabled: true, kmsKeyArn }",
      ),
  }),
];
