import type { Json, JsonObject } from "../../../../components/workflow/asl";
import type { LintOptions } from "../../../../components/workflow/lint/rule";

/** A definition that keeps every rule, and how it is linted. */
export interface GoodDefinition {
  readonly name: string;
  readonly definition: JsonObject;
  readonly options?: LintOptions;
}

const retry = (errors: readonly string[], more: JsonObject = {}): Json => [
  {
    ErrorEquals: errors,
    IntervalSeconds: 2,
    MaxAttempts: 3,
    BackoffRate: 2,
    MaxDelaySeconds: 30,
    JitterStrategy: "FULL",
    ...more,
  },
];
const LAMBDA_RETRY = retry([
  "Lambda.ServiceException",
  "Lambda.TooManyRequestsException",
  "Lambda.SdkClientException",
]);

/** JSONPath: the error beside the data. */
const caught = (next: string): Json => [
  { ErrorEquals: ["States.DataLimitExceeded"], ResultPath: "$.failure", Next: next },
  { ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: next },
];

const task = (resource: string, parameters: JsonObject, next: string, more: JsonObject = {}): JsonObject => ({
  Type: "Task",
  Resource: resource,
  Parameters: parameters,
  TimeoutSeconds: 60,
  Retry: LAMBDA_RETRY,
  Catch: caught("RecordFailure"),
  Next: next,
  ...more,
});

/** Records and tells a failure, and stays one. */
const FAILURE_TAIL: JsonObject = {
  RecordFailure: task(
    "arn:aws:states:::dynamodb:updateItem",
    {
      TableName: "orders",
      Key: { order: { "S.$": "$$.Execution.Name" } },
      UpdateExpression: "SET outcome = :failed",
      ExpressionAttributeValues: { ":failed": { S: "FAILED" } },
    },
    "NotifyFailure",
    {
      Retry: retry(["DynamoDB.ThrottlingException", "DynamoDB.SdkClientException"]),
      Catch: caught("NotifyFailure"),
      ResultPath: null,
    },
  ),
  NotifyFailure: task(
    "arn:aws:states:::sns:publish",
    { TopicArn: "arn:aws:sns:eu-west-1:111122223333:orders", "Message.$": "$$.Execution.Name" },
    "Failed",
    {
      Retry: retry(["SNS.ThrottledException", "SNS.SdkClientException"]),
      Catch: caught("Failed"),
      ResultPath: null,
    },
  ),
  Failed: { Type: "Fail", Error: "OrderFailed", Cause: "The ledger says why." },
};

const fn = (name: string, payload: JsonObject): JsonObject => ({
  FunctionName: `arn:aws:lambda:eu-west-1:111122223333:function:${name}:live`,
  Payload: payload,
});
const INVOKE = "arn:aws:states:::lambda:invoke";

/** JSONPath with a Parallel, a Map, a callback, an activity. */
export const ORDER: GoodDefinition = {
  name: "order",
  definition: {
    Comment: "Reserves, charges, packs and ships an order.",
    StartAt: "Prepare",
    TimeoutSeconds: 14_400,
    States: {
      Prepare: {
        Type: "Parallel",
        Branches: [
          {
            StartAt: "ChargeCard",
            States: {
              ChargeCard: {
                Type: "Task",
                Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                Parameters: {
                  QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/charges",
                  MessageBody: { "order.$": "$.order", "token.$": "$$.Task.Token" },
                },
                TimeoutSeconds: 3600,
                HeartbeatSeconds: 600,
                Retry: retry(["SQS.SdkClientException"]),
                End: true,
              },
            },
          },
          {
            StartAt: "ReserveEach",
            States: {
              ReserveEach: {
                Type: "Map",
                ItemsPath: "$.order.lines",
                MaxConcurrency: 5,
                ItemSelector: { "line.$": "$$.Map.Item.Value" },
                ItemProcessor: {
                  ProcessorConfig: { Mode: "INLINE" },
                  StartAt: "Reserve",
                  States: {
                    Reserve: {
                      Type: "Task",
                      Resource: INVOKE,
                      Parameters: fn("reserve", { "line.$": "$.line" }),
                      ResultSelector: { "reserved.$": "$.Payload.reserved" },
                      TimeoutSeconds: 30,
                      Retry: LAMBDA_RETRY,
                      End: true,
                    },
                  },
                },
                End: true,
              },
            },
          },
        ],
        ResultPath: "$.prepared",
        Catch: caught("RecordFailure"),
        Next: "Pack",
      },
      Pack: {
        Type: "Task",
        Resource: "arn:aws:states:eu-west-1:111122223333:activity:pack",
        TimeoutSeconds: 7200,
        HeartbeatSeconds: 300,
        ResultPath: "$.packed",
        Catch: caught("RecordFailure"),
        Next: "NeedsCustoms",
      },
      NeedsCustoms: {
        Type: "Choice",
        Choices: [
          {
            And: [
              { Variable: "$.order.country", IsPresent: true },
              { Not: { Variable: "$.order.country", StringEquals: "PT" } },
            ],
            Next: "Declare",
          },
        ],
        Default: "Ship",
      },
      Declare: task(INVOKE, fn("declare", { "order.$": "$.order" }), "Ship", {
        ResultSelector: { "declaration.$": "$.Payload.declaration" },
        ResultPath: "$.customs",
      }),
      Ship: task(INVOKE, fn("ship", { "order.$": "$.order" }), "Shipped", {
        ResultSelector: { "parcel.$": "$.Payload.parcel" },
      }),
      Shipped: { Type: "Succeed" },
      ...FAILURE_TAIL,
    },
  },
};

