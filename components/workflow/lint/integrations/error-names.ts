import { listed, texts } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import type { Call } from "./call";
import { namesOf } from "./catalogue";
import { callsOf } from "./known-calls";
import { suggestion } from "../nearest";
import { OPTIMISED } from "./optimised";

type What = Pick<Finding, "message" | "fix">;

/** Step Functions developer guide, "Handling errors". */
const STATES_ERRORS = [
  "ALL",
  "BranchFailed",
  "DataLimitExceeded",
  "ExceedToleratedFailureThreshold",
  "HeartbeatTimeout",
  "Http.Socket",
  "IntrinsicFailure",
  "ItemReaderFailed",
  "NoChoiceMatched",
  "ParameterPathFailure",
  "Permissions",
  "QueryEvaluationError",
  "ResultPathMatchFailure",
  "ResultWriterFailed",
  "Runtime",
  "TaskFailed",
  "Timeout",
].map((name) => `States.${name}`);

/** Errors of every AWS API, which the models of most services leave out, and of the SDK itself. */
const COMMON = [
  "AccessDeniedException",
  "ExpiredTokenException",
  "IncompleteSignatureException",
  "InternalErrorException",
  "InternalFailureException",
  "InternalServerException",
  "InternalServerErrorException",
  "LimitExceededException",
  "RequestExpiredException",
  "RequestLimitExceededException",
  "RequestTimeoutException",
  "RequestThrottledException",
  "SdkClientException",
  "ServiceUnavailableException",
  "SlowDownException",
  "ThrottledException",
  "ThrottlingException",
  "TooManyRequestsException",
  "UnrecognizedClientException",
  "ValidationException",
];

/** What a function call reports by itself; developer guide, "Handle transient Lambda service exceptions". */
const LAMBDA = ["AWSLambdaException", "ClientExecutionTimeoutException", "SdkClientException", "Unknown"];

/** `unknown-error-name`: a Retry or Catch waits for an error that its call can't raise. */
export function* errorNames(workflow: LintedWorkflow): Generator<Finding> {
  for (const { state, call } of callsOf(workflow)) {
    for (const list of ["Retry", "Catch"]) {
      for (const { field, item } of listed(state.fields, list)) {
        for (const [index, name] of texts(item.ErrorEquals).entries()) {
          const what = problemOf(name, call, workflow.options.businessErrors ?? []);
          if (what !== undefined) {
            yield inState(workflow, state, {
              rule: "unknown-error-name",
              field: `${field}.ErrorEquals[${index}]`,
              ...what,
            });
          }
        }
      }
    }
  }
}

function problemOf(name: string, call: Call, businessErrors: readonly string[]): What | undefined {
  if (name.startsWith("States.")) {
    return STATES_ERRORS.includes(name) || /^States\.Http\.StatusCode\.[1-5]\d\d$/.test(name)
      ? undefined
      : { message: `${name} is no error of the States Language.`, fix: suggestion(name, STATES_ERRORS) };
  }
  // Whoever answers with a task token names the error.
  if (businessErrors.includes(name) || call.pattern === ".waitForTaskToken" || call.prefix === undefined) {
    return undefined;
  }
  const [prefix, ...rest] = name.split(".");
  const isFunction = call.kind === "optimised" && call.service === "lambda";
  if (prefix === call.prefix && rest.length === 1) {
    return call.service === "apigateway" || call.service === "eks"
      ? undefined
      : ofService(rest[0], call, isFunction);
  }
  if (isFunction) {
    return ofFunction(name, prefix, rest.length > 0);
  }
  return {
    message: `${call.name} never raises ${name}: its errors begin with ${call.prefix}.`,
    fix:
      rest.length > 0
        ? `Write ${call.prefix}.${rest.join(".")}.`
        : `Write ${call.prefix}.${name}, if it is the service's error.`,
  };
}

/** A function's own errors have the names that its code gives them; those of other integrations can't be among them. */
function ofFunction(name: string, prefix: string, dotted: boolean): What | undefined {
  const other =
    dotted &&
    (prefix.toLowerCase() === "lambda" ||
      Object.values(OPTIMISED).some((service) => service.prefix === prefix) ||
      namesOf(prefix.toLowerCase())?.prefix === prefix);
  return other
    ? {
        message: `lambda:invoke never raises ${name}: that is no name of Lambda's.`,
        fix: "Write Lambda. before Lambda's own errors, and the function's errors as its code names them.",
      }
    : undefined;
}

function ofService(name: string, call: Call, isFunction: boolean): What | undefined {
  if (call.errors === undefined) {
    return undefined;
  }
  const known = [...call.errors, ...COMMON, ...(isFunction ? LAMBDA : []), `${call.prefix ?? ""}Exception`];
  const general = call.kind === "optimised" && /^(Amazon|AWS)\w+Exception$/.test(name);
  const special = call.service === "events" && name === "FailedEntry";
  // KMSThrottlingException or KmsThrottlingException: the SDKs spell acronyms differently.
  const spelled = known.some((one) => one.toLowerCase() === name.toLowerCase() && /[A-Z]{2}/.test(one));
  if (known.includes(name) || general || special || spelled) {
    return undefined;
  }
  const full = known.map((one) => `${call.prefix}.${one}`);
  return {
    message: `${call.name} raises no ${call.prefix}.${name}, as far as AWS's model of the service says.`,
    fix: suggestion(`${call.prefix}.${name}`, full),
  };
}
