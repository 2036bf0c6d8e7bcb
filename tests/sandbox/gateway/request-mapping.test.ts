import assert from "node:assert/strict";
import {
  allow,
  deny,
  encryptedBucket,
  KEY_ARN,
  program,
  resource,
  role,
  stackKey,
  WORKGROUP_ARN,
} from "../iam/recorded-program";
import { FakeUpstream } from "./fake-upstream";
import { GatewayUnderTest, RecordingService } from "./gateway-under-test";
import { BUCKET, QUEUE_ARN, REQUESTS, TABLE_ARN, TOPIC_ARN } from "./request-table";

const PLATFORM = [
  ...stackKey(),
  ...encryptedBucket(BUCKET),
  resource("aws:dynamodb/table:Table", "runs", {
    name: TABLE_ARN.split("/")[1],
    serverSideEncryption: { enabled: true, kmsKeyArn: KEY_ARN },
  }),
  resource("aws:sns/topic:Topic", "topic", { kmsMasterKeyId: "alias/stepline-dev" }, { arn: TOPIC_ARN }),
  resource("aws:sqs/queue:Queue", "queue", { kmsMasterKeyId: KEY_ARN }, { arn: QUEUE_ARN }),
  resource(
    "aws:redshiftserverless/workgroup:Workgroup",
    "workgroup",
    { workgroupName: "stepline-dev" },
    { arn: WORKGROUP_ARN },
  ),
];

describe("the gateway's questions to IAM", () => {
  let upstream: FakeUpstream;
  let gateway: GatewayUnderTest;

  before(async () => {
    upstream = await FakeUpstream.start();
    const roles = [
      ...role("may", [allow("All", "*", "*")]),
      ...role("mayNot", [allow("All", "*", "*"), deny("None", "*", "*")]),
    ];
    const local = ["lambda", "glue", "redshift-data"].map((service) => new RecordingService(service));
    gateway = await GatewayUnderTest.start(program(...PLATFORM, ...roles), upstream.port, local);
  });

  after(async () => {
    await gateway.close();
    await upstream.close();
  });

  beforeEach(() => {
    gateway.verdicts.length = 0;
    upstream.received.length = 0;
  });

  for (const row of REQUESTS) {
    const { title, asks, context } = row;
    it(`${title}: ${asks.map(([action]) => action).join(", ")}`, async () => {
      // What the stand-in answers is no S3 XML; only the questions matter here.
      await row.send(gateway.as("may")).catch((error: unknown) => {
        assert.doesNotMatch((error as Error).message, /not authorized|NotModelled/);
      });
      assert.deepEqual(
        gateway.verdicts.map(({ action, resource: asked }) => [action, asked]),
        asks,
      );
      assert.equal(
        gateway.verdicts.every(({ allowed }) => allowed),
        true,
      );
      for (const [name, value] of Object.entries(context ?? {})) {
        assert.equal(gateway.verdicts[0]?.context[name], value, name);
      }
    });

    it(`${title}: goes nowhere when IAM refuses`, async () => {
      await assert.rejects(
        row.send(gateway.as("mayNot")),
        (error: { $metadata?: { httpStatusCode: number } }) =>
          [400, 403].includes(error.$metadata!.httpStatusCode),
      );
      assert.equal(upstream.received.length, 0);
      assert.deepEqual(
        gateway.verdicts.map(({ action }) => action),
        [asks[0][0]],
      );
    });
  }
});
