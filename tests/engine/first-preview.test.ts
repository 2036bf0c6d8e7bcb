import assert from "node:assert/strict";
import type { EngineResult, Operation } from "../../sandbox/engine/engine-result";
import { UNKNOWN } from "../../sandbox/engine/provider/protocol";
import { ENGINE_TIMEOUT_MS, useEngine } from "../sandbox/engine/use-engine";

/** Inputs that hold a document, whatever the resource: what a reviewer and a policy pack read. */
const DOCUMENT = /^(?!block).*(policy|policies|policyDocument|definition)$/i;

/** Types that must be among those found: with one fewer, the search found too little. */
const TYPES = [
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:kms/key:Key",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:sfn/stateMachine:StateMachine",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sqs/queuePolicy:QueuePolicy",
];

/** Not known before the workgroup is made, each with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "marketing-start-load-role-late-policy": "the ARN of a workgroup ends in a UUID that AWS makes",
  "marketing-reconcile-role-late-policy": "the ARN of a workgroup ends in a UUID that AWS makes",
};

for (const stack of ["dev", "prod"]) {
  describe(`the first preview of ${stack}, on the engine`, () => {
    const engine = useEngine();
    let preview: EngineResult;
    before(async function () {
      this.timeout(ENGINE_TIMEOUT_MS);
      preview = await (await engine.stack({ stack })).preview();
    });

    const documents = (): readonly (readonly [Operation, unknown])[] =>
      preview.operations.flatMap((operation) =>
        Object.entries(operation.inputs)
          .filter(([input, value]) => DOCUMENT.test(input) && value !== undefined)
          .map(([, value]) => [operation, value] as const),
      );

    it("succeeds, and creates everything", () => {
      assert.deepEqual(preview.errors, []);
      assert.deepEqual(Object.keys(preview.summary), ["create"]);
    });

    it("shows every workflow and every policy as text, but for the exceptions that have a reason", () => {
      const hidden = documents().filter(([, document]) => JSON.stringify(document).includes(UNKNOWN));
      assert.deepEqual(hidden.map(([{ name }]) => name).sort(), Object.keys(EXCEPTIONS).sort());
      const types = new Set(documents().map(([{ type }]) => type));
      assert.deepEqual(
        TYPES.filter((type) => !types.has(type)),
        [],
      );
    });

    it("shows none of them as a secret", () => {
      for (const [{ name }, text] of documents()) {
        assert.doesNotMatch(JSON.stringify(text), /\[secret\]/, name);
      }
    });

    it("leaves unknown what only AWS knows: it proves what is known because nothing else is", () => {
      const key = preview.operations.find(({ type }) => type === "aws:kms/key:Key");
      const workgroup = preview.operations.find(({ type }) => type.endsWith(":Workgroup"));
      const usageLimit = preview.operations.find(({ type }) => type.endsWith(":UsageLimit"));
      assert.equal(key?.outputs.arn, UNKNOWN);
      assert.equal(workgroup?.outputs.arn, UNKNOWN);
      assert.equal(usageLimit?.inputs.resourceArn, UNKNOWN);
    });
  });
}
