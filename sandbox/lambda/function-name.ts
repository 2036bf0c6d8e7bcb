import { AwsError } from "../types";

/** The function a request means and the version, alias or `$LATEST` of it. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier?: string;
}

const pattern =
  /^(?:arn:(?:aws|aws-cn|aws-us-gov):lambda:(?<region>[a-z0-9-]+):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[A-Za-z0-9_-]+)(?::(?<qualifier>\$LATEST|[A-Za-z0-9_-]+))?$/;

/**
 * Reads `FunctionName` in every form Lambda takes: name, partial ARN or full ARN, each with or without a qualifier.
 *
 * @throws AwsError ValidationException when it is none of them, or names another qualifier than `Qualifier`;
 *   ResourceNotFoundException when it is of another account or region.
 */
export function functionReference(
  functionName: string,
  qualifier: string | undefined,
  placement: { readonly accountId: string; readonly region: string },
): FunctionReference {
  const parts: Partial<Record<string, string>> | undefined = pattern.exec(functionName)?.groups;
  if (parts?.name === undefined) {
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value '${functionName}' at 'functionName' failed to satisfy constraint: ` +
        `Member must satisfy regular expression pattern: a name, partial ARN or ARN of a function`,
    );
  }
  if (
    (parts.region ?? placement.region) !== placement.region ||
    (parts.account ?? placement.accountId) !== placement.accountId
  ) {
    throw new AwsError("ResourceNotFoundException", `Function not found: ${functionName}`, 404);
  }
  if (qualifier !== undefined && parts.qualifier !== undefined && qualifier !== parts.qualifier) {
    throw new AwsError(
      "InvalidParameterValueException",
      `The derived qualifier from the function name does not match the specified qualifier.`,
    );
  }
  return { name: parts.name, qualifier: qualifier ?? parts.qualifier };
}
