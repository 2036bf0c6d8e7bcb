import { type Permission, type PolicyDocument, policyDocument } from "../iam/permission";
import type { Names } from "../naming";
import { inOwnBucket, owned } from "./calls/ownership";

/**
 * The most that any role of a stack can ever do, whatever policy a deploy gives it: what the roles of pipelines need, on things of the stack. A
 * pipeline that needs another service needs an administrator to widen it first, here. Known text: the sandbox bounds roles by the same document.
 */
export function boundaryDocument(names: Names): PolicyDocument {
  const allowed = policyDocument([
    ...storage(names),
    ...work(names),
    ...warehouse(names),
    ...telemetry(names),
  ]);
  return {
    ...allowed,
    Statement: [
      ...allowed.Statement,
      // Not even by the policy of a resource that would let them, which a boundary alone does not always hold back.
      {
        Sid: "NeverAdministers",
        Effect: "Deny",
        Action: ["iam:*", "organizations:*", "account:*"],
        Resource: ["*"],
      },
    ],
  };
}

function storage(names: Names): readonly Permission[] {
  const { region } = names.placement;
  return [
    {
      sid: "Objects",
      actions: [
        ...["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject"],
        "s3:AbortMultipartUpload",
      ],
      resources: [names.s3(names.bucket("*"), "*")],
      conditions: inOwnBucket(names),
    },
    {
      sid: "Buckets",
      actions: ["s3:ListBucket", "s3:GetBucketLocation"],
      resources: [names.s3(names.bucket("*"))],
      conditions: inOwnBucket(names),
    },
    {
      sid: "Ledger",
      actions: ["dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
      resources: [names.table(names.resource("*"))],
    },
    {
      sid: "KeyThroughServices",
      actions: [
        ...["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
        ...["kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:DescribeKey"],
      ],
      resources: [names.regional("kms", "key/*")],
      conditions: {
        StringEquals: {
          ...owned(names).StringEquals,
          "kms:ViaService": ["s3", "dynamodb", "sns", "sqs"].map(
            (service) => `${service}.${region}.amazonaws.com`,
          ),
        },
      },
    },
  ];
}

function work(names: Names): readonly Permission[] {
  const all = names.resource("*");
  return [
    { sid: "Functions", actions: ["lambda:InvokeFunction"], resources: [names.lambda(all)] },
    { sid: "StartRuns", actions: ["states:StartExecution"], resources: [names.stateMachine(all)] },
    {
      sid: "Runs",
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [names.execution(all, "*")],
    },
    {
      sid: "WaitForRuns",
      actions: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
      resources: [names.eventRule("StepFunctionsGetEventsForStepFunctionsExecutionRule")],
    },
    {
      sid: "Jobs",
      actions: ["glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"],
      resources: [names.glueJob(all)],
    },
    {
      sid: "JobEncryption",
      actions: ["glue:GetSecurityConfiguration"],
      resources: ["*"],
      reason: "Glue has no resource type for security configurations.",
    },
    { sid: "Notify", actions: ["sns:Publish"], resources: [names.topic(all)] },
    { sid: "Queue", actions: ["sqs:SendMessage"], resources: [names.queue(all)] },
    { sid: "OwnRoles", actions: ["sts:AssumeRole"], resources: [names.role(all)] },
  ];
}

function warehouse(names: Names): readonly Permission[] {
  return [
    {
      sid: "Warehouse",
      actions: [
        ...["redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement"],
        "redshift-serverless:GetCredentials",
      ],
      // AWS names it by an identifier.
      resources: [names.regional("redshift-serverless", "workgroup/*")],
      conditions: owned(names),
    },
    {
      sid: "Statements",
      actions: [
        ...["redshift-data:DescribeStatement", "redshift-data:GetStatementResult"],
        "redshift-data:CancelStatement",
      ],
      resources: ["*"],
      reason: "The Data API has no resource type for statements; each role sees its own.",
    },
  ];
}

function telemetry(names: Names): readonly Permission[] {
  const groups = ["/aws/lambda/", "/aws-glue/jobs/", "/aws/vpc/"].map((prefix) =>
    names.logGroup(`${prefix}${names.resource("*")}`),
  );
  return [
    {
      sid: "Logs",
      actions: [
        ...["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        "logs:AssociateKmsKey",
      ],
      resources: groups,
    },
    {
      sid: "LogDelivery",
      actions: [
        ...["logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery"],
        ...["logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy"],
        ...["logs:DescribeResourcePolicies", "logs:DescribeLogGroups"],
      ],
      resources: ["*"],
      reason: "Log delivery has no resource types.",
    },
    {
      sid: "Traces",
      actions: [
        ...["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
        ...["xray:GetSamplingRules", "xray:GetSamplingTargets"],
      ],
      resources: ["*"],
      reason: "X-Ray has no resource types for these actions.",
    },
    {
      sid: "JobMetrics",
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": "Glue" } },
      reason: "Metrics are no resources: their namespace is the scope.",
    },
  ];
}
