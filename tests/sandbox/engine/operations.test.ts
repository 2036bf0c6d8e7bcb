import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as aws from "@pulumi/aws";
import { engineStack } from "../../../sandbox/engine/stack";
import { useEngine } from "./use-engine";

describe("an operation on the real engine", () => {
  const engine = useEngine();

  it("tells an error of the program once, without its stack trace", async () => {
    const program = () => Promise.reject(new TypeError("no contract\nof that name"));
    const stack = await engine.stack({ stack: "dev", program });
    assert.deepEqual((await stack.preview()).errors, ["no contract\nof that name"]);
  });

  for (const checkpoints of ["every step", "at the end"] as const) {
    it(`has written the state when it ends, even when it failed: checkpoints ${checkpoints}`, async () => {
      const program = async () => {
        const jobs = new aws.sqs.Queue("jobs", { name: "jobs" });
        new aws.sqs.Queue("late", { name: "late" }, { dependsOn: [jobs] });
        return Promise.resolve();
      };
      const stack = await engine.stack({ stack: "dev", program, checkpoints });
      const names = (): readonly (string | undefined)[] =>
        stack
          .deployment()
          .resources.filter(({ type }) => type === "aws:sqs/queue:Queue")
          .map(({ urn }) => urn.split("::").at(-1));
      stack.account.failOnce("create", "aws:sqs/queue:Queue", "late", "ServiceUnavailable");
      assert.equal((await stack.up()).succeeded, false);
      assert.deepEqual(names(), ["jobs"]);
      assert.deepEqual((await stack.up()).errors, []);
      assert.deepEqual(names(), ["jobs", "late"]);
    });
  }

  it("is cancelled when its stack is closed, and leaves the folder alone from then on", async () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-engine-"));
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const program = (): Promise<void> => {
      begin();
      return new Promise(() => undefined);
    };
    const stack = await engineStack({ stack: "dev", directory, program });
    const running = stack.up();
    await begun;
    await stack.close();
    fs.rmSync(directory, { recursive: true });
    assert.equal((await running).succeeded, false);
    await assert.rejects(stack.up(), /Stack "dev" is closed/);
    assert.equal(fs.existsSync(directory), false);
  });
});
