import { UNKNOWN } from "../../../policies/resource";
import { type Cases, KEY_ARN, policy, resource } from "./case";
import { inRole, managed, rolePolicy } from "./identity";

const key = (properties: Record<string, unknown>) => resource("aws:kms/key:Key", properties);
const ROOT = { AWS: "arn:aws:iam::111122223333:root" };
const DECRYPT = { Action: "kms:Decrypt", Resource: "*" };

function decryption(make: typeof rolePolicy): Cases[string] {
  return {
    passes: {
      "one key": [make({ ...DECRYPT, Resource: KEY_ARN })],
      "keys of a name": [make({ ...DECRYPT, Resource: "arn:aws:kms:eu-west-1:111122223333:key/mrk-1*" })],
      "a denial": [make({ ...DECRYPT, Effect: "Deny" })],
      "another action": [make({ ...DECRYPT, Action: "kms:ListKeys" })],
    },
    fails: {
      everything: [make(DECRYPT)],
      "every key of the account": [
        make({ ...DECRYPT, Resource: "arn:aws:kms:eu-west-1:111122223333:key/*" }),
      ],
      "every key, by half an ARN": [make({ ...DECRYPT, Resource: "arn:aws:kms:*" })],
      "every key of any region": [make({ ...DECRYPT, Resource: "arn:aws:kms:*:111122223333:key/*" })],
      "by wildcard": [make({ Action: "kms:*", Resource: "*" })],
      "all actions but one": [make({ NotAction: "iam:PassRole", Resource: "*" })],
      "all resources but one": [make({ Action: "kms:Decrypt", NotResource: KEY_ARN })],
    },
  };
}

export const KEY_CASES: Cases = {
  "KMS.1-managed-policies-name-keys": decryption(managed),
  "KMS.2-inline-policies-name-keys": {
    passes: decryption(rolePolicy).passes,
    fails: { ...decryption(rolePolicy).fails, "within the role": decryption(inRole).fails.everything },
  },
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
};
