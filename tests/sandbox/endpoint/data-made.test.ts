import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as s3 from "@aws-sdk/client-s3";
import * as sfn from "@aws-sdk/client-sfn";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { recordProgram } from "../../../sandbox/program/record";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import type { RecordedProgram } from "../../../sandbox/types";

const TIMEOUT_MS = 120_000;
const BUCKET = "mybkt";
const QUEUE = { VisibilityTimeout: "7", MessageRetentionPeriod: "3600" };
const TABLE = "t1";
const TOPIC = "arn:aws:sns:eu-west-1:111122223333:stepline-dev-notifications";

describe("a sandbox that keeps its state: what was made through the API", function () {
  this.timeout(TIMEOUT_MS);
  let folder: string;
  let program: RecordedProgram;
  let sandbox: Sandbox | undefined;
  let clients: ReturnType<typeof clientsOf>;
  const warnings: string[] = [];

  const stop = async (): Promise<void> => {
    if (sandbox !== undefined) {
      clients.close();
      await sandbox.close();
    }
  };
  const restart = async (): Promise<void> => {
    await stop();
    const onWarning = (text: string) => warnings.push(text);
    sandbox = await startSandbox({ program, sink: () => undefined, dataDirectory: folder, onWarning });
    clients = clientsOf(sandbox);
  };

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-made-"));
    program = await recordProgram({ stack: "dev" });
    await restart();
    await make(clients);
    await restart();
    // What was put back is saved again, as it is.
    await restart();
  });

  after(async () => {
    await stop();
    fs.rmSync(folder, { recursive: true });
  });

  it("a bucket is there with its versioning, tags and objects", async () => {
    const at = { Bucket: BUCKET };
    const { Status } = await clients.s3.send(new s3.GetBucketVersioningCommand(at));
    const { TagSet } = await clients.s3.send(new s3.GetBucketTaggingCommand(at));
    const { Body } = await clients.s3.send(new s3.GetObjectCommand({ ...at, Key: "a" }));
    assert.deepEqual(
      [Status, TagSet, await Body!.transformToString()],
      ["Enabled", [{ Key: "k", Value: "v" }], "x"],
    );
  });

  it("a table is there with its index and items, and takes more", async () => {
    const { Table } = await clients.dynamodb.send(new dynamodb.DescribeTableCommand({ TableName: TABLE }));
    assert.deepEqual([Table?.GlobalSecondaryIndexes?.[0].IndexName, Table?.ItemCount], ["by-day", 1]);
    const item = { id: { S: "2" }, day: { S: "monday" } };
    await clients.dynamodb.send(new dynamodb.PutItemCommand({ TableName: TABLE, Item: item }));
    const { Items } = await clients.dynamodb.send(
      new dynamodb.QueryCommand({
        ...{ TableName: TABLE, IndexName: "by-day", KeyConditionExpression: "#d = :d" },
        ExpressionAttributeNames: { "#d": "day" },
        ExpressionAttributeValues: { ":d": { S: "monday" } },
      }),
    );
    assert.deepEqual(Items?.map(({ id }) => id.S).sort(), ["1", "2"]);
  });

  it("a queue is there with its attributes, dead-letter queue and messages", async () => {
    const { QueueUrl } = await clients.sqs.send(new sqs.GetQueueUrlCommand({ QueueName: "a-work" }));
    const { Attributes } = await clients.sqs.send(
      new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    assert.deepEqual({ ...Attributes, ...QUEUE }, Attributes);
    // Received for the first time, then once too often.
    const receive = new sqs.ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 });
    const { Messages } = await clients.sqs.send(receive);
    assert.equal(Messages?.[0].Body, "m");
    await clients.sqs.send(receive);
    const dead = await clients.sqs.send(new sqs.GetQueueUrlCommand({ QueueName: "z-dead" }));
    const { Messages: letters } = await clients.sqs.send(
      new sqs.ReceiveMessageCommand({ QueueUrl: dead.QueueUrl }),
    );
    assert.equal(letters?.[0].Body, "m");
  });

  it("a log group is there with its tags", async () => {
    const resourceArn = "arn:aws:logs:eu-west-1:111122223333:log-group:made";
    const { tags } = await clients.logs.send(new logs.ListTagsForResourceCommand({ resourceArn }));
    assert.deepEqual(tags, { k: "v" });
  });

  it("none of it is said to be without a place", () => {
    assert.deepEqual(warnings, []);
  });

  it("what would not be kept is refused by name", async () => {
    const definition = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
    const machine = { name: "m", definition, roleArn: "arn:aws:iam::111122223333:role/r" };
    const queue = { TopicArn: TOPIC, Protocol: "sqs", Endpoint: "arn:aws:sqs:eu-west-1:111122223333:a-work" };
    const ingest = "arn:aws:states:eu-west-1:111122223333:stateMachine:stepline-dev-marketing-ingest";
    const routingConfiguration = [{ stateMachineVersionArn: `${ingest}:1`, weight: 100 }];
    const alias = { name: "next", routingConfiguration };
    for (const [operation, refused] of [
      ["sns:CreateTopic", () => clients.sns.send(new sns.CreateTopicCommand({ Name: "topic" }))],
      ["sns:Subscribe", () => clients.sns.send(new sns.SubscribeCommand(queue))],
      ["states:CreateStateMachine", () => clients.sfn.send(new sfn.CreateStateMachineCommand(machine))],
      [
        "states:CreateStateMachineAlias",
        () => clients.sfn.send(new sfn.CreateStateMachineAliasCommand(alias)),
      ],
    ] as const) {
      const message = new RegExp(`does not model ${operation}: --data would not keep it`);
      await assert.rejects(refused, { name: "NotModelled", message }, operation);
    }
  });

  it("a deleted one stays deleted", async () => {
    await clients.dynamodb.send(new dynamodb.DeleteTableCommand({ TableName: TABLE }));
    await restart();
    const { TableNames } = await clients.dynamodb.send(new dynamodb.ListTablesCommand());
    assert.ok(!TableNames?.includes(TABLE), TableNames?.join(", "));
  });
});

