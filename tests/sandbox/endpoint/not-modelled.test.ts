import assert from "node:assert/strict";
import * as path from "node:path";
import { EndpointProcess, runClient } from "./endpoint-process";

const TIMEOUT_MS = 120_000;
const EXECUTION = "arn:aws:states:eu-west-1:111122223333:execution:stepline-dev-marketing-ingest:x";
const MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:stepline-dev-marketing-ingest";
const ROLE = "arn:aws:iam::111122223333:role/stepline-dev-load";
const GROUP = "arn:aws:scheduler:eu-west-1:111122223333:schedule-group/g";
const TOPIC = "arn:aws:sns:eu-west-1:111122223333:stepline-dev-notifications";
const ARTIFACTS = "stepline-dev-artifacts-111122223333-eu-west-1";

type Request = readonly [service: string, operation: string, args: Readonly<Record<string, unknown>>];

/** What moto would answer with a success that means nothing, or a local service does not do. */
const REQUESTS: readonly (readonly [names: string, ...Request])[] = [
  ["states:RedriveExecution", "stepfunctions", "redrive_execution", { executionArn: EXECUTION }],
  ["states:TestState", "stepfunctions", "test_state", { definition: "{}", roleArn: ROLE }],
  ["states:StartSyncExecution", "stepfunctions", "start_sync_execution", { stateMachineArn: MACHINE }],
  ["states:CreateActivity", "stepfunctions", "create_activity", { name: "people" }],
  ["states:ListMapRuns", "stepfunctions", "list_map_runs", { executionArn: EXECUTION }],
  [
    "states:CreateStateMachine",
    "stepfunctions",
    "create_state_machine",
    { name: "express", definition: "{}", roleArn: ROLE, type: "EXPRESS" },
  ],
  ["monitoring:DescribeAlarms", "cloudwatch", "describe_alarms", {}],
  [
    "monitoring:SetAlarmState",
    "cloudwatch",
    "set_alarm_state",
    { AlarmName: "a", StateValue: "ALARM", StateReason: "why" },
  ],
  ["monitoring:PutMetricData", "cloudwatch", "put_metric_data", { Namespace: "n", MetricData: [] }],
  [
    "monitoring:PutMetricAlarm",
    "cloudwatch",
    "put_metric_alarm",
    { AlarmName: "a", ComparisonOperator: "LessThanThreshold", EvaluationPeriods: 1 },
  ],
  [
    "iam:PutRolePolicy",
    "iam",
    "put_role_policy",
    { RoleName: "stepline-dev-load", PolicyName: "more", PolicyDocument: "{}" },
  ],
  ["iam:CreateUser", "iam", "create_user", { UserName: "someone" }],
  ["s3:PutBucketPolicy", "s3", "put_bucket_policy", { Bucket: ARTIFACTS, Policy: "{}" }],
  [
    "s3:PutBucketLifecycleConfiguration",
    "s3",
    "put_bucket_lifecycle_configuration",
    { Bucket: ARTIFACTS, LifecycleConfiguration: { Rules: [] } },
  ],
  ["s3:GetBucketWebsite", "s3", "get_bucket_website", { Bucket: ARTIFACTS }],
  [
    "s3:GetBucketNotificationConfiguration",
    "s3",
    "get_bucket_notification_configuration",
    { Bucket: ARTIFACTS },
  ],
  [
    "s3:GetObjectAttributes",
    "s3",
    "get_object_attributes",
    { Bucket: ARTIFACTS, Key: "k", ObjectAttributes: ["ETag"] },
  ],
  [
    "dynamodb:UpdateTimeToLive",
    "dynamodb",
    "update_time_to_live",
    {
      TableName: "stepline-dev-runs",
      TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" },
    },
  ],
  ["dynamodb:ExecuteStatement", "dynamodb", "execute_statement", { Statement: "SELECT * FROM runs" }],
  ["sns:Publish", "sns", "publish", { PhoneNumber: "+441632960001", Message: "hello" }],
  ["sns:Subscribe", "sns", "subscribe", { TopicArn: TOPIC, Protocol: "email", Endpoint: "a@example.com" }],
  [
    "sqs:SetQueueAttributes",
    "sqs",
    "set_queue_attributes",
    { QueueUrl: "http://localhost/111122223333/stepline-dev-schedule-dlq", Attributes: { Policy: "{}" } },
  ],
  ["kms:CreateKey", "kms", "create_key", {}],
  ["kms:ScheduleKeyDeletion", "kms", "schedule_key_deletion", { KeyId: "k" }],
  ["logs:StartQuery", "logs", "start_query", { queryString: "fields", startTime: 1, endTime: 2 }],
  ["logs:PutRetentionPolicy", "logs", "put_retention_policy", { logGroupName: "g", retentionInDays: 7 }],
  ["events:PutEvents", "events", "put_events", { Entries: [{ Source: "s", DetailType: "d", Detail: "{}" }] }],
  ["events:PutRule", "events", "put_rule", { Name: "r", EventPattern: '{"source":["s"]}' }],
  [
    "scheduler:CreateSchedule",
    "scheduler",
    "create_schedule",
    {
      Name: "s",
      ScheduleExpression: "rate(1 day)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: TOPIC, RoleArn: ROLE },
    },
  ],
  [
    "lambda:UpdateFunctionConfiguration",
    "lambda",
    "update_function_configuration",
    { FunctionName: "f", Timeout: 3 },
  ],
  ["scheduler:TagResource", "scheduler", "tag_resource", { ResourceArn: GROUP, Tags: [] }],
  ["glue:GetTables", "glue", "get_tables", { DatabaseName: "d" }],
  ["glue:CreateJob", "glue", "create_job", { Name: "j", Role: ROLE, Command: {} }],
  [
    "redshift-serverless:CreateWorkgroup",
    "redshift-serverless",
    "create_workgroup",
    { workgroupName: "w1x", namespaceName: "n1x" },
  ],
  ["sts:GetSessionToken", "sts", "get_session_token", {}],
  ["secretsmanager:ListSecrets", "secretsmanager", "list_secrets", {}],
  ["ssm:GetParameter", "ssm", "get_parameter", { Name: "p" }],
  ["ec2:RunInstances", "ec2", "run_instances", { MinCount: 1, MaxCount: 1 }],
  ["tagging:GetResources", "resourcegroupstaggingapi", "get_resources", {}],
  ["athena:ListDataCatalogs", "athena", "list_data_catalogs", {}],
];

describe("npm run sandbox: what can't be answered truthfully", function () {
  this.timeout(TIMEOUT_MS);
  let answers: readonly (readonly [code: string, status: number, message: string] | null)[];

  before(async () => {
    const endpoint = await EndpointProcess.start(["--empty"]);
    try {
      const client = path.join(__dirname, "clients", "not_modelled.py");
      const input = JSON.stringify(REQUESTS.map(([, ...request]) => request));
      answers = JSON.parse(await runClient(endpoint, "python3", [client], { input })) as typeof answers;
    } finally {
      await endpoint.stop();
    }
  });

  REQUESTS.forEach(([names, service, operation], index) => {
    it(`boto3's ${service}.${operation} is refused by name`, () => {
      const answer = answers[index];
      assert.ok(answer, "it was answered as if it had been done");
      const [code, status, message] = answer;
      assert.deepEqual([code, status], ["NotModelled", 501], message);
      const [signedFor] = names.split(":");
      assert.match(message, new RegExp(`does not (model|run) ${signedFor}[: ]`));
      assert.ok(message.includes(names), message);
    });
  });
});
