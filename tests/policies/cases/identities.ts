import { UNKNOWN } from "../../../policies/resource";
import { type Cases, KEY_ARN, policy, resource } from "./case";
import { inRole, managed, role, rolePolicy } from "./identity";

const attachment = (policyArn: string) =>
  resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn });
const trust = (statement: Record<string, unknown>) =>
  role({ assumeRolePolicy: policy({ Action: "sts:AssumeRole", ...statement }) });

const ROLE = role({ name: "extract" });
const lambda = (name: string, roleArn: unknown) =>
  resource("aws:lambda/function:Function", { role: roleArn }, { name });
const ROLE_ARN = "arn:aws:iam::111122223333:role/extract";
const ROOT = { AWS: "arn:aws:iam::111122223333:root" };
const ALL = { Action: "*", Resource: "*" };
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const given = (type: string, properties: Record<string, unknown>) => resource(`aws:iam/${type}`, properties);
const passing = (operator: string, value: unknown, key = "iam:PassedToService") =>
  rolePolicy({ Action: "iam:PassRole", Resource: "*", Condition: { [operator]: { [key]: value } } });
const GITHUB = "token.actions.githubusercontent.com";
const AUDIENCE = { StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" } };
const vouched = (Condition?: unknown, provider = `oidc-provider/${GITHUB}`) =>
  trust({
    Principal: { Federated: `arn:aws:iam::111122223333:${provider}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition,
  });
const SAML = "saml-provider/staff";
const FOREIGN = { AWS: "444455556666" };
const LOGS = { Action: "logs:PutLogEvents", Resource: "*" };

export const IDENTITY_CASES: Cases = {
  "IAM.1-no-administrators": {
    passes: {
      "one bucket": [rolePolicy({ Action: "*", Resource: "arn:aws:s3:::raw" })],
      "one action": [rolePolicy(LOGS)],
      "one action, within the role": [inRole(LOGS)],
      "an own policy of a like name": [attachment("arn:aws:iam::111122223333:policy/NoAdministratorAccess")],
      "a role's policies not known yet": [role({ inlinePolicies: UNKNOWN, managedPolicyArns: [UNKNOWN] })],
    },
    fails: {
      inline: [rolePolicy(ALL)],
      "within the role": [inRole(ALL)],
      "by two stars": [rolePolicy({ Action: "**", Resource: "**" })],
      "on every ARN": [rolePolicy({ Action: "*", Resource: "arn:*" })],
      "on every ARN of a partition": [rolePolicy({ Action: "*", Resource: "arn:aws:*:*:*:*" })],
      "on all but one": [rolePolicy({ Action: "*", NotResource: "arn:aws:s3:::raw" })],
      "AWS's, for a user": [given("userPolicyAttachment:UserPolicyAttachment", { policyArn: ADMINISTRATOR })],
      "AWS's, for a group": [
        given("groupPolicyAttachment:GroupPolicyAttachment", { policyArn: ADMINISTRATOR }),
      ],
      "AWS's, for several": [given("policyAttachment:PolicyAttachment", { policyArn: ADMINISTRATOR })],
      "AWS's, in a list": [
        given("rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", {
          policyArns: [ADMINISTRATOR],
        }),
      ],
      "AWS's, in the role": [role({ managedPolicyArns: [ADMINISTRATOR] })],
      "in two pieces": [managed({ Action: ["s3:GetObject", "*:*"], Resource: ["arn:aws:s3:::raw", "*"] })],
      "AWS's": [attachment(ADMINISTRATOR)],
    },
  },
  "IAM.21-no-whole-services": {
    passes: {
      "a family": [rolePolicy({ Action: "s3:Get*", Resource: "*" })],
      "a denial": [rolePolicy({ Effect: "Deny", Action: "s3:*", Resource: "*" })],
    },
    fails: {
      "a service": [managed({ Action: "s3:*", Resource: "arn:aws:s3:::raw" })],
      "a service, within the role": [inRole({ Action: "s3:*", Resource: "arn:aws:s3:::raw" })],
      "every service": [managed({ Action: "*", Resource: "arn:aws:s3:::raw" })],
      "a service by two stars": [managed({ Action: "s3:**", Resource: "arn:aws:s3:::raw" })],
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
      "passing roles to one service": [passing("StringEquals", "glue.amazonaws.com")],
      "things of one tag": [passing("StringEquals", "stepline", "aws:ResourceTag/Project")],
      "the objects of a bucket": [rolePolicy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::raw/*" })],
      "buckets of a name": [rolePolicy({ Action: "s3:ListBucket", Resource: "arn:aws:s3:::stepline-*" })],
      "roles of a name": [
        rolePolicy({ Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/stepline-*" }),
      ],
      "one key": [rolePolicy({ Action: "kms:Decrypt", Resource: KEY_ARN })],
      "an action without resources, on all but one": [
        rolePolicy({ Action: "xray:PutTraceSegments", NotResource: "arn:aws:s3:::raw" }),
      ],
    },
    fails: {
      "an action with resources": [rolePolicy(LOGS)],
      "one of two": [
        rolePolicy({ Action: ["redshift-data:DescribeStatement", "s3:GetObject"], Resource: "*" }),
      ],
      "an unknown action": [rolePolicy({ Action: "s3:GetEverything", Resource: "*" })],
      "a family": [rolePolicy({ Action: "logs:Describe*", Resource: "*" })],
      "a family, on every group": [
        rolePolicy({
          Action: "logs:Put*",
          Resource: "arn:aws:logs:eu-west-1:111122223333:log-group:*",
        }),
      ],
      "a family of a service without things": [rolePolicy({ Action: "pricing:Get*", Resource: "*" })],
      "within the role": [inRole(LOGS)],
      "every action": [rolePolicy(ALL)],
      "every action by two stars": [rolePolicy({ Action: "**", Resource: "*" })],
      "a service that there is not": [rolePolicy({ Action: "sfn:StartExecution", Resource: "*" })],
      "a service of the name of something else": [rolePolicy({ Action: "constructor:a", Resource: "*" })],
      "an action of the name of something else": [rolePolicy({ Action: "s3:constructor", Resource: "*" })],
      "all things but one": [rolePolicy({ Action: "iam:PutRolePolicy", NotResource: "arn:aws:s3:::raw" })],
      "every bucket and object": [
        rolePolicy({ Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::*" }),
      ],
      "every object": [rolePolicy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::*/*" })],
      "every key": [rolePolicy({ Action: "kms:Decrypt", Resource: "arn:aws:kms:*" })],
      "every role of the account": [
        rolePolicy({ Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/*" }),
      ],
      "passing roles to all services but one": [passing("StringNotEquals", "ec2.amazonaws.com")],
      "passing roles to every service": [passing("StringLike", "*")],
      "passing roles to one service and every other": [passing("StringLike", ["glue.amazonaws.com", "*"])],
      "passing roles, where it may be told to which": [passing("StringEqualsIfExists", "glue.amazonaws.com")],
      "how it is asked, not for what": [
        rolePolicy({
          Action: "s3:GetObject",
          Resource: "*",
          Condition: { StringEquals: { "s3:signatureversion": "AWS4-HMAC-SHA256" } },
        }),
      ],
      "a condition on something else": [
        rolePolicy({ ...LOGS, Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } }),
      ],
    },
  },
  "IAM-no-policies-of-aws": {
    passes: {
      own: [attachment("arn:aws:iam::111122223333:policy/extract")],
      "not known yet": [role({ managedPolicyArns: [UNKNOWN] })],
    },
    fails: {
      attached: [attachment("arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole")],
      "attached to a user": [
        given("userPolicyAttachment:UserPolicyAttachment", {
          policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
        }),
      ],
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
      "another account, by the word agreed": [
        trust({ Principal: FOREIGN, Condition: { StringEquals: { "sts:ExternalId": "a-1" } } }),
      ],
      "one environment at GitHub": [
        vouched({ StringEquals: { [`${GITHUB}:sub`]: "repo:acme/pipelines:environment:dev" } }),
      ],
      "a repository at GitHub": [
        vouched({ ...AUDIENCE, StringLike: { [`${GITHUB}:sub`]: "repo:acme/pipelines:*" } }),
      ],
      "an application of staff": [
        vouched({ StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } }, SAML),
      ],
    },
    fails: {
      everybody: [trust({ Principal: { AWS: "*" } })],
      "the whole account": [trust({ Principal: ROOT })],
      "an account's number": [trust({ Principal: FOREIGN })],
      "an account, over TLS": [
        trust({ Principal: FOREIGN, Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      ],
      "an account, whichever of its roles": [
        trust({
          Principal: FOREIGN,
          Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/*" } },
        }),
      ],
      "an account, but for one role": [
        trust({ Principal: ROOT, Condition: { ArnNotEquals: { "aws:PrincipalArn": ROLE_ARN } } }),
      ],
      "an account, by any word": [
        trust({ Principal: FOREIGN, Condition: { StringLike: { "sts:ExternalId": "*" } } }),
      ],
      "whomever GitHub vouches for": [vouched()],
      "whomever GitHub vouches for, to AWS": [vouched(AUDIENCE)],
      "every repository at GitHub": [vouched({ StringLike: { [`${GITHUB}:sub`]: "repo:*" } })],
      "all of staff": [vouched(undefined, SAML)],
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