function clientsOf({ client }: Sandbox) {
  const all = {
    s3: new s3.S3Client({ ...client, forcePathStyle: true }),
    dynamodb: new dynamodb.DynamoDBClient(client),
    sqs: new sqs.SQSClient(client),
    sns: new sns.SNSClient(client),
    sfn: new sfn.SFNClient(client),
    logs: new logs.CloudWatchLogsClient(client),
  };
  return {
    ...all,
    close: () => {
      Object.values(all).forEach((one) => {
        one.destroy();
      });
    },
  };
}

async function make(clients: ReturnType<typeof clientsOf>): Promise<void> {
  const at = { Bucket: BUCKET };
  const configuration = { LocationConstraint: "eu-west-1" } as const;
  await clients.s3.send(new s3.CreateBucketCommand({ ...at, CreateBucketConfiguration: configuration }));
  const versioning = { ...at, VersioningConfiguration: { Status: "Enabled" } } as const;
  await clients.s3.send(new s3.PutBucketVersioningCommand(versioning));
  const tagging = { TagSet: [{ Key: "k", Value: "v" }] };
  await clients.s3.send(new s3.PutBucketTaggingCommand({ ...at, Tagging: tagging }));
  await clients.s3.send(new s3.PutObjectCommand({ ...at, Key: "a", Body: "x" }));
  await clients.dynamodb.send(
    new dynamodb.CreateTableCommand({
      TableName: TABLE,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: ["id", "day"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-day",
          KeySchema: [{ AttributeName: "day", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }),
  );
  const item = { id: { S: "1" }, day: { S: "monday" } };
  await clients.dynamodb.send(new dynamodb.PutItemCommand({ TableName: TABLE, Item: item }));
  await clients.sqs.send(new sqs.CreateQueueCommand({ QueueName: "z-dead" }));
  const deadLetterTargetArn = "arn:aws:sqs:eu-west-1:111122223333:z-dead";
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
  const queue = { QueueName: "a-work", Attributes: { ...QUEUE, RedrivePolicy } };
  const { QueueUrl } = await clients.sqs.send(new sqs.CreateQueueCommand(queue));
  await clients.sqs.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: "m" }));
  await clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName: "made", tags: { k: "v" } }));
}
