import assert from "node:assert/strict";

import { ofType, type Recording } from "../pulumi-mocks";
import { madeResources, recordStack } from "./program";

/** Inputs that a reviewer, or a policy pack, must be able to read before anything exists. */
const READABLE = [
  "definition",
  "policy",
  "assumeRolePolicy",
  "name",
  "bucket",
  "eventPattern",
  "scheduleExpression",
  "defaultArguments",
  "environment",
  "dashboardBody",
  "sql",
  "key",
];

for (const stack of ["dev", "prod"]) {
  describe(`the first preview of ${stack}`, () => {
    let recording: Recording;
    before(async () => {
      recording = await recordStack(stack, { preview: true });
    });

    it("knows every name, definition and policy, but for two statements about an id that AWS makes", () => {
      const unknown = madeResources(recording).flatMap((resource) =>
        resource.unknownInputs
          .filter((input) => READABLE.includes(input) && !isReference(resource.type, input))
          .map((input) => `${resource.name}: ${input}`),
      );
      assert.deepEqual(unknown.sort(), [
        "marketing-reconcile-role-late-policy: policy",
        "marketing-start-load-role-late-policy: policy",
      ]);
    });

    it("knows what the schedule starts, and with what", () => {
      const target = ofType(recording, "aws:scheduler/schedule:Schedule")[0].inputs.target as Record<
        string,
        unknown
      >;
      assert.equal(
        target.arn,
        `arn:aws:states:eu-west-1:111122223333:stateMachine:stepline-${stack}-marketing-ingest:live`,
      );
      assert.equal(target.input, '{"scheduledTime":"<aws.scheduler.scheduled-time>","trigger":"schedule"}');
    });

    it("shows no secret in definitions, arguments, environments and outputs", () => {
      const texts = madeResources(recording).flatMap((resource) =>
        ["definition", "defaultArguments", "environment"].map((input) =>
          JSON.stringify(resource.inputs[input] ?? ""),
        ),
      );
      for (const text of [...texts, JSON.stringify(recording.outputs)]) {
        assert.doesNotMatch(text, /password|secret|AKIA[0-9A-Z]{16}|BEGIN [A-Z ]*PRIVATE KEY/i);
      }
    });
  });
}

/** `bucket` of a bucket's settings is the bucket's id, not a name the program chose. */
function isReference(type: string, input: string): boolean {
  return input === "bucket" && type !== "aws:s3/bucket:Bucket";
}
