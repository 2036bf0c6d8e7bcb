import assert from "node:assert/strict";
import { type Permission, policyDocument, unprovedPartsOf } from "../../../components/iam/permission";

const permission: Permission = {
  sid: "SendTraces",
  actions: ["xray:PutTraceSegments"],
  resources: ["arn:aws:xray:eu-west-1:111122223333:group/default"],
  unproved: { "xray:PutTraceSegments": "Lambda sends segments itself." },
};

describe("reasons for what no run can prove", () => {
  it("are found again by the statement, and are not in the document", () => {
    const [statement] = policyDocument([permission]).Statement;
    assert.deepEqual(unprovedPartsOf(statement), permission.unproved);
    assert.ok(!JSON.stringify(statement).includes("Lambda sends"));
  });

  it("are none for a statement that gives none", () => {
    const [statement] = policyDocument([{ ...permission, sid: "Other", unproved: undefined }]).Statement;
    assert.deepEqual(unprovedPartsOf(statement), {});
  });

  it("must be about an action or a resource of the statement", () => {
    const strange = { ...permission, unproved: { "xray:GetSamplingRules": "Misspelt." } };
    assert.throws(() => policyDocument([strange]), /SendTraces.*"xray:GetSamplingRules"/);
  });
});
