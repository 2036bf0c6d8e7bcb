import { CommandError } from "../command-error";

/** Errors of the AWS API that a person can do something about, by name: what to say. */
const KNOWN: Readonly<Record<string, (arn: string, message: string) => string>> = {
  ExecutionDoesNotExist: (arn) =>
    `There is no execution ${arn}. AWS forgets executions 90 days after their end; look at the ARN, the account and the region.`,
  InvalidArn: (arn, message) => `${arn} is not an ARN that Step Functions takes: ${message}`,
  StateMachineTypeNotSupported: (arn) =>
    `${arn} is of an Express workflow, whose executions can't be described: its machine's log group has them.`,
  AccessDeniedException: (arn, message) =>
    `The credentials may not read ${arn}: ${message}. Allow states:DescribeExecution and states:GetExecutionHistory.`,
  CredentialsProviderError: (_arn, message) =>
    `No AWS credentials were found: sign in (aws sso login), set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. (${message})`,
  ...Object.fromEntries(
    ["UnrecognizedClientException", "InvalidSignatureException", "InvalidClientTokenId"].map((name) => [
      name,
      (_arn: string, message: string) =>
        `The AWS credentials are not those of this account or endpoint: ${message}. Look at AWS_PROFILE or AWS_ACCESS_KEY_ID.`,
    ]),
  ),
  ...Object.fromEntries(
    ["ExpiredToken", "ExpiredTokenException"].map((name) => [
      name,
      () => "The AWS credentials have expired: sign in again.",
    ]),
  ),
};

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ETIMEDOUT",
]);

/** The error as one a command ends with; what nobody expected stays as it is. */
export function apiError(error: unknown, executionArn: string, place: string): unknown {
  const { name, message, code, $metadata } = error as Error & { code?: string; $metadata?: object };
  if (Object.hasOwn(KNOWN, name)) {
    return new CommandError(KNOWN[name](executionArn, message));
  }
  if (UNREACHABLE.has(code ?? "") || name === "TimeoutError") {
    const why = message === "" ? (code ?? name) : message;
    return new CommandError(
      `Step Functions does not answer at ${place} (${why}): is it up, and the address right?`,
    );
  }
  return $metadata === undefined ? error : new CommandError(`Step Functions answered ${name}: ${message}`);
}
