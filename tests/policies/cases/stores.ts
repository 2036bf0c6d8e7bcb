import { UNKNOWN } from "../../../policies/resource";
import { type Cases, KEY_ARN, resource } from "./case";

const workgroup = (properties: Record<string, unknown>) =>
  resource("aws:redshiftserverless/workgroup:Workgroup", properties);
const namespace = (properties: Record<string, unknown>) =>
  resource("aws:redshiftserverless/namespace:Namespace", properties);
const table = (properties: Record<string, unknown>) => resource("aws:dynamodb/table:Table", properties);
const ssl = (parameterValue: unknown) =>
  workgroup({
    configParameters: [
      { parameterKey: "datestyle", parameterValue: "ISO" },
      { parameterKey: "require_ssl", parameterValue },
    ],
  });
const target = (resourceId: string) => resource("aws:appautoscaling/target:Target", { resourceId });
const secret = resource("aws:secretsmanager/secret:Secret", { id: "arn:aws:secretsmanager:e:1:secret:a" });
const rotation = (properties: Record<string, unknown>, dependencies: readonly string[] = []) =>
  resource("aws:secretsmanager/secretRotation:SecretRotation", properties, { dependencies });

export const STORE_CASES: Cases = {
  "RedshiftServerless.1-traffic-stays-in-vpc": {
    passes: { on: [workgroup({ enhancedVpcRouting: true })] },
    fails: { off: [workgroup({ enhancedVpcRouting: false })], "AWS's default": [workgroup({})] },
  },
  "RedshiftServerless.2-requires-tls": {
    passes: {
      required: [ssl("true")],
      "not known yet": [ssl(UNKNOWN)],
      "no list known yet": [workgroup({ configParameters: UNKNOWN })],
    },
    fails: { "not required": [ssl("false")], "AWS's default": [workgroup({ configParameters: [] })] },
  },
  "RedshiftServerless.3-not-public": {
    passes: { closed: [workgroup({ publiclyAccessible: false })], "AWS's default": [workgroup({})] },
    fails: { open: [workgroup({ publiclyAccessible: true })] },
  },
  "RedshiftServerless.4-encrypted-with-own-key": {
    passes: {
      "a key": [namespace({ kmsKeyId: KEY_ARN })],
      "a key not known yet": [namespace({ kmsKeyId: UNKNOWN })],
    },
    fails: { "AWS's key": [namespace({})] },
  },
  "RedshiftServerless.5-admin-has-own-name": {
    passes: { "its own": [namespace({ adminUsername: "stepline_admin" })] },
    fails: { admin: [namespace({ adminUsername: "Admin" })], "AWS's default": [namespace({})] },
  },
  "RedshiftServerless-password-is-managed": {
    passes: { managed: [namespace({ manageAdminPassword: true })] },
    fails: { written: [namespace({ adminUserPassword: "x" })] },
  },
  "RedshiftServerless.6-exports-logs": {
    passes: { both: [namespace({ logExports: ["userlog", "connectionlog"] })] },
    fails: { one: [namespace({ logExports: ["userlog"] })], none: [namespace({})] },
  },
  "DynamoDB.1-scales": {
    passes: {
      "by request": [table({ billingMode: "PAY_PER_REQUEST" })],
      "a target": [table({ billingMode: "PROVISIONED", name: "runs" }), target("table/runs")],
    },
    fails: {
      provisioned: [table({ billingMode: "PROVISIONED", name: "runs" })],
      "AWS's default": [table({ name: "runs" })],
      "another table's target": [table({ name: "runs" }), target("table/old-runs")],
    },
  },
  "DynamoDB.2-can-be-restored": {
    passes: { on: [table({ pointInTimeRecovery: { enabled: true } })] },
    fails: { off: [table({ pointInTimeRecovery: { enabled: false } })], "AWS's default": [table({})] },
  },
  "DynamoDB.6-protected-from-deletion": {
    passes: { on: [table({ deletionProtectionEnabled: true })] },
    fails: { off: [table({ deletionProtectionEnabled: false })] },
  },
  "DynamoDB-encrypted-with-own-key": {
    passes: { "a key": [table({ serverSideEncryption: { enabled: true, kmsKeyArn: KEY_ARN } })] },
    fails: { "AWS's key": [table({ serverSideEncryption: { enabled: true } })] },
  },
  "DynamoDB.5-is-tagged": { passes: { own: [table({ tags: { A: "b" } })] }, fails: { none: [table({})] } },
  "SecretsManager.1-rotates": {
    passes: {
      rotated: [secret, rotation({ secretId: secret.properties.id })],
      "not known yet, made from it": [secret, rotation({ secretId: UNKNOWN }, [secret.urn])],
    },
    fails: {
      never: [secret],
      "another one's": [secret, rotation({ secretId: "arn:aws:secretsmanager:e:1:secret:b" })],
      "not known yet, made from another": [secret, rotation({ secretId: UNKNOWN }, ["urn:other"])],
    },
  },
  "SecretsManager.4-rotates-often": {
    passes: {
      "every month": [rotation({ rotationRules: { automaticallyAfterDays: 30 } })],
      "by an expression": [rotation({ rotationRules: { scheduleExpression: "rate(10 days)" } })],
    },
    fails: { "every year": [rotation({ rotationRules: { automaticallyAfterDays: 365 } })] },
  },
  "SecretsManager-encrypted-with-own-key": {
    passes: {
      "a key": [resource("aws:secretsmanager/secret:Secret", { kmsKeyId: KEY_ARN })],
      "Redshift's": [namespace({ manageAdminPassword: true, adminPasswordSecretKmsKeyId: KEY_ARN })],
      "no secret": [namespace({})],
    },
    fails: { "AWS's key": [secret], "Redshift's": [namespace({ manageAdminPassword: true })] },
  },
};
