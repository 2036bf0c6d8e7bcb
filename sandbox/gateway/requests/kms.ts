import { AwsError } from "../../types";
import { check, jsonService, textOf, type OperationModel } from "./model";

const onKey =
  (action: string): OperationModel =>
  (input, scope) => {
    const id = textOf(input, "KeyId");
    const arn = scope.facts.keyArn(id);
    if (arn === undefined) {
      throw new AwsError(
        "NotFoundException",
        `Key "${id}" is not declared by the program: correct the id.`,
        400,
      );
    }
    const context = Object.entries((input.EncryptionContext ?? {}) as Record<string, string>);
    const keys = Object.fromEntries(context.map(([name, value]) => [`kms:EncryptionContext:${name}`, value]));
    return [check(scope, action, arn, { "kms:CallerAccount": scope.accountId, ...keys })];
  };

export const kms = jsonService("kms", "json-1.1", {
  Encrypt: onKey("kms:Encrypt"),
  Decrypt: onKey("kms:Decrypt"),
  GenerateDataKey: onKey("kms:GenerateDataKey"),
  DescribeKey: onKey("kms:DescribeKey"),
});
