/**
 * Errors of the handlers that say something about the data or the request: trying again brings the same. The other ones are
 * named in `LAMBDA_RETRIES`.
 */
export const BUSINESS_ERRORS = [
  "InvalidEvent",
  "ContractInvalid",
  "SourceMissing",
  "SourceRejected",
  "TransformOutputInvalid",
  "ReconciliationFailed",
] as const;
