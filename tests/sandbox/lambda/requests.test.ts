import assert from "node:assert/strict";

import type { RecordedResource } from "../../../sandbox/types";
import { recordedResource } from "../recorded-program";
import { call, declare, LambdaHarness, parsed } from "./lambda-harness";

describe("LambdaService", () => {
  const lambda = new LambdaHarness().install();

  describe("a request", () => {
    const publishing = (): RecordedResource[] => [
      declare("index.echo", { publish: true, description: "says it back" }),
      recordedResource("aws:lambda/alias:Alias", {
        name: "live",
        functionName: "stepline-echo",
        functionVersion: "1",
      }),
    ];
    const arn = "arn:aws:lambda:eu-west-1:111122223333:function:stepline-echo";

    for (const [functionName, qualifier, version, invokedArn] of [
      ["stepline-echo", undefined, "$LATEST", arn],
      ["stepline-echo:live", undefined, "1", `${arn}:live`],
      ["stepline-echo", "1", "1", `${arn}:1`],
      [`${arn}:live`, undefined, "1", `${arn}:live`],
      ["111122223333:function:stepline-echo", "$LATEST", "$LATEST", `${arn}:$LATEST`],
    ] as const) {
      it(`for ${functionName}, qualifier ${String(qualifier)}, runs version ${version}`, async () => {
        lambda.start(...publishing());
        const response = await lambda.invoke(functionName, {}, { Qualifier: qualifier });
        assert.equal(response.ExecutedVersion, version);
        const { context } = parsed(response) as { context: Record<string, unknown> };
        assert.deepEqual([context.functionVersion, context.invokedFunctionArn], [version, invokedArn]);
      });
    }

    for (const [input, name, message] of [
      [
        { FunctionName: "absent" },
        "ResourceNotFoundException",
        "Function not found: arn:aws:lambda:eu-west-1:111122223333:function:absent",
      ],
      [{ FunctionName: "stepline-echo:old" }, "ResourceNotFoundException", `Function not found: ${arn}:old`],
      [{ FunctionName: arn.replace("eu-west-1", "us-east-1") }, "ResourceNotFoundException", /us-east-1/],
      [{ FunctionName: "not a name" }, "ValidationException", /functionName/],
      [{ FunctionName: `${arn}:live`, Qualifier: "1" }, "InvalidParameterValueException", /qualifier/],
      [
        { FunctionName: "stepline-echo", Payload: Buffer.from("{nope") },
        "InvalidRequestContentException",
        /^Could not parse request body into json/,
      ],
      [
        { FunctionName: "stepline-echo", Payload: Buffer.alloc(6_291_457, "1") },
        "RequestTooLargeException",
        /6291457 byte/,
      ],
      [
        { FunctionName: "stepline-echo", InvocationType: "Event", Payload: Buffer.alloc(1_048_577, "1") },
        "RequestTooLargeException",
        /1048577 byte/,
      ],
    ] as const) {
      it(`is refused with ${name}: ${String(message)}`, async () => {
        const service = lambda.start(...publishing());
        await assert.rejects(service.handle(call("Invoke", input)), { name, message });
        assert.equal(lambda.issuer.requests.length, 0);
      });
    }

    it("over the reserved concurrency is throttled", async () => {
      const service = lambda.start(declare("index.meets", { reservedConcurrentExecutions: 1 }));
      const first = lambda.invoke("stepline-meets");
      await assert.rejects(service.handle(call("Invoke", { FunctionName: "stepline-meets" })), {
        name: "TooManyRequestsException",
        statusCode: 429,
      });
      assert.equal((await first).FunctionError, undefined);
      assert.equal((await lambda.invoke("stepline-meets")).FunctionError, undefined);
    });

    it("for a function whose role does not trust Lambda is refused", async () => {
      const service = lambda.start(declare("index.echo"));
      lambda.issuer.issueToService = () => {
        throw new Error("no statement of its trust policy allows it");
      };
      await assert.rejects(service.handle(call("Invoke", { FunctionName: "stepline-echo" })), {
        name: "AccessDeniedException",
        message: /^The role defined for the function cannot be assumed by Lambda\. no statement/,
      });
    });

    it("for what the sandbox does not model says so", async () => {
      const service = lambda.start(declare("index.echo", { layers: ["arn:layer"], runtime: "python3.13" }));
      const failure = { name: "NotModelled", statusCode: 501 };
      await assert.rejects(
        service.handle(call("DeleteFunction", { FunctionName: "stepline-echo" })),
        failure,
      );
      await assert.rejects(service.handle(call("Invoke", { FunctionName: "stepline-echo" })), {
        ...failure,
        message: /runtime python3\.13, layers/,
      });
    });

    it("about a function or an alias is answered from the declaration", async () => {
      const service = lambda.start(...publishing());
      const alias = await service.handle(call("GetAlias", { FunctionName: "stepline-echo", Name: "live" }));
      assert.deepEqual(alias, {
        AliasArn: `${arn}:live`,
        Name: "live",
        FunctionVersion: "1",
        Description: "",
      });
      const answer = await service.handle(
        call("GetFunctionConfiguration", { FunctionName: "stepline-echo", Qualifier: "live" }),
      );
      const { FunctionArn, Version, Timeout, Handler, Description } = answer as Record<string, unknown>;
      assert.deepEqual(
        [FunctionArn, Version, Timeout, Handler, Description],
        [`${arn}:live`, "1", 3, "index.echo", "says it back"],
      );
      await assert.rejects(service.handle(call("GetAlias", { FunctionName: "stepline-echo", Name: "old" })), {
        name: "ResourceNotFoundException",
        message: `Cannot find alias arn: ${arn}:old`,
      });
    });

    it("cannot be for an alias of a version that is not published: the program is refused", () => {
      assert.throws(
        () =>
          lambda.start(
            declare("index.echo"),
            recordedResource("aws:lambda/alias:Alias", {
              name: "live",
              functionName: "stepline-echo",
              functionVersion: "7",
            }),
          ),
        /alias "live" points to version "7" of function "stepline-echo"/,
      );
    });
  });
});
