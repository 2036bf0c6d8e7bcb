import assert from "node:assert/strict";
import * as fc from "fast-check";
import { difference } from "../../../../sandbox/engine/provider/difference";
import { UNKNOWN } from "../../../../sandbox/engine/provider/protocol";
import { resourceType } from "../../../../sandbox/program/resource-types/resource-types";

const TABLE = "aws:dynamodb/table:Table";
type Properties = Readonly<Record<string, unknown>>;

function compare(
  state: Properties,
  inputs: Properties,
  oldInputs = state,
  token = TABLE,
): ReturnType<typeof difference> {
  return difference({ token, type: resourceType(token), state, oldInputs, inputs });
}

describe("the provider's comparison", () => {
  it("finds nothing between equal properties, whatever they are", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (properties) => {
        assert.deepEqual([...compare(properties, properties).detailed], []);
      }),
    );
  });

  it("names the path of every difference, in lists and maps too", () => {
    const { detailed, replaces } = compare(
      {
        attributes: [{ name: "a", type: "S" }],
        tags: { Owner: "x", "aws:old": "y" },
        billingMode: "PROVISIONED",
      },
      {
        attributes: [
          { name: "a", type: "N" },
          { name: "b", type: "S" },
        ],
        tags: { Owner: "x", New: "z" },
      },
    );
    assert.deepEqual(
      [...detailed],
      [
        ["attributes[0].type", "UPDATE"],
        ["attributes[1]", "ADD"],
        ['tags["aws:old"]', "DELETE"],
        ["tags.New", "ADD"],
        ["billingMode", "DELETE"],
      ],
    );
    assert.deepEqual(replaces, []);
  });

  it("replaces for what can't be changed, and deletes first where the name is fixed", () => {
    const { detailed, replaces, deleteBeforeReplace } = compare(
      { name: "runs", hashKey: "id" },
      { name: "runs", hashKey: "key" },
    );
    assert.deepEqual([...detailed], [["hashKey", "UPDATE_REPLACE"]]);
    assert.deepEqual(replaces, ["hashKey"]);
    assert.equal(deleteBeforeReplace, true);
  });

  it("lets a new one be made first when it has another name", () => {
    assert.equal(compare({ name: "runs" }, { name: "runs2" }).deleteBeforeReplace, false);
    const madeUp = { name: "runs-1a2b3c4", __defaults: ["name"], hashKey: "key" };
    assert.equal(compare({ ...madeUp, hashKey: "id" }, madeUp).deleteBeforeReplace, false);
  });

  it("leaves alone what only AWS has", () => {
    assert.equal(
      compare({ name: "runs", arn: "arn:x", readCapacity: 5 }, { name: "runs" }, { name: "runs" }).detailed
        .size,
      0,
    );
  });

  it("takes an unknown value for another one", () => {
    assert.deepEqual(
      [...compare({ hashKey: "id" }, { hashKey: UNKNOWN }).detailed],
      [["hashKey", "UPDATE_REPLACE"]],
    );
  });

  it("compares policies by what they say", () => {
    const role = "aws:iam/role:Role";
    const before = { assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}' };
    const after = { assumeRolePolicy: '{ "Statement": [], "Version": "2012-10-17" }' };
    assert.equal(compare(before, after, before, role).detailed.size, 0);
    const other = { assumeRolePolicy: '{"Version":"2012-10-17"}' };
    assert.deepEqual([...compare(before, other, before, role).detailed], [["assumeRolePolicy", "UPDATE"]]);
  });

  it("compares files by their contents", () => {
    const asset = (hash: string, file: string): Properties => ({
      "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
      hash,
      path: file,
    });
    const object = "aws:s3/bucketObjectv2:BucketObjectv2";
    const sizeOf = (before: Properties, after: Properties): number =>
      compare({ source: before }, { source: after }, { source: before }, object).detailed.size;
    assert.equal(sizeOf(asset("1", "/a"), asset("1", "/b")), 0);
    assert.equal(sizeOf(asset("1", "/a"), asset("2", "/a")), 1);
  });
});
