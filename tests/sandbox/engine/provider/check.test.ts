import assert from "node:assert/strict";
import { checkFailures, withName } from "../../../../sandbox/engine/provider/check";
import { resourceType } from "../../../../sandbox/program/resource-types/resource-types";

type Properties = Readonly<Record<string, unknown>>;

function named(token: string, inputs: Properties, old: Properties = {}, seed = "seed"): Properties {
  return withName({ token, type: resourceType(token), name: "jobs" }, old, inputs, seed);
}

describe("the provider's names", () => {
  it("are the program's where it gives one, or a prefix", () => {
    assert.deepEqual(named("aws:sqs/queue:Queue", { name: "mine" }), { name: "mine" });
    assert.deepEqual(named("aws:sqs/queue:Queue", { namePrefix: "mine-" }), { namePrefix: "mine-" });
  });

  it("are made up otherwise, and kept from then on", () => {
    const made = named("aws:sqs/queue:Queue", {});
    assert.match(String(made.name), /^jobs-[0-9a-f]{7}$/);
    assert.deepEqual(named("aws:sqs/queue:Queue", {}, made, "another seed"), made);
    assert.notEqual(named("aws:sqs/queue:Queue", {}, {}, "another seed").name, made.name);
  });

  it("of a bucket are its bucket, of a key's alias begin with alias/", () => {
    assert.match(String(named("aws:s3/bucket:Bucket", {}).bucket), /^jobs-/);
    assert.match(String(named("aws:kms/alias:Alias", { targetKeyId: "1" }).name), /^alias\/jobs-/);
  });

  it("aren't made where the program must give one", () => {
    const inputs = { workgroupName: "lake", namespaceName: "lake" };
    assert.deepEqual(named("aws:redshiftserverless/workgroup:Workgroup", inputs), inputs);
  });
});

describe("the provider's check", () => {
  const failures = (token: string, inputs: Properties): readonly string[] =>
    checkFailures(token, resourceType(token), "jobs", inputs);

  it("names a missing property as Terraform's provider and as Pulumi's SDK do", () => {
    assert.deepEqual(
      failures("aws:sns/topicSubscription:TopicSubscription", { endpoint: "a", protocol: "sqs" }),
      [
        'Missing required argument. The argument "topic_arn" is required, but no definition was found.. ' +
          "Examine values at 'jobs.topic'.",
      ],
    );
  });

  it("words it otherwise for the provider's newer resources", () => {
    assert.deepEqual(failures("aws:redshiftserverless/namespace:Namespace", {}), [
      "Missing required property 'namespaceName'",
    ]);
  });

  it("finds what there isn't, whether anything is missing or not", () => {
    const unknown = "Invalid or unknown key. Examine values at 'jobs.nmae'.";
    assert.deepEqual(failures("aws:sqs/queue:Queue", { nmae: "jobs" }), [unknown]);
    assert.equal(failures("aws:iam/role:Role", { nmae: "jobs" }).length, 2);
    assert.deepEqual(failures("aws:sqs/queue:Queue", { name: "jobs", __defaults: [] }), []);
  });
});
