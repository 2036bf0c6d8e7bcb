import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import * as dynamo from "@aws-sdk/client-dynamodb";
import * as glue from "@aws-sdk/client-glue";
import * as kms from "@aws-sdk/client-kms";
import * as lambda from "@aws-sdk/client-lambda";
import * as redshift from "@aws-sdk/client-redshift-data";
import * as s3 from "@aws-sdk/client-s3";
import * as sfn from "@aws-sdk/client-sfn";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { ACCOUNT, KEY_ARN, REGION, WORKGROUP_ARN } from "../iam/recorded-program";

export const BUCKET = "stepline-dev-raw";
export const PLAIN_BUCKET = "stepline-dev-access-logs";
const arn = (service: string, name: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
export const TABLE_ARN = arn("dynamodb", "table/stepline-dev-runs");
export const TOPIC_ARN = arn("sns", "stepline-dev-notifications");
export const QUEUE_ARN = arn("sqs", "stepline-dev-notifications-copy");
export const JOB_ARN = arn("glue", "job/stepline-dev-marketing-transform");
export const MACHINE_ARN = arn("states", "stateMachine:stepline-dev-marketing-ingest");
export const FUNCTION_ARN = arn("lambda", "function:stepline-dev-marketing-extract");
const EXECUTION_ARN = arn("states", "execution:stepline-dev-marketing-ingest:run-1");
const QUEUE_URL = `http://localhost/${ACCOUNT}/stepline-dev-notifications-copy`;
const object = (key: string, bucket = BUCKET) => `arn:aws:s3:::${bucket}/${key}`;

/** One request as a client signs it, and every question it must put to IAM, in order. */
export interface Row {
  readonly title: string;
  send(settings: DynamoDBClientConfig): Promise<unknown>;
  readonly asks: readonly (readonly [action: string, resource: string])[];
  /** Condition keys the first question must carry. */
  readonly context?: Readonly<Record<string, string>>;
}

type Command = { readonly input: object };

function rows(client: new (settings: never) => { send(command: never): Promise<unknown>; destroy(): void }) {
  return (title: string, command: Command, asks: Row["asks"], context?: Row["context"]): Row => ({
    ...{ title: `${command.constructor.name.replace(/Command$/, "")} ${title}`.trim(), asks, context },
    send: async (settings) => {
      const instance = new client(settings as never);
      try {
        await instance.send(command as never);
      } finally {
        instance.destroy();
      }
    },
  });
}

const decrypt = ["kms:Decrypt", KEY_ARN] as const;
const dataKey = ["kms:GenerateDataKey", KEY_ARN] as const;
const onS3 = rows(s3.S3Client);
const key = { Bucket: BUCKET, Key: "a b/ü=1+(2)*.csv" };
const KEY_RESOURCE = object("a b/ü=1+(2)*.csv");

const S3_ROWS: readonly Row[] = [
  onS3("", new s3.GetObjectCommand(key), [["s3:GetObject", KEY_RESOURCE], decrypt]),
  onS3("of an unencrypted bucket", new s3.GetObjectCommand({ Bucket: PLAIN_BUCKET, Key: "x" }), [
    ["s3:GetObject", object("x", PLAIN_BUCKET)],
  ]),
  onS3(
    "of a version",
    new s3.GetObjectCommand({ ...key, VersionId: "7" }),
    [["s3:GetObjectVersion", KEY_RESOURCE], decrypt],
    { "s3:versionid": "7" },
  ),
  onS3("", new s3.HeadObjectCommand(key), [["s3:GetObject", KEY_RESOURCE]]),
  onS3("with checksum", new s3.HeadObjectCommand({ ...key, ChecksumMode: "ENABLED" }), [
    ["s3:GetObject", KEY_RESOURCE],
    decrypt,
  ]),
  onS3("", new s3.PutObjectCommand({ ...key, Body: "text" }), [["s3:PutObject", KEY_RESOURCE], dataKey]),
  onS3(
    "only if new",
    new s3.PutObjectCommand({ ...key, Body: "text", IfNoneMatch: "*" }),
    [["s3:PutObject", KEY_RESOURCE], dataKey],
    { "s3:if-none-match": "*" },
  ),
  onS3(
    "with S3's own key",
    new s3.PutObjectCommand({ ...key, Body: "text", ServerSideEncryption: "AES256" }),
    [["s3:PutObject", KEY_RESOURCE]],
    { "s3:x-amz-server-side-encryption": "AES256" },
  ),
  onS3(
    "with a key by alias",
    new s3.PutObjectCommand({
      Bucket: PLAIN_BUCKET,
      Key: "x",
      Body: "",
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: "alias/stepline-dev",
    }),
    [["s3:PutObject", object("x", PLAIN_BUCKET)], dataKey],
  ),
  onS3("with tags", new s3.PutObjectCommand({ ...key, Body: "text", Tagging: "a=b" }), [
    ["s3:PutObject", KEY_RESOURCE],
    ["s3:PutObjectTagging", KEY_RESOURCE],
    dataKey,
  ]),
  onS3("", new s3.CopyObjectCommand({ ...key, CopySource: `${PLAIN_BUCKET}/from%20here` }), [
    ["s3:GetObject", object("from here", PLAIN_BUCKET)],
    ["s3:PutObject", KEY_RESOURCE],
    dataKey,
  ]),
  onS3("of a version", new s3.CopyObjectCommand({ ...key, CopySource: `${BUCKET}/from?versionId=9` }), [
    ["s3:GetObjectVersion", object("from")],
    decrypt,
    ["s3:PutObject", KEY_RESOURCE],
    dataKey,
  ]),
  onS3("", new s3.DeleteObjectCommand(key), [["s3:DeleteObject", KEY_RESOURCE]]),
  onS3("of a version", new s3.DeleteObjectCommand({ ...key, VersionId: "7" }), [
    ["s3:DeleteObjectVersion", KEY_RESOURCE],
  ]),
  onS3(
    "",
    new s3.DeleteObjectsCommand({
      Bucket: BUCKET,
      Delete: { Objects: [{ Key: "a&b<c" }, { Key: "d", VersionId: "1" }] },
    }),
    [
      ["s3:DeleteObject", object("a&b<c")],
      ["s3:DeleteObjectVersion", object("d")],
    ],
  ),
  onS3(
    "",
    new s3.ListObjectsV2Command({ Bucket: BUCKET, Prefix: "data/", MaxKeys: 5 }),
    [["s3:ListBucket", `arn:aws:s3:::${BUCKET}`]],
    { "s3:prefix": "data/", "s3:max-keys": "5", "aws:SecureTransport": "true" },
  ),
  onS3(
    "of everything",
    new s3.ListObjectsCommand({ Bucket: BUCKET, Delimiter: "/" }),
    [["s3:ListBucket", `arn:aws:s3:::${BUCKET}`]],
    { "s3:prefix": "", "s3:delimiter": "/" },
  ),
  onS3("", new s3.ListObjectVersionsCommand({ Bucket: BUCKET }), [
    ["s3:ListBucketVersions", `arn:aws:s3:::${BUCKET}`],
  ]),
  onS3("", new s3.HeadBucketCommand({ Bucket: BUCKET }), [["s3:ListBucket", `arn:aws:s3:::${BUCKET}`]]),
  onS3("", new s3.GetBucketLocationCommand({ Bucket: BUCKET }), [
    ["s3:GetBucketLocation", `arn:aws:s3:::${BUCKET}`],
  ]),
  onS3("", new s3.GetBucketVersioningCommand({ Bucket: BUCKET }), [
    ["s3:GetBucketVersioning", `arn:aws:s3:::${BUCKET}`],
  ]),
  onS3("", new s3.GetBucketEncryptionCommand({ Bucket: BUCKET }), [
    ["s3:GetEncryptionConfiguration", `arn:aws:s3:::${BUCKET}`],
  ]),
  onS3("", new s3.ListBucketsCommand({}), [["s3:ListAllMyBuckets", "*"]]),
  onS3("", new s3.CreateMultipartUploadCommand(key), [["s3:PutObject", KEY_RESOURCE], dataKey, decrypt]),
  onS3("", new s3.UploadPartCommand({ ...key, UploadId: "u", PartNumber: 1, Body: "text" }), [
    ["s3:PutObject", KEY_RESOURCE],
    dataKey,
    decrypt,
  ]),
  onS3(
    "",
    new s3.UploadPartCopyCommand({ ...key, UploadId: "u", PartNumber: 1, CopySource: `${PLAIN_BUCKET}/x` }),
    [["s3:GetObject", object("x", PLAIN_BUCKET)], ["s3:PutObject", KEY_RESOURCE], dataKey, decrypt],
  ),
  onS3(
    "",
    new s3.CompleteMultipartUploadCommand({
      ...key,
      UploadId: "u",
      MultipartUpload: { Parts: [{ ETag: "e", PartNumber: 1 }] },
    }),
    [["s3:PutObject", KEY_RESOURCE], decrypt],
  ),
  onS3("", new s3.AbortMultipartUploadCommand({ ...key, UploadId: "u" }), [
    ["s3:AbortMultipartUpload", KEY_RESOURCE],
  ]),
  onS3("", new s3.ListPartsCommand({ ...key, UploadId: "u" }), [
    ["s3:ListMultipartUploadParts", KEY_RESOURCE],
  ]),
  onS3("", new s3.ListMultipartUploadsCommand({ Bucket: BUCKET }), [
    ["s3:ListBucketMultipartUploads", `arn:aws:s3:::${BUCKET}`],
  ]),
  onS3("", new s3.GetObjectTaggingCommand(key), [["s3:GetObjectTagging", KEY_RESOURCE]]),
];

const onDynamo = rows(DynamoDBClient);
const TableName = "stepline-dev-runs";
const item = { TableName, Key: { pk: { S: "x" } } };

const DYNAMODB_ROWS: readonly Row[] = [
  onDynamo("", new dynamo.GetItemCommand(item), [["dynamodb:GetItem", TABLE_ARN], decrypt]),
  onDynamo("by ARN", new dynamo.PutItemCommand({ TableName: TABLE_ARN, Item: item.Key }), [
    ["dynamodb:PutItem", TABLE_ARN],
    decrypt,
  ]),
  onDynamo("of an index", new dynamo.QueryCommand({ TableName, IndexName: "by-date" }), [
    ["dynamodb:Query", `${TABLE_ARN}/index/by-date`],
    decrypt,
  ]),
  onDynamo(
    "",
    new dynamo.TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName, Item: item.Key } },
        { Put: { TableName, Item: { pk: { S: "y" } } } },
        { Update: { ...item, UpdateExpression: "SET a = b" } },
        { Delete: item },
        { ConditionCheck: { ...item, ConditionExpression: "attribute_exists(pk)" } },
      ],
    }),
    [
      ["dynamodb:PutItem", TABLE_ARN],
      decrypt,
      ["dynamodb:UpdateItem", TABLE_ARN],
      ["dynamodb:DeleteItem", TABLE_ARN],
      ["dynamodb:ConditionCheckItem", TABLE_ARN],
    ],
  ),
  onDynamo(
    "",
    new dynamo.BatchWriteItemCommand({
      RequestItems: { [TableName]: [{ DeleteRequest: { Key: item.Key } }] },
    }),
    [["dynamodb:BatchWriteItem", TABLE_ARN], decrypt],
  ),
  onDynamo("", new dynamo.DescribeTableCommand({ TableName }), [["dynamodb:DescribeTable", TABLE_ARN]]),
];

