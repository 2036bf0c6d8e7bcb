import assert from "node:assert/strict";
import { policyDocument, type Permission } from "../../../components/iam/permission";

const read: Permission = { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] };

describe("policyDocument", () => {
  it("writes each permission as one statement, in order, once", () => {
    const trace: Permission = {
      sid: "Trace",
      actions: ["xray:PutTraceSegments"],
      resources: ["*"],
      reason: "no types",
    };
    assert.deepEqual(policyDocument([read, trace, read]), {
      Version: "2012-10-17",
      Statement: [
        { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::b/*"] },
        { Sid: "Trace", Effect: "Allow", Action: ["xray:PutTraceSegments"], Resource: ["*"] },
      ],
    });
  });

  it("keeps conditions", () => {
    const conditions = { StringLike: { "s3:prefix": ["a/*"] } };
    assert.deepEqual(policyDocument([{ ...read, conditions }]).Statement[0]?.Condition, conditions);
  });

  const refused: [string, Permission, RegExp][] = [
    ["an action with a wildcard", { ...read, actions: ["s3:Get*"] }, /"Read" allows "s3:Get\*"/],
    ['resource "*" without a reason', { ...read, resources: ["*"] }, /scope it to ARNs, or give the reason/],
    ["a sid IAM would refuse", { ...read, sid: "read-it" }, /"read-it" is not letters and digits/],
    ["no action", { ...read, actions: [] }, /has no action/],
    ["no resource", { ...read, resources: [] }, /has no resource/],
  ];
  for (const [what, permission, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => policyDocument([permission]), message);
    });
  }

  it("refuses two different statements under one sid", () => {
    assert.throws(
      () => policyDocument([read, { ...read, resources: ["arn:aws:s3:::c/*"] }]),
      /declared twice/,
    );
  });
});
