import assert from "node:assert/strict";
import { boundaryDocument } from "../../../components/deployment/boundary-document";
import type { PolicyDocument } from "../../../components/iam/permission";
import {
  IAM,
  REGIONAL,
  BOUNDED,
  OWN_ROLE,
  DEPLOY_ROLE,
  OWN,
  PRODS,
  OWN_BUCKET,
  STRANGERS_OBJECT,
  STRANGERS_BUCKET,
} from "./devs-and-others";
import { ACCOUNT, type Asked, boundedNames, judge } from "./judged";

describe("a role that a deploy gave every right", () => {
  const everything: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Sid: "Everything", Effect: "Allow", Action: ["*"], Resource: ["*"] }],
  };
  const boundary = boundaryDocument(boundedNames("dev"));
  const allowed = (action: string, resource: string, context: Asked["context"] = {}): boolean =>
    judge({ everything }, { action, resource, context }, boundary).allowed;

  it("still works on things of its stack", () => {
    assert.ok(allowed("s3:PutObject", `arn:aws:s3:::stepline-dev-raw-${ACCOUNT}-eu-west-1/a`, OWN_BUCKET));
    assert.ok(
      allowed(
        "lambda:InvokeFunction",
        `arn:aws:lambda:${REGIONAL}:function:stepline-dev-marketing-extract:live`,
      ),
    );
    assert.ok(
      allowed(
        "redshift-serverless:GetCredentials",
        `arn:aws:redshift-serverless:${REGIONAL}:workgroup/a`,
        OWN,
      ),
    );
  });

  it("reaches nothing of another stack, nor anything else of the account", () => {
    for (const [action, resource, context] of [
      ["s3:GetObject", `arn:aws:s3:::stepline-prod-raw-${ACCOUNT}-eu-west-1/a`, OWN_BUCKET],
      ["s3:PutObject", STRANGERS_OBJECT, STRANGERS_BUCKET],
      ["s3:PutObject", `arn:aws:s3:::stepline-dev-raw-${ACCOUNT}-eu-west-1/a`, STRANGERS_BUCKET],
      ["s3:ListBucket", `arn:aws:s3:::stepline-dev-evil-${ACCOUNT}-eu-west-1`, STRANGERS_BUCKET],
      [
        "s3:GetObject",
        `arn:aws:s3:::stepline-bootstrap-dev-${ACCOUNT}-eu-west-1/.pulumi/stacks/stepline/dev.json`,
        OWN_BUCKET,
      ],
      ["lambda:InvokeFunction", `arn:aws:lambda:${REGIONAL}:function:payroll`],
      ["lambda:UpdateFunctionCode", `arn:aws:lambda:${REGIONAL}:function:stepline-dev-marketing-extract`],
      ["redshift-serverless:GetCredentials", `arn:aws:redshift-serverless:${REGIONAL}:workgroup/a`, PRODS],
      ["kms:Decrypt", `arn:aws:kms:${REGIONAL}:key/a`, OWN],
      ["sts:AssumeRole", DEPLOY_ROLE],
      ["sts:AssumeRole", `${IAM}:role/stepline-prod-marketing-start-load`],
      ["iam:CreateRole", OWN_ROLE, BOUNDED],
      ["organizations:LeaveOrganization", "*"],
      ["ec2:RunInstances", "*"],
    ] as const) {
      assert.equal(allowed(action, resource, context), false, `${action} ${resource}`);
    }
  });

  it("administers nothing, even where a resource's policy would let it", () => {
    const decision = judge({ everything }, { action: "iam:PassRole", resource: OWN_ROLE }, boundary);
    assert.equal(decision.explicit, true);
  });
});
