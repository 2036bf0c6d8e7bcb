import { UNKNOWN } from "../../../policies/resource";
import { type Cases, KEY_ARN, policy, resource } from "./case";

const key = (properties: Record<string, unknown>) => resource("aws:kms/key:Key", properties);
const rolePolicy = (statement: Record<string, unknown>) =>
  resource("aws:iam/rolePolicy:RolePolicy", { policy: policy(statement) });
const managed = (statement: Record<string, unknown>) =>
  resource("aws:iam/policy:Policy", { policy: policy(statement) });
const attachment = (policyArn: string) =>
  resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn });
const role = (properties: Record<string, unknown>) => resource("aws:iam/role:Role", properties);
const trust = (statement: Record<string, unknown>) =>
  role({ assumeRolePolicy: policy({ Action: "sts:AssumeRole", ...statement }) });

const ROLE = role({ name: "extract" });
const lambda = (name: string, roleArn: unknown) =>
  resource("aws:lambda/function:Function", { role: roleArn }, { name });
const ROLE_ARN = "arn:aws:iam::111122223333:role/extract";
const ROOT = { AWS: "arn:aws:iam::111122223333:root" };
const DECRYPT = { Action: "kms:Decrypt", Resource: "*" };
const LOGS = { Action: "logs:PutLogEvents", Resource: "*" };

function decryption(make: typeof rolePolicy): Cases[string] {
  return {
    passes: {
      "one key": [make({ ...DECRYPT, Resource: KEY_ARN })],
      "a denial": [make({ ...DECRYPT, Effect: "Deny" })],
      "another action": [make({ ...DECRYPT, Action: "kms:ListKeys" })],
    },
    fails: {
      everything: [make(DECRYPT)],
      "every key of the account": [
        make({ ...DECRYPT, Resource: "arn:aws:kms:eu-west-1:111122223333:key/*" }),
      ],
      "by wildcard": [make({ Action: "kms:*", Resource: "*" })],
      "all actions but one": [make({ NotAction: "iam:PassRole", Resource: "*" })],
      "all resources but one": [make({ Action: "kms:Decrypt", NotResource: KEY_ARN })],
    },
  };
}

export const IDENTITY_CASES: Cases = {
  "KMS.1-managed-policies-name-keys": decryption(managed),
  "KMS.2-inline-policies-name-keys": decryption(rolePolicy),
  "KMS.3-deletion-can-be-undone": {
    passes: { "30 days": [key({ deletionWindowInDays: 30 })], "KMS's default": [key({})] },
    fails: { "a week": [key({ deletionWindowInDays: 7 })] },
  },
  "KMS.4-key-rotates": {
    passes: {
      on: [key({ enableKeyRotation: true })],
      "a key pair can't": [key({ customerMasterKeySpec: "RSA_2048" })],
    },
    fails: { "not set": [key({})], off: [key({ enableKeyRotation: false })] },
  },
  "KMS.5-key-policy-not-public": {
    passes: {
      "its account": [key({ policy: policy({ Principal: ROOT, Action: "kms:*", Resource: "*" }) })],
      "roles of one account": [
        key({
          policy: policy({
            Principal: { AWS: "*" },
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } },
          }),
        }),
      ],
      "a policy not known yet": [key({ policy: UNKNOWN })],
    },
    fails: {
      everybody: [key({ policy: policy({ Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" }) })],
      "through a service, whoever": [
        key({
          policy: policy({
            Principal: "*",
            Action: "kms:*",
            Resource: "*",
            Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
          }),
        }),
      ],
    },
  },
  "IAM.1-no-administrators": {
    passes: {
      "one bucket": [rolePolicy({ Action: "*", Resource: "arn:aws:s3:::raw" })],
      "one action": [rolePolicy(LOGS)],
    },
    fails: {
      inline: [rolePolicy({ Action: "*", Resource: "*" })],
      "in two pieces": [managed({ Action: ["s3:GetObject", "*:*"], Resource: ["arn:aws:s3:::raw", "*"] })],
      "AWS's": [attachment("arn:aws:iam::aws:policy/AdministratorAccess")],
    },
  },
  "IAM.21-no-whole-services": {
    passes: {
      "a family": [rolePolicy({ Action: "s3:Get*", Resource: "*" })],
      "a denial": [rolePolicy({ Effect: "Deny", Action: "s3:*", Resource: "*" })],
    },
    fails: {
      "a service": [managed({ Action: "s3:*", Resource: "arn:aws:s3:::raw" })],
      "all but one": [rolePolicy({ NotAction: "iam:PassRole", Resource: "*" })],
    },
  },
  "IAM-star-only-without-resources": {
    passes: {
      "an action without resources": [
        rolePolicy({ Action: "redshift-data:DescribeStatement", Resource: "*" }),
      ],
      "in other letters": [rolePolicy({ Action: "LOGS:describeloggroups", Resource: "*" })],
      "one namespace": [
        rolePolicy({
          Action: "cloudwatch:PutMetricData",
          Resource: "*",
          Condition: { StringEquals: { "cloudwatch:namespace": "Glue" } },
        }),
      ],
    },
    fails: {
      "an action with resources": [rolePolicy(LOGS)],
      "one of two": [
        rolePolicy({ Action: ["redshift-data:DescribeStatement", "s3:GetObject"], Resource: "*" }),
      ],
      "an unknown action": [rolePolicy({ Action: "s3:GetEverything", Resource: "*" })],
      "a family": [rolePolicy({ Action: "logs:Describe*", Resource: "*" })],
      "a condition on something else": [
        rolePolicy({ ...LOGS, Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } }),
      ],
    },
  },
  "IAM-no-policies-of-aws": {
    passes: { own: [attachment("arn:aws:iam::111122223333:policy/extract")] },
    fails: {
      attached: [attachment("arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole")],
      "in the role, in China": [role({ managedPolicyArns: ["arn:aws-cn:iam::aws:policy/ReadOnlyAccess"] })],
    },
  },
  "IAM-trust-names-who": {
    passes: {
      "a service": [trust({ Principal: { Service: "lambda.amazonaws.com" } })],
      "a role": [trust({ Principal: { AWS: ROLE_ARN } })],
      "one role of the account": [
        trust({ Principal: ROOT, Condition: { ArnEquals: { "aws:PrincipalArn": ROLE_ARN } } }),
      ],
    },
    fails: {
      everybody: [trust({ Principal: { AWS: "*" } })],
      "the whole account": [trust({ Principal: ROOT })],
      "an account's number": [trust({ Principal: { AWS: "444455556666" } })],
    },
  },
  "IAM-role-has-one-user": {
    passes: {
      one: [ROLE, lambda("a", ROLE_ARN), resource("aws:iam/rolePolicy:RolePolicy", { role: "extract" })],
      "another of a longer name": [ROLE, lambda("a", ROLE_ARN), lambda("b", `${ROLE_ARN}-2`)],
      "its component": [
        ROLE,
        lambda("a", ROLE_ARN),
        resource("stepline:function:SteplineFunction", { roleArn: ROLE_ARN }),
      ],
      "not known yet": [ROLE, lambda("a", UNKNOWN), lambda("b", UNKNOWN)],
    },
    fails: {
      "two functions": [ROLE, lambda("a", ROLE_ARN), lambda("b", ROLE_ARN)],
      "in a list": [
        ROLE,
        lambda("a", ROLE_ARN),
        resource("aws:redshiftserverless/namespace:Namespace", { iamRoles: [ROLE_ARN] }),
      ],
    },
  },
};
