import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { crash, eventually, isRunning } from "../orphans";
import { declare, LambdaHarness, parsed, roleArn } from "./lambda-harness";

describe("LambdaService", () => {
  const lambda = new LambdaHarness().install();

  describe("an invocation", () => {
    it("gives the handler the event and the context Lambda gives", async () => {
      lambda.start(declare("index.echo", { timeout: 7 }));
      const response = await lambda.invoke("stepline-echo", { day: "2008-11-21" });
      assert.equal(response.StatusCode, 200);
      assert.equal(response.FunctionError, undefined);
      assert.equal(response.ExecutedVersion, "$LATEST");
      const { event, context, cwd } = parsed(response) as Record<string, Record<string, unknown>>;
      assert.deepEqual(event, { day: "2008-11-21" });
      const { remaining, awsRequestId, logStreamName, ...rest } = context;
      assert.ok(
        (remaining as number) > 5000 && (remaining as number) <= 7000,
        `remaining: ${String(remaining)}`,
      );
      assert.match(String(awsRequestId), /^[0-9a-f-]{36}$/);
      assert.match(String(logStreamName), /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
      assert.deepEqual(rest, {
        callbackWaitsForEmptyEventLoop: true,
        functionName: "stepline-echo",
        functionVersion: "$LATEST",
        invokedFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:stepline-echo",
        memoryLimitInMB: "256",
        logGroupName: "/aws/lambda/stepline-echo",
      });
      assert.match(cwd as unknown as string, /task$/);
    });

    it("sees the declared variables, Lambda's own, the role's credentials, and nothing of the sandbox's process", async () => {
      process.env.STEPLINE_TEST_LEAK = "leaked";
      try {
        lambda.start(
          declare("index.environment", {
            environment: { variables: { BUCKET: "raw" } },
            tracingConfig: { mode: "Active" },
          }),
        );
        const { TMPDIR, LAMBDA_TASK_ROOT, AWS_LAMBDA_LOG_STREAM_NAME, _X_AMZN_TRACE_ID, ...rest } = parsed(
          await lambda.invoke("stepline-environment"),
        );
        assert.match(String(TMPDIR), /stepline-lambda-/);
        assert.match(String(AWS_LAMBDA_LOG_STREAM_NAME), /\[\$LATEST\]/);
        assert.match(
          String(_X_AMZN_TRACE_ID),
          /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/,
        );
        assert.deepEqual(rest, {
          LANG: "en_US.UTF-8",
          PATH: "/usr/local/bin:/usr/bin:/bin",
          TZ: ":UTC",
          BUCKET: "raw",
          _HANDLER: "index.environment",
          AWS_REGION: "eu-west-1",
          AWS_DEFAULT_REGION: "eu-west-1",
          AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
          AWS_LAMBDA_FUNCTION_NAME: "stepline-environment",
          AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
          AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
          AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/stepline-environment",
          AWS_LAMBDA_LOG_FORMAT: "Text",
          AWS_ACCESS_KEY_ID: "AKIA-fn",
          AWS_SECRET_ACCESS_KEY: "secret",
          AWS_SESSION_TOKEN: "token",
          AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
          AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:9",
          AWS_ENDPOINT_URL: lambda.logs.url,
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
          AWS_CONFIG_FILE: `${String(LAMBDA_TASK_ROOT)}/.aws/config`,
          AWS_SHARED_CREDENTIALS_FILE: `${String(LAMBDA_TASK_ROOT)}/.aws/credentials`,
        });
        assert.deepEqual(lambda.issuer.requests, [
          {
            roleArn,
            service: "lambda.amazonaws.com",
            sessionName: "stepline-environment",
            sourceArn: "arn:aws:lambda:eu-west-1:111122223333:function:stepline-environment",
          },
        ]);
      } finally {
        delete process.env.STEPLINE_TEST_LEAK;
      }
    });

    it("uses a warm environment again, one invocation at a time", async () => {
      lambda.start(declare("index.counts"));
      const first = parsed(await lambda.invoke("stepline-counts"));
      const second = parsed(await lambda.invoke("stepline-counts"));
      assert.deepEqual(second, { pid: first.pid, invocations: 2 });
    });

    it("starts another environment while the first is busy", async () => {
      lambda.start(declare("index.meets"));
      const [first, second] = await Promise.all([
        lambda.invoke("stepline-meets"),
        lambda.invoke("stepline-meets"),
      ]);
      assert.notEqual(first.Payload.toString(), second.Payload.toString());
    });

    it("is answered by an environment that was started ahead", async () => {
      const service = lambda.start(declare("index.counts"));
      await service.warm(["stepline-counts"]);
      assert.equal(lambda.issuer.requests.length, 1);
      assert.equal(parsed(await lambda.invoke("stepline-counts")).invocations, 1);
      assert.equal(lambda.issuer.requests.length, 1);
    });

    it("takes a callback's result, and null when the handler never answers", async () => {
      lambda.start(declare("index.callback"), declare("index.neverAnswers"));
      assert.deepEqual(parsed(await lambda.invoke("stepline-callback", { name: "x" })), { called: "x" });
      assert.equal((await lambda.invoke("stepline-neverAnswers")).Payload.toString(), "null");
    });

    it("of kind DryRun runs nothing, of kind Event is accepted and runs", async () => {
      lambda.start(declare("index.counts"));
      assert.equal(
        (await lambda.invoke("stepline-counts", {}, { InvocationType: "DryRun" })).StatusCode,
        204,
      );
      assert.equal(lambda.issuer.requests.length, 0);
      assert.equal((await lambda.invoke("stepline-counts", {}, { InvocationType: "Event" })).StatusCode, 202);
      await eventually(() => {
        assert.ok(lambda.events.some((event) => event.kind === "lambda.end" && event.error === undefined));
      });
    });
  });

  it("leaves no process and no file behind when the sandbox crashes", async () => {
    const temporaryDirectory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-test-"));
    try {
      const started = await crash(path.join(__dirname, "fixtures", "started.ts"), temporaryDirectory);
      assert.equal(started.length, 1);
      await eventually(() => {
        assert.deepEqual(started.filter(isRunning), []);
      });
      const left = fs.readdirSync(temporaryDirectory).filter((name) => name.startsWith("stepline-"));
      assert.deepEqual(left, []);
    } finally {
      fs.rmSync(temporaryDirectory, { recursive: true, force: true });
    }
  });

  describe("the log", () => {
    it("reaches the sink and the declared group under the function's role, with Lambda's own lines", async () => {
      lambda.start(
        declare("index.logs", { loggingConfig: { logFormat: "Text", logGroup: "/stepline/logs" } }),
      );
      const response = await lambda.invoke("stepline-logs", {}, { LogType: "Tail" });
      const id = /RequestId: (\S+)/.exec(lambda.logLines()[0])?.[1] ?? "";
      const lines = lambda.logLines().map((line) => line.replace(/^\d{4}-\S+Z/, "TIME"));
      assert.equal(lines[0], `START RequestId: ${id} Version: $LATEST`);
      assert.equal(lines[1], `TIME\t${id}\tINFO\tfirst line\nsecond line`);
      assert.match(lines[2], new RegExp(`^TIME\t${id}\tERROR\tTypeError: logged\n`));
      assert.equal(lines[3], "raw without line break");
      assert.equal(lines[4], `END RequestId: ${id}`);
      assert.match(
        lines[5],
        /^REPORT RequestId: \S+\tDuration: \S+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\tInit Duration: \S+ ms$/,
      );
      assert.equal(Buffer.from(response.LogResult ?? "", "base64").toString(), lambda.logLines().join("\n"));
      await lambda.close();
      assert.deepEqual(lambda.logs.messages("/stepline/logs"), lambda.logLines());
      assert.deepEqual(
        lambda.logs.calls.map(({ operation, accessKeyId }) => `${operation} ${accessKeyId}`),
        ["CreateLogStream AKIA-fn", "PutLogEvents AKIA-fn"],
      );
    });

    it("is JSON where the function declares so, at its levels", async () => {
      lambda.start(
        declare("index.logs", {
          loggingConfig: { logFormat: "JSON", applicationLogLevel: "ERROR", systemLogLevel: "INFO" },
        }),
      );
      await lambda.invoke("stepline-logs");
      const [started, error, raw, report] = lambda.logLines();
      const { type, record } = JSON.parse(started) as { type: string; record: { requestId: string } };
      assert.equal(type, "platform.start");
      const { timestamp, stackTrace, message, ...rest } = JSON.parse(error) as Record<string, unknown>;
      assert.ok(timestamp && stackTrace && message);
      assert.deepEqual(rest, {
        level: "ERROR",
        requestId: record.requestId,
        errorType: "TypeError",
        errorMessage: "logged",
      });
      assert.equal(raw, "raw without line break");
      const platform = JSON.parse(report) as {
        type: string;
        record: { status: string; metrics: Record<string, number> };
      };
      assert.equal(platform.type, "platform.report");
      assert.equal(platform.record.status, "success");
      assert.equal(platform.record.metrics.memorySizeMB, 256);
    });

    it("that cannot be delivered is a warning, not a failure of the call", async () => {
      lambda.logs.failures.set("PutLogEvents", "AccessDeniedException");
      lambda.start(declare("index.logs"));
      assert.equal((await lambda.invoke("stepline-logs")).FunctionError, undefined);
      assert.equal((await lambda.invoke("stepline-logs")).FunctionError, undefined);
      await lambda.close();
      assert.deepEqual(
        lambda.logLines().filter((line) => line.startsWith("WARNING")),
        [
          'WARNING: log lines were not delivered to CloudWatch Logs group "/aws/lambda/stepline-logs": ' +
            "AccessDeniedException: AccessDeniedException it is",
        ],
      );
    });

    it("whose group is missing is created only if the role may, as Lambda does", async () => {
      lambda.logs.failures.set("CreateLogStream", "ResourceNotFoundException");
      lambda.logs.failures.set("CreateLogGroup", "AccessDeniedException");
      lambda.start(declare("index.counts"));
      await lambda.invoke("stepline-counts");
      await lambda.close();
      assert.deepEqual(
        lambda.logs.calls.map(({ operation }) => operation),
        ["CreateLogStream", "CreateLogGroup"],
      );
      assert.match(lambda.logLines().at(-1) ?? "", /^WARNING: .*AccessDeniedException/);
    });
  });
});
