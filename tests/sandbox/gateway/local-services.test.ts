import assert from "node:assert/strict";
import { GlueClient, StartJobRunCommand } from "@aws-sdk/client-glue";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsError } from "../../../sandbox/types";
import { ACCOUNT, allow, document, program, REGION, role, roleArn } from "../iam/recorded-program";
import { FakeUpstream } from "./fake-upstream";
import { ADMIN_TOKEN, GatewayUnderTest, RecordingService } from "./gateway-under-test";

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

describe("the gateway itself", () => {
  let upstream: FakeUpstream;
  let gateway: GatewayUnderTest;
  const lambda = new RecordingService("lambda");
  const glue = new RecordingService("glue");

  before(async () => {
    upstream = await FakeUpstream.start();
    const recorded = program(
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
    lambda.calls.length = 0;
  });

  const error = async (promise: Promise<unknown>) => {
    const failure = await promise.then(
      () => assert.fail("the call succeeded"),
      (reason: unknown) => reason as Error & { $metadata: { httpStatusCode: number } },
    );
    return { name: failure.name, status: failure.$metadata.httpStatusCode, message: failure.message };
  };
  describe("serves locally", () => {
    it("Lambda: the payload as it is, function, qualifier and headers in their members", async () => {
      lambda.answer = () => ({ StatusCode: 200, ExecutedVersion: "3", Payload: Buffer.from('{"ok":true}') });
      const command = new InvokeCommand({
        FunctionName: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f:live`,
        Payload: Buffer.from('{"a":"ü"}'),
        LogType: "Tail",
      });
      const answer = await new LambdaClient(gateway.as("worker")).send(command);
      assert.equal(Buffer.from(answer.Payload!).toString(), '{"ok":true}');
      assert.deepEqual([answer.ExecutedVersion, answer.FunctionError], ["3", undefined]);
      const { Payload: payload, ...input } = lambda.calls[0].input;
      assert.deepEqual(input, { FunctionName: "f", Qualifier: "live", LogType: "Tail" });
      assert.equal(String(payload), '{"a":"ü"}');
      assert.equal(lambda.calls[0].principal.arn, `arn:aws:sts::${ACCOUNT}:assumed-role/worker/run`);
    });

    it("Lambda: a function's error as a header beside the payload", async () => {
      lambda.answer = () => ({
        StatusCode: 200,
        FunctionError: "Unhandled",
        Payload: '{"errorType":"SourceMissing"}',
      });
      const answer = await new LambdaClient(gateway.as("operator")).send(
        new InvokeCommand({ FunctionName: "f" }),
      );
      assert.equal(answer.FunctionError, "Unhandled");
      assert.equal(Buffer.from(answer.Payload!).toString(), '{"errorType":"SourceMissing"}');
    });

    it("an error of the service under its own name", async () => {
      lambda.answer = () => {
        throw new AwsError("TooManyRequestsException", "Rate Exceeded.", 429);
      };
      const refused = await error(
        new LambdaClient(gateway.as("operator")).send(new InvokeCommand({ FunctionName: "f" })),
      );
      assert.deepEqual(refused, { name: "TooManyRequestsException", status: 429, message: "Rate Exceeded." });
      glue.answer = () => {
        throw new AwsError("ConcurrentRunsExceededException", "Concurrent runs exceeded");
      };
      const job = await error(
        new GlueClient(gateway.as("operator")).send(new StartJobRunCommand({ JobName: "j" })),
      );
      assert.deepEqual(job, {
        name: "ConcurrentRunsExceededException",
        status: 400,
        message: "Concurrent runs exceeded",
      });
    });

    it("what the service asks IAM on behalf of the caller", async () => {
      glue.answer = (call) => {
        call.authorize({ action: "iam:PassRole", resource: roleArn("target"), context: {} });
      };
      await new GlueClient(gateway.as("worker")).send(new StartJobRunCommand({ JobName: "j" }));
      assert.equal(gateway.verdicts.at(-1)?.action, "iam:PassRole");
    });

    it("STS: who the caller is, and roles that trust it", async () => {
      const worker = new STSClient(gateway.as("worker"));
      const identity = await worker.send(new GetCallerIdentityCommand());
      assert.deepEqual(
        [identity.Account, identity.Arn],
        [ACCOUNT, `arn:aws:sts::${ACCOUNT}:assumed-role/worker/run`],
      );
      const assumed = await worker.send(
        new AssumeRoleCommand({ RoleArn: roleArn("target"), RoleSessionName: "second" }),
      );
      const {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
      } = assumed.Credentials!;
      const credentials = { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey!, sessionToken };
      const second = await new STSClient({ ...gateway.as("operator"), credentials }).send(
        new GetCallerIdentityCommand(),
      );
      assert.equal(second.Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/target/second`);
      const refused = await error(
        new STSClient(gateway.as("nobody")).send(
          new AssumeRoleCommand({ RoleArn: roleArn("target"), RoleSessionName: "second" }),
        ),
      );
      assert.deepEqual([refused.name, refused.status], ["AccessDenied", 403]);
    });
  });

  describe("gives moto's launcher the credentials of a role", () => {
    const ask = async (body: unknown, token = ADMIN_TOKEN, path = "/_stepline/credentials") => {
      const response = await fetch(`${gateway.url}${path}`, {
        method: "POST",
        headers: { "x-stepline-admin": token },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
      return { status: response.status, content: (await response.json()) as Record<string, string> };
    };
    const request = {
      roleArn: roleArn("worker"),
      service: "lambda.amazonaws.com",
      sessionName: "run",
      sourceArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f`,
    };

    it("that work", async () => {
      const { status, content } = await ask(request);
      assert.equal(status, 200);
      const credentials = {
        accessKeyId: content.AccessKeyId,
        secretAccessKey: content.SecretAccessKey,
        sessionToken: content.SessionToken,
      };
      const identity = await new STSClient({ ...gateway.as("operator"), credentials }).send(
        new GetCallerIdentityCommand(),
      );
      assert.equal(identity.Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/worker/run`);
    });

    it("but not without the token, nor against the trust policy, nor for half a request", async () => {
      assert.equal((await ask(request, "wrong")).status, 403);
      const untrusted = await ask({ ...request, service: "states.amazonaws.com" });
      assert.deepEqual([untrusted.status, untrusted.content.code], [403, "AccessDenied"]);
      assert.match(
        (await ask({ ...request, sourceArn: undefined })).content.message,
        /"sourceArn" is missing/,
      );
      assert.match((await ask("{")).content.message, /not JSON/);
      assert.equal((await ask(request, ADMIN_TOKEN, "/_stepline/else")).status, 404);
    });
  });
});
