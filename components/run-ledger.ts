import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type DataProtection, dataOptions } from "./data-retention";
import type { Names } from "./naming";

export interface RunLedgerArgs {
  readonly names: Names;
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly protection: DataProtection & {
    readonly deletionProtection: boolean;
    readonly pointInTimeRecovery: boolean;
  };
  /** The resource's half of deleting data with the stack; the environment must consent too. Default: false. */
  readonly deleteWithStack?: boolean;
}

/**
 * What ran: one item a pipeline and logical date, and the lock that lets one run of a pipeline work at a time. Partition key
 * `pipeline`, sort key `logicalDate` (`2008-11-21`). Items are never expired: they are the history.
 */
export class RunLedger extends pulumi.ComponentResource {
  public readonly tableName: string;
  public readonly tableArn: string;

  constructor(name: string, args: RunLedgerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:ledger:RunLedger", name, {}, opts);
    this.tableName = args.names.resource("runs");
    this.tableArn = args.names.table(this.tableName);
    new aws.dynamodb.Table(
      `${name}-table`,
      {
        name: this.tableName,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pipeline",
        rangeKey: "logicalDate",
        attributes: [
          { name: "pipeline", type: "S" },
          { name: "logicalDate", type: "S" },
        ],
        serverSideEncryption: { enabled: true, kmsKeyArn: args.kmsKeyArn },
        pointInTimeRecovery: { enabled: args.protection.pointInTimeRecovery },
        deletionProtectionEnabled: args.protection.deletionProtection,
      },
      { parent: this, ...dataOptions(args.deleteWithStack ?? false, args.protection) },
    );
    this.registerOutputs({ tableName: this.tableName, tableArn: this.tableArn });
  }
}
