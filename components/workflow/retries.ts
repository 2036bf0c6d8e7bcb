import type { Retrier } from "./asl";

/**
 * Retriers name the transient errors of one integration: what the service reports when it is busy or failed on its side.
 * Business errors are in none of them, so they fail at once. Names: Step Functions developer guide, "Handling errors", and
 * the services' API models.
 */
function retrier(
  errors: readonly string[],
  intervalSeconds: number,
  maxAttempts: number,
  maxDelaySeconds: number,
): Retrier {
  return {
    ErrorEquals: errors,
    IntervalSeconds: intervalSeconds,
    MaxAttempts: maxAttempts,
    BackoffRate: 2,
    MaxDelaySeconds: maxDelaySeconds,
    // Without jitter, everything that one throttled minute stopped comes back in the same second.
    JitterStrategy: "FULL",
  };
}

/** The developer guide's set for Lambda, with throttling, the function time-out (our handlers are idempotent) and our own transient errors. */
export const LAMBDA_RETRIES: readonly Retrier[] = [
  retrier(
    [
      "Lambda.ClientExecutionTimeoutException",
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.TooManyRequestsException",
    ],
    2,
    6,
    60,
  ),
  retrier(
    ["Sandbox.Timedout", "Lambda.Unknown", "SourceUnavailable", "SourceChanged", "WarehouseBusy"],
    10,
    3,
    120,
  ),
];

/** Optimized DynamoDB integration; the SDK integration differs only in the prefix's spelling. */
export const DYNAMODB_RETRIES = dynamoDbRetries("DynamoDB");
export const DYNAMODB_SDK_RETRIES = dynamoDbRetries("DynamoDb");

function dynamoDbRetries(prefix: string): readonly Retrier[] {
  const errors = [
    "ProvisionedThroughputExceededException",
    "RequestLimitExceededException",
    "ThrottlingException",
    "InternalServerErrorException",
    "TransactionInProgressException",
    "SdkClientException",
  ];
  return [
    retrier(
      errors.map((error) => `${prefix}.${error}`),
      1,
      5,
      20,
    ),
  ];
}

export const SNS_RETRIES: readonly Retrier[] = [
  retrier(
    [
      "SNS.ThrottledException",
      "SNS.InternalErrorException",
      "SNS.KMSThrottlingException",
      "SNS.SdkClientException",
    ],
    2,
    4,
    30,
  ),
];

export const START_EXECUTION_RETRIES: readonly Retrier[] = [
  retrier(
    [
      "StepFunctions.ExecutionLimitExceededException",
      "StepFunctions.ThrottlingException",
      "StepFunctions.SdkClientException",
    ],
    5,
    5,
    60,
  ),
];

export const DESCRIBE_EXECUTION_RETRIES: readonly Retrier[] = [
  retrier(["Sfn.ThrottlingException", "Sfn.SdkClientException"], 2, 5, 30),
];

/** Capacity comes back in minutes, not seconds: a job that still runs, or an account at its limit. */
export const GLUE_RETRIES: readonly Retrier[] = [
  retrier(["Glue.ConcurrentRunsExceededException", "Glue.ResourceNumberLimitExceededException"], 30, 5, 300),
  retrier(
    [
      "Glue.InternalServiceException",
      "Glue.OperationTimeoutException",
      "Glue.ThrottlingException",
      "Glue.SdkClientException",
    ],
    10,
    4,
    120,
  ),
];

export const REDSHIFT_DATA_RETRIES: readonly Retrier[] = [
  retrier(
    [
      "RedshiftData.ThrottlingException",
      "RedshiftData.InternalServerException",
      "RedshiftData.DatabaseConnectionException",
      "RedshiftData.SdkClientException",
    ],
    2,
    6,
    60,
  ),
];

export const S3_RETRIES: readonly Retrier[] = [
  retrier(["S3.SlowDownException", "S3.InternalErrorException", "S3.SdkClientException"], 2, 4, 30),
];
