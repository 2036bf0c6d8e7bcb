import assert from "node:assert/strict";
import { type Purpose, rolePolicies } from "../../../components/deployment/role-policies";
import { stateAccess } from "../../../components/deployment/state-access";
import type { PolicyDocument } from "../../../components/iam/permission";
import {
  IAM,
  REGIONAL,
  BOUNDARY,
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

const TAGGED_OWN = { "aws:RequestTag/Project": "stepline", "aws:RequestTag/Stack": "dev" };

const names = boundedNames("dev");

function policiesOf(purpose: Purpose): Readonly<Record<string, PolicyDocument>> {
  return { ...rolePolicies(names, purpose, { deletesData: true }), state: stateAccess(names, purpose) };
}

function ask(action: string, resource: string, context: Asked["context"] = {}): Asked {
  return { action, resource, context };
}

/** What the deploy role does every day: without these the refusals below would prove nothing. */
const EVERY_DAY: readonly Asked[] = [
  ask("iam:CreateRole", OWN_ROLE, BOUNDED),
  ask("iam:PutRolePolicy", OWN_ROLE, BOUNDED),
  ask("iam:PutRolePermissionsBoundary", OWN_ROLE, BOUNDED),
  ask("iam:UpdateAssumeRolePolicy", OWN_ROLE, BOUNDED),
  ask("iam:PassRole", OWN_ROLE, { "iam:PassedToService": "lambda.amazonaws.com" }),
  ask("kms:PutKeyPolicy", `arn:aws:kms:${REGIONAL}:key/a`, OWN),
  ask("kms:TagResource", `arn:aws:kms:${REGIONAL}:key/a`, TAGGED_OWN),
  ask("ec2:DeleteVpc", `arn:aws:ec2:${REGIONAL}:vpc/vpc-1`, OWN),
  ask("s3:DeleteObject", `arn:aws:s3:::stepline-dev-raw-${ACCOUNT}-eu-west-1/a`, OWN_BUCKET),
  ask(
    "s3:PutObject",
    `arn:aws:s3:::stepline-bootstrap-dev-${ACCOUNT}-eu-west-1/.pulumi/stacks/stepline/dev.json`,
  ),
];

const OTHER_BOUNDARY = { "iam:PermissionsBoundary": `${IAM}:policy/stepline-bootstrap-prod-boundary` };

const ATTEMPTS: readonly (readonly [string, Asked])[] = [
  ["create a role without a boundary", ask("iam:CreateRole", OWN_ROLE)],
  ["create a role with another boundary", ask("iam:CreateRole", OWN_ROLE, OTHER_BOUNDARY)],
  ["create a role of another name", ask("iam:CreateRole", `${IAM}:role/admin`, BOUNDED)],
  ["create a role under a path", ask("iam:CreateRole", `${IAM}:role/x/stepline-dev-a`, BOUNDED)],
  ["give rights to a role without a boundary", ask("iam:PutRolePolicy", OWN_ROLE)],
  [
    "attach AdministratorAccess",
    ask("iam:AttachRolePolicy", OWN_ROLE, {
      ...BOUNDED,
      "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
  ],
  ["take a boundary away", ask("iam:DeleteRolePermissionsBoundary", OWN_ROLE, BOUNDED)],
  ["put another boundary on", ask("iam:PutRolePermissionsBoundary", OWN_ROLE, OTHER_BOUNDARY)],
  ["write a new version of the boundary", ask("iam:CreatePolicyVersion", BOUNDARY)],
  ["choose another version of the boundary", ask("iam:SetDefaultPolicyVersion", BOUNDARY)],
  ["delete the boundary", ask("iam:DeletePolicy", BOUNDARY)],
  ["make a policy", ask("iam:CreatePolicy", `${IAM}:policy/stepline-dev-more`)],
  [
    "pass a role that is not the stack's",
    ask("iam:PassRole", `${IAM}:role/admin`, { "iam:PassedToService": "lambda.amazonaws.com" }),
  ],
  ["pass its own role", ask("iam:PassRole", DEPLOY_ROLE, { "iam:PassedToService": "lambda.amazonaws.com" })],
  [
    "pass a role to another service",
    ask("iam:PassRole", OWN_ROLE, { "iam:PassedToService": "ec2.amazonaws.com" }),
  ],
  ["let others into its own role", ask("iam:UpdateAssumeRolePolicy", DEPLOY_ROLE, BOUNDED)],
  ["let others into an unbounded role of the stack's name", ask("iam:UpdateAssumeRolePolicy", OWN_ROLE)],
  ["give itself rights", ask("iam:PutRolePolicy", DEPLOY_ROLE, BOUNDED)],
  ["assume another role", ask("sts:AssumeRole", `${IAM}:role/stepline-bootstrap-prod-deploy`)],
  ["make a user", ask("iam:CreateUser", `${IAM}:user/stepline-dev-x`)],
  ["make an access key", ask("iam:CreateAccessKey", `${IAM}:user/x`)],
  [
    "change GitHub's provider",
    ask("iam:AddClientIDToOpenIDConnectProvider", `${IAM}:oidc-provider/token.actions.githubusercontent.com`),
  ],
  [
    "change prod's function",
    ask("lambda:UpdateFunctionCode", `arn:aws:lambda:${REGIONAL}:function:stepline-prod-marketing-extract`),
  ],
  [
    "change another stack's function by prefix",
    ask("lambda:UpdateFunctionCode", `arn:aws:lambda:${REGIONAL}:function:stepline-dev2-a`),
  ],
  [
    "change a function of another region",
    ask("lambda:UpdateFunctionCode", `arn:aws:lambda:us-east-1:${ACCOUNT}:function:stepline-dev-a`),
  ],
  ["write prod's role", ask("iam:PutRolePolicy", `${IAM}:role/stepline-prod-marketing-extract`, BOUNDED)],
  ["open prod's key", ask("kms:PutKeyPolicy", `arn:aws:kms:${REGIONAL}:key/a`, PRODS)],
  [
    "make prod's key its own by a tag",
    ask("kms:TagResource", `arn:aws:kms:${REGIONAL}:key/a`, { ...PRODS, ...TAGGED_OWN }),
  ],
  [
    "open the key of its own state",
    ask("kms:PutKeyPolicy", `arn:aws:kms:${REGIONAL}:key/a`, {
      "aws:ResourceTag/Project": "stepline-bootstrap",
      "aws:ResourceTag/Stack": "account",
    }),
  ],
  [
    "use a key that is not encrypting for a service",
    ask("kms:Decrypt", `arn:aws:kms:${REGIONAL}:key/a`, OWN),
  ],
  [
    "point another stack's alias at its key",
    ask("kms:UpdateAlias", `arn:aws:kms:${REGIONAL}:alias/stepline-dev2`),
  ],
  ["delete prod's network", ask("ec2:DeleteVpc", `arn:aws:ec2:${REGIONAL}:vpc/vpc-1`, PRODS)],
  ["delete an untagged network", ask("ec2:DeleteVpc", `arn:aws:ec2:${REGIONAL}:vpc/vpc-1`)],
  [
    "read what the raw bucket holds",
    ask("s3:GetObject", `arn:aws:s3:::stepline-dev-raw-${ACCOUNT}-eu-west-1/source/marketing/a.csv`),
  ],
  [
    "read prod's administrator password",
    ask(
      "secretsmanager:GetSecretValue",
      `arn:aws:secretsmanager:${REGIONAL}:secret:redshift!stepline-prod-admin-a1b2c3`,
    ),
  ],
  [
    "read prod's state",
    ask(
      "s3:GetObject",
      `arn:aws:s3:::stepline-bootstrap-prod-${ACCOUNT}-eu-west-1/.pulumi/stacks/stepline/prod.json`,
    ),
  ],
  ["delete an object of a stranger's bucket", ask("s3:DeleteObject", STRANGERS_OBJECT, STRANGERS_BUCKET)],
  [
    "upload to a stranger's bucket of the stack's name",
    ask("s3:PutObject", `arn:aws:s3:::stepline-dev-evil-${ACCOUNT}-eu-west-1/a`, STRANGERS_BUCKET),
  ],
  [
    "destroy a version of its state",
    ask(
      "s3:DeleteObjectVersion",
      `arn:aws:s3:::stepline-bootstrap-dev-${ACCOUNT}-eu-west-1/.pulumi/stacks/stepline/dev.json`,
    ),
  ],
  [
    "open its state's bucket",
    ask("s3:PutBucketPolicy", `arn:aws:s3:::stepline-bootstrap-dev-${ACCOUNT}-eu-west-1`),
  ],
];

describe("the deploy role", () => {
  const policies = policiesOf("deploy");

  for (const asked of EVERY_DAY) {
    it(`may ${asked.action}`, () => {
      assert.equal(judge(policies, asked).allowed, true, judge(policies, asked).decidedBy);
    });
  }

  for (const [attempt, asked] of ATTEMPTS) {
    it(`can't ${attempt}`, () => {
      const decision = judge(policies, asked);
      assert.equal(decision.allowed, false, decision.decidedBy);
      // For want of a right, not of a judgement.
      assert.match(decision.decidedBy, /no identity-based policy allows/);
    });
  }
});

describe("the preview role", () => {
  const policies = policiesOf("preview");

  it("can do nothing of what the deploy role does every day", () => {
    for (const asked of EVERY_DAY) {
      assert.equal(judge(policies, asked).allowed, false, asked.action);
    }
  });

  it("can do none of what the deploy role can't", () => {
    for (const [attempt, asked] of ATTEMPTS) {
      assert.equal(judge(policies, asked).allowed, false, attempt);
    }
  });

  it("reads its stack's state, and takes no lock", () => {
    const bucket = `arn:aws:s3:::stepline-bootstrap-dev-${ACCOUNT}-eu-west-1`;
    assert.equal(
      judge(policies, ask("s3:GetObject", `${bucket}/.pulumi/stacks/stepline/dev.json`)).allowed,
      true,
    );
    const lock = `${bucket}/.pulumi/locks/organization/stepline/dev/a.json`;
    assert.equal(judge(policies, ask("s3:PutObject", lock)).allowed, false);
  });
});
