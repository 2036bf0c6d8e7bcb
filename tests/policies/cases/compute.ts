import { UNKNOWN } from "../../../policies/resource";
import { type Cases, KEY_ARN, resource } from "./case";

const lambda = (properties: Record<string, unknown>) => resource("aws:lambda/function:Function", properties);
const permission = (properties: Record<string, unknown>) =>
  resource("aws:lambda/permission:Permission", properties);
const url = (authorizationType: string) =>
  resource("aws:lambda/functionUrl:FunctionUrl", { functionName: "extract", authorizationType });
const job = (properties: Record<string, unknown>) => resource("aws:glue/job:Job", properties);
const security = (mode: string) =>
  resource("aws:glue/securityConfiguration:SecurityConfiguration", {
    encryptionConfiguration: {
      s3Encryption: { s3EncryptionMode: "SSE-KMS" },
      cloudwatchEncryption: { cloudwatchEncryptionMode: mode },
      jobBookmarksEncryption: { jobBookmarksEncryptionMode: "CSE-KMS" },
    },
  });

export const COMPUTE_CASES: Cases = {
  "Lambda.1-not-public": {
    passes: {
      "a service for one account": [
        permission({ principal: "s3.amazonaws.com", sourceAccount: "111122223333" }),
      ],
      "a service for one ARN with an account": [
        permission({ principal: "sns.amazonaws.com", sourceArn: "arn:aws:sns:eu-west-1:111122223333:t" }),
      ],
      "everybody of an organization": [permission({ principal: "*", principalOrgId: "o-1" })],
      "a URL for who signs requests": [url("AWS_IAM")],
      "an account": [permission({ principal: "111122223333" })],
      "a source not known yet": [permission({ principal: "sns.amazonaws.com", sourceArn: UNKNOWN })],
    },
    fails: {
      everybody: [permission({ principal: "*" })],
      "a URL for everybody": [url("NONE")],
      "a service for anybody": [permission({ principal: "events.amazonaws.com" })],
      "a bucket's ARN has no account": [
        permission({ principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::bucket" }),
      ],
      "an ARN of any account": [
        permission({ principal: "sns.amazonaws.com", sourceArn: "arn:aws:sns:eu-west-1:*:t" }),
      ],
    },
  },
  "Lambda.2-runtime-is-supported": {
    passes: {
      "a supported one": [lambda({ runtime: "nodejs22.x" })],
      image: [lambda({ packageType: "Image" })],
    },
    fails: { "an old one": [lambda({ runtime: "nodejs18.x" })], none: [lambda({})] },
  },
  "Lambda.5-spans-two-zones": {
    passes: {
      "two subnets": [lambda({ vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] } })],
      "no VPC": [lambda({})],
      "subnets not known yet": [lambda({ vpcConfig: { subnetIds: UNKNOWN } })],
    },
    fails: { "one subnet": [lambda({ vpcConfig: { subnetIds: ["subnet-1"] } })] },
  },
  "Lambda.7-tracing-is-on": {
    passes: { active: [lambda({ tracingConfig: { mode: "Active" } })] },
    fails: { "passed through": [lambda({ tracingConfig: { mode: "PassThrough" } })] },
  },
  "Lambda-variables-encrypted-with-own-key": {
    passes: {
      "a key": [lambda({ environment: { variables: { A: "b" } }, kmsKeyArn: KEY_ARN })],
      "no variables": [lambda({ environment: { variables: {} } })],
    },
    fails: { "AWS's key": [lambda({ environment: { variables: { A: "b" } } })] },
  },
  "Lambda-variables-hold-no-secret": {
    passes: { "a secret's ARN": [lambda({ environment: { variables: { SECRET_ARN: "arn:aws:x" } } })] },
    fails: {
      "a token": [lambda({ environment: { variables: { API_TOKEN: "abc" } } })],
      "a private key": [lambda({ environment: { variables: { X: "-----BEGIN RSA PRIVATE KEY-----" } } })],
    },
  },
  "Lambda.6-is-tagged": {
    passes: {
      "own tags": [lambda({ tags: { Team: "data" } })],
      "the provider's": [resource("aws:lambda/function:Function", {}, { defaultTags: { Stack: "prod" } })],
    },
    fails: { none: [lambda({})], "an empty list": [lambda({ tags: {} })] },
  },
  "Glue.4-version-is-supported": {
    passes: { "5.1": [job({ glueVersion: "5.1" })] },
    fails: { "2.0": [job({ glueVersion: "2.0" })], "AWS's default": [job({})] },
  },
  "Glue-job-has-security-configuration": {
    passes: { one: [job({ securityConfiguration: "stepline" })] },
    fails: { none: [job({})] },
  },
  "Glue-security-configuration-encrypts": {
    passes: { "all three": [security("SSE-KMS")] },
    fails: { "logs in plain": [security("DISABLED")] },
  },
  "Glue-logging-is-on": {
    passes: { on: [job({ defaultArguments: { "--enable-continuous-cloudwatch-log": "true" } })] },
    fails: { off: [job({ defaultArguments: { "--enable-continuous-cloudwatch-log": "false" } })] },
  },
  "Glue-arguments-hold-no-secret": {
    passes: { "a secret's name": [job({ defaultArguments: { "--db-secret-name": "orders" } })] },
    fails: {
      "a password": [job({ defaultArguments: { "--db-password": "correct horse" } })],
      "where no run can change it": [job({ nonOverridableArguments: { "--api-key": "abc" } })],
    },
  },
  "Glue-job-has-timeout": {
    passes: {
      "half an hour": [job({ timeout: 30 })],
      "a stream has no end": [job({ command: { name: "gluestreaming" } })],
    },
    fails: { none: [job({})], "two days": [job({ timeout: 2880 })] },
  },
  "Glue.1-is-tagged": { passes: { own: [job({ tags: { A: "b" } })] }, fails: { none: [job({})] } },
};
