import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { DataProtection } from "./data-retention";
import { type ResourceStatement, resourcePolicy } from "./iam/resource-policy";
import type { Names } from "./naming";

export interface EncryptionKeyArgs {
  readonly names: Names;
  readonly protection: DataProtection & { /** 7 to 30. */ readonly keyDeletionWindowDays: number };
  /** Patterns of the log groups that may be encrypted: `/aws/lambda/stepline-dev-*`. */
  readonly logGroupPatterns: readonly string[];
}

/**
 * The customer key of a stack's data, with alias `alias/stepline-<stack>`, rotated every year. Its policy lets the stack's
 * own roles (`stepline-<stack>-*`) use it, and only through the services that hold the data, so that no role's policy needs
 * a statement about keys. The account administers it. The key outlives the stack unless the environment consents.
 */
export class EncryptionKey extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;
  /** `alias/stepline-dev` */
  public readonly aliasName: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:encryption:EncryptionKey", name, {}, opts);
    const key = new aws.kms.Key(
      `${name}-key`,
      {
        description: `Data of ${args.names.resource()}`,
        enableKeyRotation: true,
        deletionWindowInDays: args.protection.keyDeletionWindowDays,
        policy: keyPolicy(args),
      },
      {
        parent: this,
        protect: args.protection.protectResources,
        // Data that is left behind can't be read without its key.
        retainOnDelete: !args.protection.allowDataDeletion,
      },
    );
    const alias = new aws.kms.Alias(
      `${name}-alias`,
      { name: `alias/${args.names.resource()}`, targetKeyId: key.keyId },
      { parent: this },
    );
    this.arn = key.arn;
    this.aliasName = alias.name;
    this.registerOutputs({ arn: this.arn, aliasName: this.aliasName });
  }
}

const USE = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:DescribeKey",
];

/** Services through which the stack's roles reach encrypted data. */
const DATA_SERVICES = ["s3", "dynamodb", "sns", "sqs"];

function keyPolicy({ names, logGroupPatterns }: EncryptionKeyArgs): string {
  const { accountId, region } = names.placement;
  // In a key policy, "*" is the key itself.
  const itself = ["*"];
  const statements: readonly ResourceStatement[] = [
    {
      sid: "AccountAdministers",
      principal: { aws: names.accountRoot() },
      actions: ["kms:*"],
      resources: itself,
    },
    {
      sid: "RolesUseThroughServices",
      principal: { aws: "*" },
      actions: USE,
      resources: itself,
      conditions: {
        StringEquals: {
          "kms:CallerAccount": accountId,
          "kms:ViaService": DATA_SERVICES.map((service) => `${service}.${region}.amazonaws.com`),
        },
        ArnLike: { "aws:PrincipalArn": names.role(names.resource("*")) },
      },
    },
    {
      sid: "LogsEncrypt",
      principal: { service: [`logs.${region}.amazonaws.com`] },
      actions: USE,
      resources: itself,
      conditions: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": logGroupPatterns.map((pattern) => names.logGroup(pattern)),
        },
      },
    },
    {
      // No source conditions: EventBridge does not support them here, and loses the notice (SNS developer guide, "Key management").
      sid: "AlarmsAndEventsPublish",
      principal: { service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: itself,
    },
    {
      sid: "TopicsDeliverToQueues",
      principal: { service: ["sns.amazonaws.com"] },
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: itself,
      conditions: { StringEquals: { "aws:SourceAccount": accountId } },
    },
  ];
  return resourcePolicy(statements);
}
