import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Names } from "./naming";

export interface GlueSecurityArgs {
  readonly names: Names;
  readonly kmsKeyArn: pulumi.Input<string>;
}

/** Has Glue encrypt what it writes by itself, logs, bookmarks and spilled data, with the stack's key. Jobs depend on it. */
export class GlueSecurity extends pulumi.ComponentResource {
  /** Known text: it is part of the names of the jobs' log groups. */
  public readonly configurationName: string;

  constructor(name: string, args: GlueSecurityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:glue:GlueSecurity", name, {}, opts);
    this.configurationName = args.names.resource();
    const { kmsKeyArn } = args;
    new aws.glue.SecurityConfiguration(
      `${name}-configuration`,
      {
        name: this.configurationName,
        encryptionConfiguration: {
          cloudwatchEncryption: { cloudwatchEncryptionMode: "SSE-KMS", kmsKeyArn },
          jobBookmarksEncryption: { jobBookmarksEncryptionMode: "CSE-KMS", kmsKeyArn },
          s3Encryption: { s3EncryptionMode: "SSE-KMS", kmsKeyArn },
        },
      },
      { parent: this },
    );
    this.registerOutputs({ configurationName: this.configurationName });
  }
}
