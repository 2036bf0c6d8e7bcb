import assert from "node:assert/strict";
import { Authorizer } from "../../../sandbox/iam/authorizer";
import { checkDeliveries, deliveries } from "../../../sandbox/iam/deliveries";
import { recordProgram } from "../../../sandbox/program/record";
import type { RecordedProgram } from "../../../sandbox/types";

/** The program with one resource's policy changed. */
function changed(program: RecordedProgram, type: string, name: RegExp, change: (policy: string) => string) {
  let hits = 0;
  const resources = program.resources.map((resource) => {
    if (resource.type !== type || !name.test(resource.name)) {
      return resource;
    }
    hits += 1;
    return { ...resource, inputs: { ...resource.inputs, policy: change(String(resource.inputs.policy)) } };
  });
  assert.ok(hits > 0, `no ${type} is named ${name.source}`);
  return { ...program, resources };
}

describe("deliveries between services", () => {
  let dev: RecordedProgram;

  before(async () => {
    dev = await recordProgram({ stack: "dev" });
  });

  for (const stack of ["dev", "prod"]) {
    it(`are all admitted by the resource policies of ${stack}`, async () => {
      const program = await recordProgram({ stack });
      const services = new Set(deliveries(program).map(({ service }) => service));
      assert.deepEqual([...services].sort(), [
        "cloudwatch.amazonaws.com",
        "events.amazonaws.com",
        "logging.s3.amazonaws.com",
        "sns.amazonaws.com",
      ]);
      checkDeliveries(program, new Authorizer(program));
    });
  }

  const losses: [string, string, RegExp, string, RegExp][] = [
    [
      "a queue policy without its topic",
      "aws:sqs/queuePolicy:QueuePolicy",
      /copy/,
      "sns.amazonaws.com",
      /sns\.amazonaws\.com may not sqs:SendMessage/,
    ],
    [
      "a topic policy without alarms",
      "aws:sns/topicPolicy:TopicPolicy",
      /./,
      "cloudwatch.amazonaws.com",
      /cloudwatch\.amazonaws\.com may not sns:Publish/,
    ],
    [
      "a topic policy without rules",
      "aws:sns/topicPolicy:TopicPolicy",
      /./,
      "events.amazonaws.com",
      /events\.amazonaws\.com may not sns:Publish/,
    ],
    [
      "a key policy without alarms",
      "aws:kms/key:Key",
      /./,
      "cloudwatch.amazonaws.com",
      /cloudwatch\.amazonaws\.com may not kms:/,
    ],
    [
      "a key policy without rules",
      "aws:kms/key:Key",
      /./,
      "events.amazonaws.com",
      /events\.amazonaws\.com may not kms:/,
    ],
    [
      "a log bucket policy without log delivery",
      "aws:s3/bucketPolicy:BucketPolicy",
      /access-logs/,
      "logging.s3.amazonaws.com",
      /may not s3:PutObject/,
    ],
  ];
  for (const [what, type, name, service, message] of losses) {
    it(`are found lost with ${what}`, () => {
      const program = changed(dev, type, name, (policy) => policy.replaceAll(service, "ec2.amazonaws.com"));
      assert.throws(() => {
        checkDeliveries(program, new Authorizer(program));
      }, message);
    });
  }
});
