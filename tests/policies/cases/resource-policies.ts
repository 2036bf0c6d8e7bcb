import { UNKNOWN } from "../../../policies/resource";
import { type Cases, policy, resource } from "./case";

const onTable = (statement: Record<string, unknown>) =>
  resource("aws:dynamodb/resourcePolicy:ResourcePolicy", { policy: policy(statement) });
const onSecret = (statement: Record<string, unknown>) =>
  resource("aws:secretsmanager/secretPolicy:SecretPolicy", { policy: policy(statement) });
const TABLE = { Principal: "*", Action: "dynamodb:*", Resource: "*" };
const SECRET = { Principal: { AWS: "*" }, Action: "secretsmanager:GetSecretValue", Resource: "*" };
const OF_ACCOUNT = { StringEquals: { "aws:PrincipalAccount": "111122223333" } };

export const RESOURCE_POLICY_CASES: Cases = {
  "Resource-policies-are-not-public": {
    passes: {
      "a table's, for one account": [onTable({ ...TABLE, Condition: OF_ACCOUNT })],
      "a secret's, for one role": [
        onSecret({ ...SECRET, Principal: { AWS: "arn:aws:iam::111122223333:role/load" } }),
      ],
      "a secret's denial": [onSecret({ ...SECRET, Effect: "Deny" })],
      "not known yet": [resource("aws:dynamodb/resourcePolicy:ResourcePolicy", { policy: UNKNOWN })],
    },
    fails: {
      "a table's": [onTable(TABLE)],
      "a secret's": [onSecret(SECRET)],
      "on the secret itself": [resource("aws:secretsmanager/secret:Secret", { policy: policy(SECRET) })],
      "over TLS, whoever": [onTable({ ...TABLE, Condition: { Bool: { "aws:SecureTransport": "true" } } })],
      "a function's": [
        resource("aws:lambda/resourcePolicy:ResourcePolicy", {
          policy: policy({ Principal: "*", Action: "lambda:InvokeFunction", Resource: "*" }),
        }),
      ],
    },
  },
};