const onStates = rows(sfn.SFNClient);
const OTHERS: readonly Row[] = [
  onStates(
    "by alias",
    new sfn.StartExecutionCommand({ stateMachineArn: `${MACHINE_ARN}:live`, name: "n" }),
    [["states:StartExecution", MACHINE_ARN]],
    { "states:StateMachineQualifier": "live" },
  ),
  onStates("", new sfn.DescribeExecutionCommand({ executionArn: EXECUTION_ARN }), [
    ["states:DescribeExecution", EXECUTION_ARN],
  ]),
  onStates("", new sfn.StopExecutionCommand({ executionArn: EXECUTION_ARN }), [
    ["states:StopExecution", EXECUTION_ARN],
  ]),
  onStates("", new sfn.GetExecutionHistoryCommand({ executionArn: EXECUTION_ARN }), [
    ["states:GetExecutionHistory", EXECUTION_ARN],
  ]),
  onStates("", new sfn.SendTaskSuccessCommand({ taskToken: "t", output: "{}" }), [
    ["states:SendTaskSuccess", "*"],
  ]),
  rows(sns.SNSClient)(
    "to an encrypted topic",
    new sns.PublishCommand({ TopicArn: TOPIC_ARN, Message: "m&n=1" }),
    [["sns:Publish", TOPIC_ARN], dataKey, decrypt],
  ),
  rows(sqs.SQSClient)("", new sqs.SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: "m" }), [
    ["sqs:SendMessage", QUEUE_ARN],
    dataKey,
    decrypt,
  ]),
  rows(sqs.SQSClient)("", new sqs.ReceiveMessageCommand({ QueueUrl: QUEUE_URL }), [
    ["sqs:ReceiveMessage", QUEUE_ARN],
    decrypt,
  ]),
  rows(sqs.SQSClient)("", new sqs.DeleteMessageCommand({ QueueUrl: QUEUE_URL, ReceiptHandle: "h" }), [
    ["sqs:DeleteMessage", QUEUE_ARN],
  ]),
  rows(lambda.LambdaClient)("by alias", new lambda.InvokeCommand({ FunctionName: `${FUNCTION_ARN}:live` }), [
    ["lambda:InvokeFunction", `${FUNCTION_ARN}:live`],
  ]),
  rows(lambda.LambdaClient)(
    "by name",
    new lambda.InvokeCommand({ FunctionName: "stepline-dev-marketing-extract" }),
    [["lambda:InvokeFunction", FUNCTION_ARN]],
  ),
  rows(lambda.LambdaClient)(
    "by name and qualifier",
    new lambda.InvokeCommand({ FunctionName: "stepline-dev-marketing-extract", Qualifier: "3" }),
    [["lambda:InvokeFunction", `${FUNCTION_ARN}:3`]],
  ),
  rows(lambda.LambdaClient)(
    "",
    new lambda.GetFunctionCommand({ FunctionName: "stepline-dev-marketing-extract" }),
    [["lambda:GetFunction", FUNCTION_ARN]],
  ),
  rows(glue.GlueClient)("", new glue.StartJobRunCommand({ JobName: "stepline-dev-marketing-transform" }), [
    ["glue:StartJobRun", JOB_ARN],
  ]),
  rows(glue.GlueClient)(
    "",
    new glue.GetJobRunCommand({ JobName: "stepline-dev-marketing-transform", RunId: "r" }),
    [["glue:GetJobRun", JOB_ARN]],
  ),
  rows(glue.GlueClient)(
    "",
    new glue.BatchStopJobRunCommand({ JobName: "stepline-dev-marketing-transform", JobRunIds: ["r"] }),
    [["glue:BatchStopJobRun", JOB_ARN]],
  ),
  rows(redshift.RedshiftDataClient)(
    "",
    new redshift.BatchExecuteStatementCommand({
      WorkgroupName: "stepline-dev",
      Database: "analytics",
      Sqls: ["select 1"],
    }),
    [
      ["redshift-data:BatchExecuteStatement", WORKGROUP_ARN],
      ["redshift-serverless:GetCredentials", WORKGROUP_ARN],
    ],
  ),
  rows(redshift.RedshiftDataClient)(
    "",
    new redshift.ExecuteStatementCommand({
      WorkgroupName: "stepline-dev",
      Database: "analytics",
      Sql: "select 1",
    }),
    [
      ["redshift-data:ExecuteStatement", WORKGROUP_ARN],
      ["redshift-serverless:GetCredentials", WORKGROUP_ARN],
    ],
  ),
  rows(redshift.RedshiftDataClient)("", new redshift.DescribeStatementCommand({ Id: "i" }), [
    ["redshift-data:DescribeStatement", "*"],
  ]),
  rows(redshift.RedshiftDataClient)("", new redshift.CancelStatementCommand({ Id: "i" }), [
    ["redshift-data:CancelStatement", "*"],
  ]),
  rows(kms.KMSClient)(
    "by alias",
    new kms.GenerateDataKeyCommand({ KeyId: "alias/stepline-dev", KeySpec: "AES_256" }),
    [["kms:GenerateDataKey", KEY_ARN]],
  ),
];

export const REQUESTS: readonly Row[] = [...S3_ROWS, ...DYNAMODB_ROWS, ...OTHERS];
