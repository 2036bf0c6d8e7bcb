import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import {
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ExecuteStatementCommand,
} from "@aws-sdk/client-dynamodb";
import { GlueClient, StartJobRunCommand, GetCrawlersCommand } from "@aws-sdk/client-glue";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { RedriveExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { sendSigned } from "../../../sandbox/signed-request";
import {
  ACCOUNT,
  allow,
  document,
  encryptedBucket,
  KEY_ARN,
  program,
  REGION,
  resource,
  role,
  roleArn,
} from "../iam/recorded-program";
import { FakeUpstream } from "./fake-upstream";
import { GatewayUnderTest, RecordingService } from "./gateway-under-test";

const FOREIGN_KEY = document({
  Sid: "Nobody",
  Effect: "Allow",
  Principal: { AWS: roleArn("other") },
  Action: "kms:*",
  Resource: "*",
});
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:topic`;
const trusting = (name: string) => ({
  inputs: {
    assumeRolePolicy: document({
      Sid: "T",
      Effect: "Allow",
      Principal: { AWS: roleArn(name) },
      Action: "sts:AssumeRole",
    }),
  },
});

describe("the gateway", () => {
  let upstream: FakeUpstream;
  let gateway: GatewayUnderTest;
  const lambda = new RecordingService("lambda");
  const glue = new RecordingService("glue");

  before(async () => {
    upstream = await FakeUpstream.start();
    const recorded = program(
      resource("aws:kms/key:Key", "key", { policy: FOREIGN_KEY }, { arn: KEY_ARN }),
      ...encryptedBucket("locked"),
      resource("aws:sns/topic:Topic", "topic", { kmsMasterKeyId: KEY_ARN }, { arn: TOPIC }),
      ...role("worker", [allow("All", "*", "*")]),
      ...role("nobody", [allow("Other", "sqs:ListQueues", "*")]),
      ...role("target", [], trusting("worker")),
    );
    gateway = await GatewayUnderTest.start(recorded, upstream.port, [lambda, glue]);
  });

  after(async () => {
    await gateway.close();
    await upstream.close();
  });

  beforeEach(() => {
    upstream.received.length = 0;
    upstream.status = 200;
    upstream.answer = "{}";
    lambda.calls.length = 0;
  });

  const error = async (promise: Promise<unknown>) => {
    const failure = await promise.then(
      () => assert.fail("the call succeeded"),
      (reason: unknown) => reason as Error & { $metadata: { httpStatusCode: number } },
    );
    return { name: failure.name, status: failure.$metadata.httpStatusCode, message: failure.message };
  };
  const getItem = new GetItemCommand({ TableName: "runs", Key: { pk: { S: "x" } } });

  describe("knows the caller", () => {
    it("refuses an unknown key, a wrong session token and a wrong secret in each protocol's words", async () => {
      const unknown = { accessKeyId: "ASIAAAAAAAAAAAAAAAAA" };
      assert.deepEqual(await error(new DynamoDBClient(gateway.as("worker", unknown)).send(getItem)), {
        ...{
          name: "UnrecognizedClientException",
          status: 400,
          message: "The security token included in the request is invalid.",
        },
      });
      const wrongToken = new S3Client(gateway.as("worker", { sessionToken: "made-up" })).send(
        new ListBucketsCommand(),
      );
      assert.equal((await error(wrongToken)).name, "InvalidAccessKeyId");
      const wrongSecret = { secretAccessKey: "made-up" };
      assert.equal(
        (await error(new S3Client(gateway.as("worker", wrongSecret)).send(new ListBucketsCommand()))).name,
        "SignatureDoesNotMatch",
      );
      assert.equal(
        (await error(new DynamoDBClient(gateway.as("worker", wrongSecret)).send(getItem))).name,
        "InvalidSignatureException",
      );
      assert.equal(
        (
          await error(
            new SNSClient(gateway.as("worker", wrongSecret)).send(
              new PublishCommand({ TopicArn: TOPIC, Message: "m" }),
            ),
          )
        ).name,
        "SignatureDoesNotMatch",
      );
      assert.equal(upstream.received.length, 0);
    });

    it("refuses requests that aren't signed", async () => {
      const anonymous = await fetch(`${gateway.url}/locked/key`);
      assert.equal(anonymous.status, 403);
      assert.match(
        await anonymous.text(),
        /<Code>AccessDenied<\/Code><Message>Request is missing Authentication Token/,
      );
    });

    it("refuses a body changed after signing", async () => {
      const client = new DynamoDBClient(gateway.as("operator"));
      client.middlewareStack.add(
        (next) => async (args) => {
          const request = args.request as { body: Uint8Array | string };
          request.body = Buffer.from(
            Buffer.from(request.body as string)
              .toString()
              .replace("runs", "ruin"),
          );
          return await next(args);
        },
        { step: "deserialize", priority: "low" },
      );
      assert.equal((await error(client.send(getItem))).name, "InvalidSignatureException");
    });

    it("answers when addressed as localhost", async () => {
      const settings = { ...gateway.as("operator"), endpoint: `http://localhost:${gateway.port}` };
      upstream.answer = '{"TableNames":["a"]}';
      assert.deepEqual((await new DynamoDBClient(settings).send(new ListTablesCommand())).TableNames, ["a"]);
    });

    it("takes a bucket from the host's name and hands it on in the path", async () => {
      const client = new S3Client({
        ...gateway.as("operator"),
        endpoint: `http://localhost:${gateway.port}`,
        forcePathStyle: false,
      });
      client.middlewareStack.add(
        (next) => async (args) => {
          // What a client's resolver would do: *.localhost is the loopback.
          (args.request as { hostname: string }).hostname = "127.0.0.1";
          return await next(args);
        },
        { step: "deserialize", priority: "low" },
      );
      await client.send(new PutObjectCommand({ Bucket: "locked", Key: "a/b", Body: "x" }));
      assert.match(upstream.received[0].url, /^\/locked\/a\/b\?/);
      assert.match(String(upstream.received[0].headers.host), /^localhost:/);
    });
  });

  describe("refuses in the service's own words", () => {
    const words = (action: string, on: string) =>
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/nobody/run is not authorized to perform: ${action} on resource: ${on} ` +
      `because no identity-based policy allows the ${action} action`;

    it("DynamoDB: AccessDeniedException, 400", async () => {
      assert.deepEqual(await error(new DynamoDBClient(gateway.as("nobody")).send(getItem)), {
        ...{ name: "AccessDeniedException", status: 400 },
        message: words("dynamodb:GetItem", `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/runs`),
      });
    });

    it("S3: AccessDenied, 403; without a body for HEAD", async () => {
      const client = new S3Client(gateway.as("nobody"));
      const refused = await error(client.send(new GetObjectCommand({ Bucket: "b", Key: "k" })));
      assert.deepEqual(refused, {
        name: "AccessDenied",
        status: 403,
        message: words("s3:GetObject", "arn:aws:s3:::b/k"),
      });
      assert.equal((await error(client.send(new HeadObjectCommand({ Bucket: "b", Key: "k" })))).status, 403);
    });

    it("S3 after a large upload was begun", async () => {
      const large = new PutObjectCommand({ Bucket: "b", Key: "k", Body: Buffer.alloc(8 * 1024 * 1024) });
      assert.equal((await error(new S3Client(gateway.as("nobody")).send(large))).name, "AccessDenied");
    });

    it("SNS: AuthorizationError, 403; KMSAccessDenied for its key", async () => {
      const publish = new PublishCommand({ TopicArn: TOPIC, Message: "m" });
      const refused = await error(new SNSClient(gateway.as("nobody")).send(publish));
      assert.deepEqual([refused.name, refused.status], ["AuthorizationErrorException", 403]);
      assert.equal(refused.message, words("sns:Publish", TOPIC));
      const key = await error(new SNSClient(gateway.as("worker")).send(publish));
      assert.deepEqual([key.name, key.status], ["KMSAccessDeniedException", 400]);
      assert.match(
        key.message,
        /kms:GenerateDataKey on resource: .* because no resource-based policy allows the kms:GenerateDataKey action/,
      );
    });

    it("S3 with a locked key: AccessDenied naming the key's action", async () => {
      const refused = await error(
        new S3Client(gateway.as("worker")).send(new GetObjectCommand({ Bucket: "locked", Key: "k" })),
      );
      assert.equal(refused.name, "AccessDenied");
      assert.match(refused.message, /kms:Decrypt on resource: arn:aws:kms/);
    });

    it("SQS: AccessDenied as its older protocol named it", async () => {
      const send = new SendMessageCommand({ QueueUrl: `http://localhost/${ACCOUNT}/q`, MessageBody: "m" });
      assert.equal((await error(new SQSClient(gateway.as("nobody")).send(send))).name, "AccessDenied");
    });

    it("Lambda: AccessDeniedException, 403", async () => {
      const refused = await error(
        new LambdaClient(gateway.as("nobody")).send(new InvokeCommand({ FunctionName: "f" })),
      );
      assert.deepEqual([refused.name, refused.status], ["AccessDeniedException", 403]);
    });
  });

  describe("fails loudly on what isn't modelled", () => {
    it("an operation a role calls and no model knows", async () => {
      const refused = await error(
        new DynamoDBClient(gateway.as("worker")).send(new ExecuteStatementCommand({ Statement: "x" })),
      );
      assert.deepEqual([refused.name, refused.status], ["NotModelled", 501]);
      assert.match(refused.message, /does not model dynamodb:ExecuteStatement/);
    });

    it("a sub-resource of S3 a role asks for", async () => {
      const signed = new S3Client(gateway.as("worker"));
      signed.middlewareStack.add(
        (next) => async (args) => {
          (args.request as { query: Record<string, string> }).query = { torrent: "" };
          return await next(args);
        },
        { step: "build" },
      );
      assert.match(
        (await error(signed.send(new GetObjectCommand({ Bucket: "b", Key: "k" })))).message,
        /does not model s3:GetObjectTorrent/,
      );
    });

    it("what moto has not, even for the operator", async () => {
      const redrive = new RedriveExecutionCommand({
        executionArn: `arn:aws:states:${REGION}:${ACCOUNT}:execution:m:e`,
      });
      assert.equal((await error(new SFNClient(gateway.as("operator")).send(redrive))).name, "NotModelled");
      assert.equal(
        (await error(new STSClient(gateway.as("operator")).send(new GetSessionTokenCommand()))).name,
        "NotModelled",
      );
      assert.equal(upstream.received.length, 0);
    });

    it("a local service that wasn't started, rather than moto's imitation", async () => {
      const bare = await GatewayUnderTest.start(program(), upstream.port);
      try {
        const refused = await error(
          new GlueClient(bare.as("operator")).send(new StartJobRunCommand({ JobName: "j" })),
        );
        assert.deepEqual([refused.name, refused.status], ["NotModelled", 501]);
        assert.equal(upstream.received.length, 0);
      } finally {
        await bare.close();
      }
    });

    it("a role's call of a service without any model", async () => {
      const listRoles = { method: "POST", service: "iam", region: REGION, body: "Action=ListRoles" } as const;
      const request = { ...listRoles, url: gateway.url, credentials: gateway.issue("worker") };
      await assert.rejects(sendSigned(request), { statusCode: 501, message: /does not model iam:ListRoles/ });
      const crawlers = await error(new GlueClient(gateway.as("worker")).send(new GetCrawlersCommand()));
      assert.match(crawlers.message, /does not model glue:GetCrawlers/);
    });
  });

  describe("passes on to moto", () => {
    it("headers and body as they came, the answer as it comes", async () => {
      await new DynamoDBClient(gateway.as("worker")).send(
        new PutItemCommand({ TableName: "runs", Item: { pk: { S: "ü" } } }),
      );
      const [received] = upstream.received;
      assert.equal(received.headers["x-amz-target"], "DynamoDB_20120810.PutItem");
      assert.equal(received.headers.host, `127.0.0.1:${gateway.port}`);
      assert.deepEqual(JSON.parse(received.body), { TableName: "runs", Item: { pk: { S: "ü" } } });
    });

    it("hides a missing object from who may not list the bucket", async () => {
      upstream.status = 404;
      upstream.answer = "<Error><Code>NoSuchKey</Code></Error>";
      const command = new GetObjectCommand({ Bucket: "plain", Key: "k" });
      const reader = await GatewayUnderTest.start(
        program(...role("reader", [allow("Read", "s3:GetObject", "*")])),
        upstream.port,
      );
      try {
        const hidden = await error(new S3Client(reader.as("reader")).send(command));
        assert.equal(hidden.name, "AccessDenied");
        assert.match(hidden.message, /s3:ListBucket on resource: arn:aws:s3:::plain/);
        assert.equal((await error(new S3Client(gateway.as("worker")).send(command))).name, "NoSuchKey");
      } finally {
        await reader.close();
      }
    });

    it("says so when moto is gone", async () => {
      const gone = await FakeUpstream.start();
      const lonely = await GatewayUnderTest.start(program(), gone.port);
      await gone.close();
      try {
        const refused = await error(new DynamoDBClient(lonely.as("operator")).send(new ListTablesCommand()));
        assert.equal(refused.status, 503);
        assert.match(refused.message, /moto on port \d+ doesn't answer/);
      } finally {
        await lonely.close();
      }
    });
  });

  it("listens on the loopback only", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      httpRequest({ host: "127.0.0.1", port: gateway.port, path: "/" }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    assert.equal(status, 403);
    assert.match(gateway.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });
});