/** JSONPath: starts an Athena query and polls it, counting. */
export const QUERY: GoodDefinition = {
  name: "query",
  definition: {
    StartAt: "StartQuery",
    TimeoutSeconds: 3600,
    States: {
      StartQuery: task(
        "arn:aws:states:::aws-sdk:athena:startQueryExecution",
        { "QueryString.$": "$.sql", WorkGroup: "reports" },
        "CountNone",
        {
          Retry: retry(["Athena.TooManyRequestsException", "Athena.SdkClientException"]),
          ResultPath: "$.query",
        },
      ),
      CountNone: { Type: "Pass", Result: { count: 0 }, ResultPath: "$.polls", Next: "WaitForQuery" },
      WaitForQuery: { Type: "Wait", Seconds: 20, Next: "GetQuery" },
      GetQuery: task(
        "arn:aws:states:::aws-sdk:athena:getQueryExecution",
        { "QueryExecutionId.$": "$.query.QueryExecutionId" },
        "Count",
        {
          Retry: retry(["Athena.TooManyRequestsException", "Athena.SdkClientException"]),
          ResultSelector: { "state.$": "$.QueryExecution.Status.State" },
          ResultPath: "$.answer",
        },
      ),
      Count: {
        Type: "Pass",
        Parameters: { "count.$": "States.MathAdd($.polls.count, 1)" },
        ResultPath: "$.polls",
        Next: "QueryEnded",
      },
      QueryEnded: {
        Type: "Choice",
        Choices: [
          { Variable: "$.answer.state", StringEquals: "SUCCEEDED", Next: "Answered" },
          {
            And: [
              {
                Or: [
                  { Variable: "$.answer.state", StringEquals: "QUEUED" },
                  { Variable: "$.answer.state", StringEquals: "RUNNING" },
                ],
              },
              { Variable: "$.polls.count", NumericLessThan: 60 },
            ],
            Next: "WaitForQuery",
          },
        ],
        Default: "RecordFailure",
      },
      Answered: { Type: "Pass", Parameters: { "id.$": "$.query.QueryExecutionId" }, End: true },
      ...FAILURE_TAIL,
    },
  },
};

/** JSONPath machine with a distributed Map over S3 and one state in JSONata. */
export const IMPORT: GoodDefinition = {
  name: "import",
  definition: {
    StartAt: "ImportEach",
    TimeoutSeconds: 28_800,
    States: {
      ImportEach: {
        Type: "Map",
        Label: "ImportEach",
        ItemReader: {
          Resource: "arn:aws:states:::s3:listObjectsV2",
          Parameters: { Bucket: "deliveries", "Prefix.$": "$.prefix" },
        },
        ItemBatcher: { MaxItemsPerBatch: 100 },
        MaxConcurrency: 50,
        ToleratedFailurePercentage: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "ImportBatch",
          States: {
            ImportBatch: {
              Type: "Task",
              Resource: INVOKE,
              Parameters: { "Payload.$": "$", FunctionName: "import-batch" },
              ResultSelector: { "rows.$": "$.Payload.rows" },
              TimeoutSeconds: 900,
              Retry: LAMBDA_RETRY,
              End: true,
            },
          },
        },
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Parameters: { Bucket: "deliveries", Prefix: "out" },
        },
        ResultPath: "$.imported",
        Catch: caught("RecordFailure"),
        Next: "Describe",
      },
      Describe: {
        Type: "Pass",
        QueryLanguage: "JSONata",
        Output: { finished: "{% $states.context.State.EnteredTime %}" },
        Next: "Imported",
      },
      Imported: { Type: "Succeed" },
      ...FAILURE_TAIL,
    },
  },
};

/** JSONata: polls a Glue job run by the clock; whoever starts it reports its failure. */
export const JOB: GoodDefinition = {
  name: "job",
  options: { failuresReportedBy: { caller: "order", reason: "It waits for this one." } },
  definition: {
    QueryLanguage: "JSONata",
    StartAt: "Start",
    TimeoutSeconds: 7200,
    States: {
      Start: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:glue:startJobRun",
        Arguments: { JobName: "clean" },
        TimeoutSeconds: 60,
        Retry: retry(["Glue.ConcurrentRunsExceededException", "Glue.SdkClientException"]),
        Assign: {
          runId: "{% $states.result.JobRunId %}",
          startedAt: "{% $states.context.State.EnteredTime %}",
        },
        Next: "Pause",
      },
      Pause: { Type: "Wait", Seconds: 30, Next: "Look" },
      Look: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:glue:getJobRun",
        Arguments: { JobName: "clean", RunId: "{% $runId %}" },
        TimeoutSeconds: 60,
        Retry: retry(["Glue.InternalServiceException", "Glue.SdkClientException"]),
        Assign: { jobState: "{% $states.result.JobRun.JobRunState %}" },
        Next: "Ended",
      },
      Ended: {
        Type: "Choice",
        Choices: [
          { Condition: '{% $jobState = "SUCCEEDED" %}', Next: "Done" },
          {
            Condition:
              '{% $jobState in ["STARTING", "RUNNING", "STOPPING", "WAITING"] and $toMillis($states.context.State.EnteredTime) < $toMillis($startedAt) + 6000000 %}',
            Next: "Pause",
          },
        ],
        Default: "Broken",
      },
      Done: { Type: "Succeed" },
      Broken: { Type: "Fail", Error: "JobFailed", Cause: "{% $jobState %}" },
    },
  },
};

export const GOOD_DEFINITIONS: readonly GoodDefinition[] = [ORDER, QUERY, IMPORT, JOB];
