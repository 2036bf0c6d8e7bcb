import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { createClosedBucket, encryptWithKey, expire, tidyRule } from "../closed-bucket";
import { denyPlaintext, resourcePolicy } from "../iam/resource-policy";
import type { Names } from "../naming";
import { bootstrapName } from "./bootstrap-names";
import { stateBucketName } from "./state-access";

export interface StateBackendArgs {
  /** Of the stack whose state is kept. */
  readonly names: Names;
  /** Names of the roles that may use the key: the first writes, both read. */
  readonly roles: { readonly deploy: string; readonly preview: string };
}

/**
 * Where Pulumi keeps one stack's state, and the key of its secrets, for teams without Pulumi Cloud. A bucket and a key for each stack: whoever can read
 * one stack's secrets, as every preview can, reads no other's. Versioned, encrypted, reachable over TLS only; neither is ever deleted by Pulumi.
 */
export class StateBackend extends pulumi.ComponentResource {
  /** `s3://stepline-bootstrap-dev-111122223333-eu-west-1?region=eu-west-1`, for `pulumi login`. */
  public readonly backendUrl: string;
  /** `awskms://alias/stepline-bootstrap-dev-state?region=eu-west-1`, for `pulumi stack init --secrets-provider`. */
  public readonly secretsProvider: string;

  constructor(name: string, args: StateBackendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:deployment:StateBackend", name, {}, opts);
    const { names } = args;
    const { region } = names.placement;
    const bucketName = stateBucketName(names);
    const aliasName = `alias/${bootstrapName(names, "state")}`;
    const key = new aws.kms.Key(
      `${name}-key`,
      {
        description: `Pulumi state and secrets of ${names.resource()}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: keyPolicy(args),
      },
      { parent: this, protect: true, retainOnDelete: true },
    );
    new aws.kms.Alias(`${name}-alias`, { name: aliasName, targetKeyId: key.keyId }, { parent: this });
    createBucket(name, names, bucketName, key.arn, this);
    this.backendUrl = `s3://${bucketName}?region=${region}`;
    this.secretsProvider = `awskms://${aliasName}?region=${region}`;
    this.registerOutputs({ backendUrl: this.backendUrl, secretsProvider: this.secretsProvider });
  }
}

/** Days that a state which was written over can be had again. */
const NONCURRENT_DAYS = 365;

function createBucket(
  name: string,
  names: Names,
  bucketName: string,
  kmsKeyArn: pulumi.Input<string>,
  parent: pulumi.Resource,
): void {
  const kept = { protect: true, retainOnDelete: true };
  const bucket = createClosedBucket(name, { bucket: bucketName }, parent, kept);
  encryptWithKey(name, bucket, kmsKeyArn, parent);
  expire(name, bucket, [tidyRule(NONCURRENT_DAYS)], parent);
  new aws.s3.BucketPolicy(
    `${name}-bucket-policy`,
    {
      bucket: bucket.id,
      policy: resourcePolicy([denyPlaintext(["s3:*"], [names.s3(bucketName), names.s3(bucketName, "*")])]),
    },
    { parent },
  );
}

/** The key's policy decides alone, as that of the stack's data does: no role's policy has a statement about keys. */
function keyPolicy({ names, roles }: StateBackendArgs): string {
  const { accountId, region } = names.placement;
  const [deploy, preview] = [names.role(roles.deploy), names.role(roles.preview)];
  // In a key policy, "*" is the key itself.
  const itself = ["*"];
  const ofAccount = { "kms:CallerAccount": accountId };
  return resourcePolicy([
    {
      sid: "AccountAdministers",
      principal: { aws: names.accountRoot() },
      actions: ["kms:*"],
      resources: itself,
    },
    {
      // Secrets of the configuration and of the state, and the state's objects.
      sid: "RolesDecrypt",
      principal: { aws: "*" },
      actions: ["kms:Decrypt"],
      resources: itself,
      conditions: { StringEquals: ofAccount, ArnEquals: { "aws:PrincipalArn": [deploy, preview] } },
    },
    {
      sid: "DeployWritesState",
      principal: { aws: "*" },
      actions: ["kms:GenerateDataKey"],
      resources: itself,
      conditions: {
        StringEquals: { ...ofAccount, "kms:ViaService": `s3.${region}.amazonaws.com` },
        ArnEquals: { "aws:PrincipalArn": deploy },
      },
    },
  ]);
}
