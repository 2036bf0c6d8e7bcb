import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import * as s3 from "@aws-sdk/client-s3";
import * as sfn from "@aws-sdk/client-sfn";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { pythonPath } from "../../../sandbox/paths";
import {
  ACCOUNT,
  allow,
  encryptedBucket,
  program,
  REGION,
  role,
  roleArn,
  stackKey,
} from "../iam/recorded-program";
import { GatewayUnderTest } from "./gateway-under-test";

const BUCKET = "stepline-dev-raw";
const MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:child`;
const RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
const LOG_ACTIONS = [
  "CreateLogDelivery",
  "GetLogDelivery",
  "UpdateLogDelivery",
  "DeleteLogDelivery",
  "ListLogDeliveries",
];
const LOGS = allow(
  "Logs",
  [...LOG_ACTIONS, "PutResourcePolicy", "DescribeResourcePolicies", "DescribeLogGroups"].map(
    (name) => `logs:${name}`,
  ),
  "*",
);
const RULES = allow("Rule", ["events:PutTargets", "events:PutRule", "events:DescribeRule"], RULE);
const states = { service: "states.amazonaws.com" };

const ROLES = [
  ...role("worker", [
    allow("Data", ["s3:*", "dynamodb:*", "sns:*", "sqs:*"], "*"),
    allow("Start", "states:*", "*"),
  ]),
  ...role("stepline-dev-worker", [allow("Data", "s3:*", "*")]),
  ...role("reader", [allow("Read", "s3:GetObject", `arn:aws:s3:::${BUCKET}/*`)]),
  ...role("machine", [LOGS, RULES], states),
  ...role("silent-machine", [RULES], states),
  ...role("lonely-machine", [LOGS], states),
];

/** A machine that ends at once; or one that waits for a nested execution. */
const PASS = JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", End: true } } });
const NESTED = JSON.stringify({
  StartAt: "P",
  States: {
    P: {
      Type: "Parallel",
      End: true,
      Branches: [
        {
          StartAt: "N",
          States: {
            N: {
              Type: "Task",
              Resource: "arn:aws:states:::states:startExecution.sync:2",
              Parameters: {},
              End: true,
            },
          },
        },
      ],
    },
  },
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

describe("the gateway before moto", function () {
  this.timeout(60_000);
  let moto: ChildProcess;
  let gateway: GatewayUnderTest;

  before(async () => {
    const port = await freePort();
    const environment = { ...process.env, MOTO_ACCOUNT_ID: ACCOUNT };
    moto = spawn(pythonPath(), ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], {
      env: environment,
      stdio: "ignore",
    });
    while (
      !(await fetch(`http://127.0.0.1:${port}/moto-api/`).then(
        (answer) => answer.ok,
        () => false,
      ))
    ) {
      assert.equal(moto.exitCode, null, "moto ended while it was starting");
      await delay(50);
    }
    gateway = await GatewayUnderTest.start(
      program(...stackKey(), ...encryptedBucket(BUCKET), ...ROLES),
      port,
    );
    const configuration = { LocationConstraint: REGION } as const;
    const operator = new s3.S3Client(gateway.as("operator"));
    await operator.send(
      new s3.CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: configuration }),
    );
    await operator.send(
      new s3.CreateBucketCommand({ Bucket: "plain", CreateBucketConfiguration: configuration }),
    );
  });

  after(async () => {
    await gateway.close();
    if (moto.exitCode === null) {
      moto.kill();
      await once(moto, "exit");
    }
  });

  it("S3: objects survive the way there and back, whatever their keys and bytes", async () => {
    const client = new s3.S3Client(gateway.as("stepline-dev-worker"));
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
    for (const Key of ["plain.csv", "contact_date=2008-11-21/a b+c.csv", "ü/(1)'*!~.csv", "a//b", "%20"]) {
      await client.send(
        new s3.PutObjectCommand({ Bucket: BUCKET, Key, Body: bytes, Metadata: { origin: "test" } }),
      );
      const answer = await client.send(new s3.GetObjectCommand({ Bucket: BUCKET, Key }));
      assert.equal(Buffer.compare(Buffer.from(await answer.Body!.transformToByteArray()), bytes), 0, Key);
      assert.equal(answer.Metadata?.origin, "test");
    }
  });

  it("S3: copies, lists, ranges, multipart uploads and deletes", async () => {
    const client = new s3.S3Client(gateway.as("worker"));
    const Bucket = "plain";
    const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand({ Bucket, Key: "big" }));
    const part = { Bucket, Key: "big", UploadId, PartNumber: 1 };
    const { ETag } = await client.send(new s3.UploadPartCommand({ ...part, Body: "0123456789" }));
    await client.send(
      new s3.CompleteMultipartUploadCommand({
        Bucket,
        Key: "big",
        UploadId,
        MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] },
      }),
    );
    await client.send(new s3.CopyObjectCommand({ Bucket, Key: "copy of big", CopySource: "plain/big" }));
    const ranged = await client.send(
      new s3.GetObjectCommand({ Bucket, Key: "copy of big", Range: "bytes=2-4" }),
    );
    assert.equal(await ranged.Body!.transformToString(), "234");
    const listed = await client.send(new s3.ListObjectsV2Command({ Bucket, Prefix: "copy" }));
    assert.deepEqual(
      listed.Contents?.map(({ Key }) => Key),
      ["copy of big"],
    );
    await client.send(
      new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "big" }, { Key: "copy of big" }] } }),
    );
    await assert.rejects(client.send(new s3.HeadObjectCommand({ Bucket, Key: "big" })), { name: "NotFound" });
  });

  it("S3: the key's policy decides where a bucket is encrypted", async () => {
    const outside = new s3.S3Client(gateway.as("worker"));
    await assert.rejects(
      outside.send(new s3.PutObjectCommand({ Bucket: BUCKET, Key: "x", Body: "y" })),
      /kms:GenerateDataKey/,
    );
  });

  it("S3: a missing object is forbidden to who may not list", async () => {
    const client = new s3.S3Client(gateway.as("reader"));
    await assert.rejects(client.send(new s3.GetObjectCommand({ Bucket: BUCKET, Key: "missing" })), {
      name: "AccessDenied",
    });
  });

  it("DynamoDB: a transaction's refusal arrives with its reasons", async () => {
    const TableName = "runs";
    const key = { AttributeName: "pk", KeyType: "HASH" } as const;
    const attribute = { AttributeName: "pk", AttributeType: "S" } as const;
    await new DynamoDBClient(gateway.as("operator")).send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [key],
        AttributeDefinitions: [attribute],
      }),
    );
    const client = new DynamoDBClient(gateway.as("worker"));
    const put = { TableName, Item: { pk: { S: "a" } }, ConditionExpression: "attribute_not_exists(pk)" };
    const transaction = new TransactWriteItemsCommand({ TransactItems: [{ Put: put }] });
    await client.send(transaction);
    await assert.rejects(client.send(transaction), { name: "TransactionCanceledException" });
    assert.deepEqual((await client.send(new GetItemCommand({ TableName, Key: { pk: { S: "a" } } }))).Item, {
      pk: { S: "a" },
    });
  });

  it("SNS and SQS: a notice reaches the queue that copies the topic", async () => {
    const [topics, queues] = [new SNSClient(gateway.as("operator")), new SQSClient(gateway.as("operator"))];
    const { TopicArn } = await topics.send(new CreateTopicCommand({ Name: "topic" }));
    const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: "copy" }));
    assert.equal(new URL(QueueUrl!).port, String(gateway.port));
    const Endpoint = `arn:aws:sqs:${REGION}:${ACCOUNT}:copy`;
    await topics.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
    await new SNSClient(gateway.as("worker")).send(new PublishCommand({ TopicArn, Message: "run ended" }));
    const { Messages } = await new SQSClient(gateway.as("worker")).send(
      new ReceiveMessageCommand({ QueueUrl }),
    );
    assert.equal((JSON.parse(Messages![0].Body!) as { Message: string }).Message, "run ended");
  });

  describe("Step Functions", () => {
    const create = (name: string, roleName: string, definition = PASS, level: "OFF" | "ALL" = "OFF") => {
      const destinations = [
        {
          cloudWatchLogsLogGroup: {
            logGroupArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/vendedlogs/states/x:*`,
          },
        },
      ];
      const loggingConfiguration = level === "OFF" ? undefined : { level, destinations };
      return new sfn.CreateStateMachineCommand({
        name,
        definition,
        roleArn: roleArn(roleName),
        loggingConfiguration,
      });
    };

    it("checks a machine's role as AWS does before it makes the machine", async () => {
      const client = new sfn.SFNClient(gateway.as("operator"));
      await client.send(create("good", "machine", NESTED, "ALL"));
      const refusals: [sfn.CreateStateMachineCommand, RegExp][] = [
        [
          create("a", "silent-machine", PASS, "ALL"),
          /not authorized to access the Log Destination \(missing: logs:CreateLogDelivery/,
        ],
        [
          create("b", "lonely-machine", NESTED),
          /^'arn:aws:iam::111122223333:role\/lonely-machine' is not authorized to create managed-rule\. /,
        ],
        [
          create("c", "worker"),
          /^Neither the global service principal states.amazonaws.com, nor the regional one is authorized/,
        ],
      ];
      for (const [command, message] of refusals) {
        await assert.rejects(client.send(command), { name: "AccessDeniedException", message });
      }
      const unknown = NESTED.replace("states:startExecution.sync:2", "batch:submitJob.sync");
      await assert.rejects(client.send(create("d", "machine", unknown)), { name: "NotModelled" });
    });

    it("runs versions and aliases, and says which one an execution came from", async () => {
      const client = new sfn.SFNClient(gateway.as("operator"));
      await client.send(create("child", "machine"));
      const version = await client.send(
        new sfn.PublishStateMachineVersionCommand({ stateMachineArn: MACHINE }),
      );
      assert.equal(version.stateMachineVersionArn, `${MACHINE}:1`);
      assert.ok(version.creationDate instanceof Date);
      const again = await client.send(
        new sfn.PublishStateMachineVersionCommand({ stateMachineArn: MACHINE }),
      );
      assert.equal(again.stateMachineVersionArn, `${MACHINE}:1`);
      const routingConfiguration = [{ stateMachineVersionArn: `${MACHINE}:1`, weight: 100 }];
      const alias = await client.send(
        new sfn.CreateStateMachineAliasCommand({ name: "live", routingConfiguration }),
      );
      assert.equal(alias.stateMachineAliasArn, `${MACHINE}:live`);

      const caller = new sfn.SFNClient(gateway.as("worker"));
      const started = await caller.send(
        new sfn.StartExecutionCommand({ stateMachineArn: `${MACHINE}:live`, input: "{}" }),
      );
      assert.match(started.executionArn!, /:execution:child:[0-9a-f]{8}-[0-9a-f-]{27}$/);
      const described = await caller.send(
        new sfn.DescribeExecutionCommand({ executionArn: started.executionArn }),
      );
      assert.deepEqual(
        [described.stateMachineAliasArn, described.stateMachineVersionArn],
        [`${MACHINE}:live`, `${MACHINE}:1`],
      );
      const listed = await client.send(new sfn.ListExecutionsCommand({ stateMachineArn: `${MACHINE}:live` }));
      assert.deepEqual(
        listed.executions?.map(({ executionArn }) => executionArn),
        [started.executionArn],
      );
      const machine = await client.send(
        new sfn.DescribeStateMachineCommand({ stateMachineArn: `${MACHINE}:live` }),
      );
      assert.deepEqual([machine.stateMachineArn, machine.definition], [`${MACHINE}:1`, PASS]);
      const versions = await client.send(
        new sfn.ListStateMachineVersionsCommand({ stateMachineArn: MACHINE }),
      );
      assert.deepEqual(
        versions.stateMachineVersions?.map(({ stateMachineVersionArn }) => stateMachineVersionArn),
        [`${MACHINE}:1`],
      );
      const aliases = await client.send(new sfn.ListStateMachineAliasesCommand({ stateMachineArn: MACHINE }));
      assert.deepEqual(
        aliases.stateMachineAliases?.map(({ stateMachineAliasArn }) => stateMachineAliasArn),
        [`${MACHINE}:live`],
      );
    });

    it("doesn't run a version that was changed since, and runs the next once the alias points to it", async () => {
      const client = new sfn.SFNClient(gateway.as("operator"));
      const stateMachineArn = MACHINE.replace(/child$/, "changing");
      const created = await client.send(
        new sfn.CreateStateMachineCommand({ ...create("changing", "machine").input, publish: true }),
      );
      assert.equal(created.stateMachineVersionArn, `${stateMachineArn}:1`);
      const routingConfiguration = [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 }];
      await client.send(new sfn.CreateStateMachineAliasCommand({ name: "live", routingConfiguration }));
      const definition = PASS.replaceAll('"A"', '"B"');
      const updated = await client.send(
        new sfn.UpdateStateMachineCommand({ stateMachineArn, definition, publish: true }),
      );
      assert.equal(updated.stateMachineVersionArn, `${stateMachineArn}:2`);
      const start = new sfn.StartExecutionCommand({ stateMachineArn: `${stateMachineArn}:live` });
      await assert.rejects(client.send(start), {
        name: "NotModelled",
        message: /changing:1, which was changed since it was published/,
      });
      const next = [{ stateMachineVersionArn: `${stateMachineArn}:2`, weight: 100 }];
      await client.send(
        new sfn.UpdateStateMachineAliasCommand({
          stateMachineAliasArn: `${stateMachineArn}:live`,
          routingConfiguration: next,
        }),
      );
      await client.send(start);
      const old = await client.send(
        new sfn.DescribeStateMachineCommand({ stateMachineArn: `${stateMachineArn}:1` }),
      );
      assert.equal(old.definition, PASS);
    });

    it("tells of an execution the definition it ran with, not what the machine became since", async () => {
      const client = new sfn.SFNClient(gateway.as("operator"));
      const stateMachineArn = MACHINE.replace(/child$/, "replaced");
      await client.send(new sfn.CreateStateMachineCommand(create("replaced", "machine").input));
      const { executionArn } = await client.send(new sfn.StartExecutionCommand({ stateMachineArn }));
      const definition = PASS.replaceAll('"A"', '"B"');
      await client.send(new sfn.UpdateStateMachineCommand({ stateMachineArn, definition }));
      const ran = await client.send(new sfn.DescribeStateMachineForExecutionCommand({ executionArn }));
      assert.deepEqual([ran.stateMachineArn, ran.definition], [stateMachineArn, PASS]);
    });

    it("refuses aliases of unknown versions, twice the same alias, and unknown qualifiers", async () => {
      const client = new sfn.SFNClient(gateway.as("operator"));
      const stateMachineArn = MACHINE.replace(/child$/, "refusing");
      await client.send(
        new sfn.CreateStateMachineCommand({ ...create("refusing", "machine").input, publish: true }),
      );
      const alias = (version: number, name = "live") =>
        new sfn.CreateStateMachineAliasCommand({
          name,
          routingConfiguration: [{ stateMachineVersionArn: `${stateMachineArn}:${version}`, weight: 100 }],
        });
      await assert.rejects(client.send(alias(7)), { name: "ResourceNotFound" });
      await assert.rejects(client.send(alias(1, "12")), { name: "InvalidName" });
      await client.send(alias(1));
      await assert.rejects(client.send(alias(1)), { name: "ConflictException" });
      await assert.rejects(
        client.send(
          new sfn.DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${stateMachineArn}:1` }),
        ),
        { name: "ConflictException" },
      );
      await assert.rejects(
        client.send(new sfn.StartExecutionCommand({ stateMachineArn: `${stateMachineArn}:none` })),
        { name: "StateMachineDoesNotExist" },
      );
    });

    it("passes moto's refusals on", async () => {
      const client = new sfn.SFNClient(gateway.as("operator"));
      const executionArn = `arn:aws:states:${REGION}:${ACCOUNT}:execution:child:never`;
      await assert.rejects(client.send(new sfn.DescribeExecutionCommand({ executionArn })), {
        name: "ExecutionDoesNotExist",
      });
    });
  });
});
