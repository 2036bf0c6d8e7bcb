import assert from "node:assert/strict";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { sendSigned } from "../../../sandbox/signed-request";
import { ACCOUNT, allow, program, REGION, role } from "../iam/recorded-program";
import { FakeUpstream } from "./fake-upstream";
import { GatewayUnderTest, RecordingService } from "./gateway-under-test";

const OTHER = "us-east-1";

describe("the gateway, asked in another region than the program's", () => {
  let upstream: FakeUpstream;
  let gateway: GatewayUnderTest;
  const lambda = new RecordingService("lambda");

  before(async () => {
    upstream = await FakeUpstream.start();
    const roles = role("worker", [allow("All", "*", "*")]);
    gateway = await GatewayUnderTest.start(program(...roles), upstream.port, [lambda]);
  });

  after(async () => {
    await gateway.close();
    await upstream.close();
  });

  const there = (caller: string) => ({ ...gateway.as(caller), region: OTHER });
  const CALLS: readonly (readonly [operation: string, call: (caller: string) => Promise<unknown>])[] = [
    ["lambda:ListFunctions", (caller) => new LambdaClient(there(caller)).send(new ListFunctionsCommand())],
    [
      "states:ListStateMachines",
      (caller) => new SFNClient(there(caller)).send(new ListStateMachinesCommand()),
    ],
    ["dynamodb:ListTables", (caller) => new DynamoDBClient(there(caller)).send(new ListTablesCommand())],
    ["s3:ListBuckets", (caller) => new S3Client(there(caller)).send(new ListBucketsCommand())],
    [
      "s3:GetObject",
      (caller) =>
        new S3Client({ ...there(caller), followRegionRedirects: true }).send(
          new GetObjectCommand({ Bucket: "b", Key: "k" }),
        ),
    ],
  ];
  for (const [operation, call] of CALLS) {
    for (const caller of ["operator", "worker"]) {
      it(`refuses ${operation} of ${caller}, naming both regions, and asks nobody`, async () => {
        upstream.received.length = 0;
        await assert.rejects(call(caller), (error: Error) => {
          assert.equal(error.name, "NotModelled");
          const text = `${operation}: it is signed for ${OTHER}, and everything here is in ${REGION}`;
          assert.ok(error.message.includes(text), error.message);
          return true;
        });
        assert.equal(upstream.received.length + lambda.calls.length, 0);
      });
    }
  }

  it("refuses a service without a model in that region too", async () => {
    const request = {
      method: "POST",
      service: "cloudtrail",
      region: OTHER,
      body: "Action=ListTrails",
    } as const;
    const credentials = gateway.issue("worker");
    await assert.rejects(sendSigned({ ...request, url: gateway.url, credentials }), {
      statusCode: 501,
      message: /cloudtrail:ListTrails: it is signed for us-east-1/,
    });
  });

  for (const region of [OTHER, REGION]) {
    it(`answers IAM and STS, which have no region, signed for ${region}`, async () => {
      const settings = { ...gateway.as("operator"), region };
      const { Account } = await new STSClient(settings).send(new GetCallerIdentityCommand());
      assert.equal(Account, ACCOUNT);
      upstream.received.length = 0;
      upstream.answer =
        "<ListRolesResponse><ListRolesResult><IsTruncated>false</IsTruncated><Roles/></ListRolesResult></ListRolesResponse>";
      await new IAMClient(settings).send(new ListRolesCommand());
      assert.equal(upstream.received.length, 1);
    });
  }
});
