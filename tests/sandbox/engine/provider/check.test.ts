import assert from "node:assert/strict";
import { withName } from "../../../../sandbox/engine/provider/check";
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
