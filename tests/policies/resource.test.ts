import assert from "node:assert/strict";
import { Declarations } from "../../policies/engine/declarations";
import { fromRecording } from "../../policies/recorded-resources";
import { read, refersTo, UNKNOWN } from "../../policies/resource";
import { recordedProgram, recordedResource } from "../sandbox/recorded-program";
import { resource } from "./cases/case";

const BUCKET = resource("aws:s3/bucket:Bucket", { bucket: "raw", arn: UNKNOWN }, { name: "raw" });
const holder = (bucket: unknown, more = {}) => resource("aws:s3/bucketPolicy:BucketPolicy", { bucket }, more);

describe("a resource under the policies", () => {
  it("is read by path; below what is not known, nothing is known", () => {
    const machine = resource("m", { a: { b: [{ c: 1 }] }, later: UNKNOWN });
    assert.equal(read(machine, "a.b.0.c"), 1);
    assert.equal(read(machine, "a.x.c"), undefined);
    assert.equal(read(machine, "later.b.c"), UNKNOWN);
  });

  it("is named by its id, name or ARN, not by a longer name", () => {
    for (const name of ["raw", "arn:aws:s3:::raw", "https://example.com/raw"]) {
      assert.equal(refersTo(holder(name), "bucket", BUCKET), true, name);
    }
    for (const name of ["straw", "arn:aws:s3:::raw-2", "", undefined, 7]) {
      assert.equal(refersTo(holder(name), "bucket", BUCKET), false, String(name));
    }
  });

  it("is named by what was made from it, as long as the name is not known: the property's sources come first", () => {
    assert.equal(refersTo(holder(UNKNOWN), "bucket", BUCKET), false);
    const dependencies = [BUCKET.urn];
    assert.equal(refersTo(holder(UNKNOWN, { dependencies }), "bucket", BUCKET), true);
    const propertyDependencies = { bucket: ["urn:other"], policy: [BUCKET.urn] };
    assert.equal(refersTo(holder(UNKNOWN, { dependencies, propertyDependencies }), "bucket", BUCKET), false);
    assert.equal(
      refersTo(holder(UNKNOWN, { dependencies, propertyDependencies: {} }), "bucket", BUCKET),
      true,
    );
  });

  it("at the end of a preview is what was declared, with ids that are not known yet", () => {
    const declarations = new Declarations();
    declarations.note(resource("q", { name: "runs" }));
    const told = resource("q", {
      name: "runs",
      id: UNKNOWN,
      arn: UNKNOWN,
      redrivePolicy: UNKNOWN,
      fifo: false,
    });
    assert.deepEqual(declarations.completed([told])[0].properties, {
      name: "runs",
      id: UNKNOWN,
      arn: UNKNOWN,
      fifo: false,
    });
    const unnoted = resource("q", told.properties, { urn: "urn:other" });
    assert.deepEqual(declarations.completed([unnoted]), [unnoted]);
  });

  it("of a recorded program has its outputs, and what the provider says of all", () => {
    const provider = recordedResource("pulumi:providers:aws", {
      name: "stepline",
      defaultTags: '{"tags":{"Environment":"prod"}}',
      allowedAccountIds: '["111122223333"]',
    });
    const [, key] = fromRecording(
      recordedProgram([
        provider,
        recordedResource("aws:kms/key:Key", { name: "data" }, { arn: "arn:of-it" }),
      ]),
    );
    assert.equal(key.environment, "prod");
    assert.deepEqual(key.accountIds, ["111122223333"]);
    assert.deepEqual(key.properties, { name: "data", arn: "arn:of-it", id: "data" });
    const [alone] = fromRecording(recordedProgram([recordedResource("aws:kms/key:Key", { name: "data" })]));
    assert.equal(alone.environment, "test");
  });
});
