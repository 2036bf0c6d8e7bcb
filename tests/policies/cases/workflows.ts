import { UNKNOWN } from "../../../policies/resource";
import { type Cases, resource } from "./case";

const machine = (properties: Record<string, unknown>) =>
  resource("aws:sfn/stateMachine:StateMachine", properties);
const schedule = (properties: Record<string, unknown>) =>
  resource("aws:scheduler/schedule:Schedule", properties);

const RETRY = { ErrorEquals: ["Lambda.TooManyRequestsException"], MaxAttempts: 3, MaxDelaySeconds: 60 };
const CATCH = [
  { ErrorEquals: ["States.DataLimitExceeded"], Next: "Failed" },
  { ErrorEquals: ["States.ALL"], Next: "Failed" },
];
const TASK = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: "extract" },
  TimeoutSeconds: 60,
  Retry: [{ ...RETRY, JitterStrategy: "FULL" }],
  Catch: CATCH,
  End: true,
};

/** A machine of one task. */
function workflow(task: Record<string, unknown>, machineFields: Record<string, unknown> = {}) {
  const definition = {
    QueryLanguage: "JSONata",
    StartAt: "Work",
    TimeoutSeconds: 600,
    States: { Work: { ...TASK, ...task }, Failed: { Type: "Fail", Error: "Failed" } },
    ...machineFields,
  };
  return [machine({ definition: JSON.stringify(definition) })];
}

const batch = (sql: string) =>
  workflow({
    Resource: "arn:aws:states:::aws-sdk:redshiftdata:batchExecuteStatement",
    Arguments: { Sqls: ["DELETE FROM orders_staging", sql] },
  });

export const WORKFLOW_CASES: Cases = {
  "StepFunctions.1-logging-is-on": {
    passes: {
      "all events": [machine({ loggingConfiguration: { level: "ALL" } })],
      "errors only": [machine({ loggingConfiguration: { level: "ERROR" } })],
      "not known yet": [machine({ loggingConfiguration: UNKNOWN })],
    },
    fails: { "no logging": [machine({})], off: [machine({ loggingConfiguration: { level: "OFF" } })] },
  },
  "StepFunctions-logs-every-event": {
    passes: { "all events": [machine({ loggingConfiguration: { level: "ALL" } })] },
    fails: { "errors only": [machine({ loggingConfiguration: { level: "ERROR" } })] },
  },
  "StepFunctions-tracing-is-on": {
    passes: { on: [machine({ tracingConfiguration: { enabled: true } })] },
    fails: { off: [machine({ tracingConfiguration: { enabled: false } })], "not set": [machine({})] },
  },
  "StepFunctions-definition-holds-no-secret": {
    passes: {
      "an expression": workflow({ Arguments: { Password: "{% $secret.password %}" } }),
      "a secret's ARN": workflow({
        Arguments: { Secret: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x" },
      }),
      "a name and an id": workflow({ Arguments: { SecretName: "orders", SecretId: "orders" } }),
    },
    fails: {
      "a password": workflow({ Arguments: { Password: "correct horse" } }),
      "an access key under any name": workflow({ Comment: "AKIAIOSFODNN7EXAMPLE" }),
      "a password in a URL": workflow({ Arguments: { Url: "https://me:correct@api.example.com/" } }),
    },
  },
  "StepFunctions-encrypted-with-own-key": {
    passes: {
      "a key": [machine({ encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: "k" } })],
      "a key not known yet": [machine({ encryptionConfiguration: { kmsKeyId: UNKNOWN } })],
    },
    fails: {
      "AWS's": [machine({ encryptionConfiguration: { type: "AWS_OWNED_KEY" } })],
      "not set": [machine({})],
    },
  },
  "Workflow-tasks-have-timeouts": {
    passes: {
      "both limits": workflow({}),
      "an Express machine ends after five minutes": [
        machine({
          type: "EXPRESS",
          definition: workflow({}, { TimeoutSeconds: undefined })[0].properties.definition,
        }),
      ],
      "a definition not known yet": [machine({ definition: UNKNOWN })],
    },
    fails: {
      "a task without": workflow({ TimeoutSeconds: undefined }),
      "a machine without": workflow({}, { TimeoutSeconds: undefined }),
    },
  },
  "Workflow-retries-name-transient-errors": {
    passes: { "named, with jitter": workflow({}) },
    fails: {
      none: workflow({ Retry: undefined }),
      "without jitter": workflow({ Retry: [RETRY] }),
      wildcard: workflow({ Retry: [{ ...RETRY, JitterStrategy: "FULL", ErrorEquals: ["States.ALL"] }] }),
    },
  },
  "Workflow-tasks-catch-errors": {
    passes: { "every error": workflow({}) },
    fails: { none: workflow({ Catch: undefined }) },
  },
  "Workflow-first-catcher-names-data-limit": {
    passes: { "named first": workflow({}) },
    fails: {
      "the wildcard alone": workflow({ Catch: [CATCH[1]] }),
      "named last": workflow({ Catch: [...CATCH].reverse() }),
    },
  },
  "Workflow-batches-do-not-truncate": {
    passes: {
      "a table whose name holds the word": batch("INSERT INTO truncated_orders SELECT 1"),
      "one statement is no batch": workflow({
        Resource: "arn:aws:states:::aws-sdk:redshiftdata:executeStatement",
        Arguments: { Sql: "TRUNCATE orders_staging" },
      }),
    },
    fails: { "in a batch": batch("truncate orders_staging") },
  },
  "Scheduler-encrypted-with-own-key": {
    passes: { "a key": [schedule({ kmsKeyArn: "k" })] },
    fails: { "AWS's": [schedule({})] },
  },
  "Scheduler-keeps-what-it-could-not-start": {
    passes: {
      "a queue": [schedule({ target: { deadLetterConfig: { arn: "q" } } })],
      "a queue not known yet": [schedule({ target: { deadLetterConfig: { arn: UNKNOWN } } })],
    },
    fails: { none: [schedule({ target: {} })] },
  },
  "Scheduler-tries-again-for-a-while": {
    passes: {
      "three times in an hour": [
        schedule({ target: { retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 } } }),
      ],
    },
    fails: {
      "AWS's default": [schedule({ target: {} })],
      "not at all": [
        schedule({ target: { retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 3600 } } }),
      ],
      "without an age": [schedule({ target: { retryPolicy: { maximumRetryAttempts: 3 } } })],
    },
  },
  "Scheduler-group-is-own": {
    passes: { own: [schedule({ groupName: "stepline-prod" })] },
    fails: { "AWS's": [schedule({ groupName: "default" })], "not set": [schedule({})] },
  },
};
