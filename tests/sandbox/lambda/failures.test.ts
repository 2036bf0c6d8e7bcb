import assert from "node:assert/strict";

import { eventually, isRunning } from "../orphans";
import { bundle, declare, LambdaHarness, parsed } from "./lambda-harness";

describe("LambdaService", () => {
  const lambda = new LambdaHarness().install();

  describe("a failure", () => {
    it("carries the error's own name, message and trace", async () => {
      lambda.start(declare("index.throws"));
      const response = await lambda.invoke("stepline-throws");
      assert.equal(response.StatusCode, 200);
      assert.equal(response.FunctionError, "Unhandled");
      const { errorType, errorMessage, trace } = parsed(response);
      assert.deepEqual([errorType, errorMessage], ["SourceMissing", "the file is not there"]);
      assert.match((trace as string[]).join("\n"), /index\.js/);
      assert.match(
        lambda.events.flatMap((e) => (e.kind === "lambda.end" ? [e.error] : [])).join(),
        /^SourceMissing: the file is not there$/,
      );
    });

    for (const [handler, payload] of [
      ["throwsText", { errorType: "string", errorMessage: "just text", trace: [] }],
      [
        "exits",
        {
          errorType: "Runtime.ExitError",
          errorMessage: "RequestId: ID Error: Runtime exited with error: exit status 3",
        },
      ],
      [
        "fillsHeap",
        {
          errorType: "Runtime.ExitError",
          errorMessage: "RequestId: ID Error: Runtime exited with error: signal: aborted",
        },
      ],
      [
        "fillsMemory",
        {
          errorType: "Runtime.OutOfMemory",
          errorMessage: "RequestId: ID Error: Runtime exited with error: signal: killed",
        },
      ],
      [
        "hangs",
        {
          errorType: "Sandbox.Timedout",
          errorMessage: "RequestId: ID Error: Task timed out after 1.00 seconds",
        },
      ],
      [
        "spins",
        {
          errorType: "Sandbox.Timedout",
          errorMessage: "RequestId: ID Error: Task timed out after 1.00 seconds",
        },
      ],
    ] as const) {
      it(`of a handler that ${handler} is reported in Lambda's words`, async () => {
        const fills = handler.startsWith("fills");
        lambda.start(declare(`index.${handler}`, { timeout: fills ? 30 : 1, memorySize: fills ? 128 : 256 }));
        const response = await lambda.invoke(`stepline-${handler}`);
        assert.equal(response.FunctionError, "Unhandled");
        const text = response.Payload.toString().replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "ID");
        assert.deepEqual(JSON.parse(text), payload);
      });
    }

    it("that nobody awaits ends the environment, and the next invocation gets a new one", async () => {
      lambda.start(declare("index.rejectsLater"));
      for (let attempt = 0; attempt < 2; attempt++) {
        const { errorType, errorMessage } = parsed(await lambda.invoke("stepline-rejectsLater"));
        assert.deepEqual(
          [errorType, errorMessage],
          ["Runtime.UnhandledPromiseRejection", "RangeError: nobody listens"],
        );
      }
      assert.equal(lambda.issuer.requests.length, 2);
    });

    it("of the answer's size or shape is the function's", async () => {
      lambda.start(declare("index.large"), declare("index.circular"));
      const { errorType, errorMessage } = parsed(await lambda.invoke("stepline-large", { bytes: 6_291_555 }));
      assert.equal(errorType, "Function.ResponseSizeTooLarge");
      assert.equal(
        errorMessage,
        "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
      );
      assert.equal((await lambda.invoke("stepline-large", { bytes: 6_291_554 })).FunctionError, undefined);
      assert.equal(parsed(await lambda.invoke("stepline-circular")).errorType, "Runtime.MarshalError");
    });

    it("while the module is loaded is reported by each invocation", async () => {
      lambda.start(
        declare("index.broken", { code: bundle("broken") }),
        declare("index.absent"),
        declare("nowhere.handler", { name: "stepline-nowhere" }),
      );
      const thrown = parsed(await lambda.invoke("stepline-broken"));
      assert.deepEqual([thrown.errorType, thrown.errorMessage], ["RangeError", "the configuration is wrong"]);
      assert.equal(parsed(await lambda.invoke("stepline-broken")).errorType, "RangeError");
      const absent = parsed(await lambda.invoke("stepline-absent"));
      assert.deepEqual(
        [absent.errorType, absent.errorMessage],
        ["Runtime.HandlerNotFound", "index.absent is undefined or not exported"],
      );
      const nowhere = parsed(await lambda.invoke("stepline-nowhere"));
      assert.deepEqual(
        [nowhere.errorType, nowhere.errorMessage],
        ["Runtime.ImportModuleError", "Error: Cannot find module 'nowhere'"],
      );
    });

    it("by timeout ends what the function started, too", async () => {
      lambda.start(declare("index.starts", { timeout: 1 }));
      assert.equal(parsed(await lambda.invoke("stepline-starts")).errorType, "Sandbox.Timedout");
      const pid = Number(/child (\d+)/.exec(lambda.logLines().join("\n"))?.[1]);
      await eventually(() => {
        assert.equal(isRunning(pid), false);
      });
    });
  });
});
