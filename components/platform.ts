import * as pulumi from "@pulumi/pulumi";

import { bootstrapStatements } from "../contracts/redshift/bootstrap";
import type { Environment } from "../environments/schema";
import { DataLake } from "./data-lake";
import { EncryptionKey } from "./encryption-key";
import { GlueScript } from "./glue-script";
import { GlueSecurity } from "./glue-security";
import type { Names } from "./naming";
import { Network } from "./network";
import { Notifications } from "./notifications";
import { PlatformAlerts } from "./platform-alerts";
import { RunLedger } from "./run-ledger";
import { ScheduleGroup } from "./schedule-group";
import { DATABASE_NAME, Warehouse } from "./warehouse";

export interface PlatformArgs {
  readonly names: Names;
  readonly environment: Environment;
}

/** What the pipelines of a stack share, once. */
export class Platform extends pulumi.ComponentResource {
  public readonly names: Names;
  public readonly environment: Environment;
  public readonly kmsKeyArn: pulumi.Output<string>;
  public readonly lake: DataLake;
  public readonly warehouse: Warehouse;
  public readonly ledger: RunLedger;
  public readonly notifications: Notifications;
  public readonly scheduleGroup: ScheduleGroup;
  public readonly glueScript: GlueScript;
  public readonly glueSecurity: GlueSecurity;

  constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:platform:Platform", name, {}, opts);
    const { names, environment } = args;
    const { protection } = environment;
    this.names = names;
    this.environment = environment;
    const key = new EncryptionKey(
      `${name}-key`,
      { names, protection, logGroupPatterns: logGroupPatterns(names) },
      { parent: this },
    );
    this.kmsKeyArn = key.arn;
    // The environment alone decides whether data goes with the stack: every store is willing.
    const store = { names, kmsKeyArn: key.arn, protection, deleteWithStack: true };
    const network = createNetwork(name, args, key, this);
    this.lake = new DataLake(`${name}-lake`, { ...store, lifecycle: environment.lake }, { parent: this });
    this.ledger = new RunLedger(`${name}-ledger`, store, { parent: this });
    this.warehouse = new Warehouse(
      `${name}-warehouse`,
      {
        ...store,
        ...environment.warehouse,
        subnetIds: network.subnetIds,
        securityGroupId: network.warehouseSecurityGroupId,
        curatedBucket: this.lake.bucketNames.curated,
        bootstrapSql: bootstrapStatements({
          database: DATABASE_NAME,
          loadRoleArn: names.role(names.resource("load")),
        }).map((statement) => statement.sql),
      },
      { parent: this },
    );
    this.notifications = new Notifications(
      `${name}-notifications`,
      { names, kmsKeyArn: key.arn, emails: environment.notifications.emails },
      { parent: this },
    );
    this.scheduleGroup = new ScheduleGroup(
      `${name}-schedules`,
      { names, kmsKeyArn: key.arn },
      { parent: this },
    );
    this.glueSecurity = new GlueSecurity(
      `${name}-glue-security`,
      { names, kmsKeyArn: key.arn },
      { parent: this },
    );
    this.glueScript = new GlueScript(
      `${name}-glue-script`,
      { artifactsBucket: this.lake.bucketNames.artifacts },
      { parent: this, dependsOn: [this.lake] },
    );
    createAlerts(name, this);
    this.registerOutputs({
      names,
      environment,
      kmsKeyArn: this.kmsKeyArn,
      lake: this.lake,
      warehouse: this.warehouse,
      ledger: this.ledger,
      notifications: this.notifications,
      scheduleGroup: this.scheduleGroup,
      glueScript: this.glueScript,
      glueSecurity: this.glueSecurity,
    });
  }
}

/** Every log group that anything of the stack writes to. */
function logGroupPatterns(names: Names): readonly string[] {
  return ["/aws/lambda/", "/aws/vendedlogs/states/", "/aws-glue/jobs/", "/aws/vpc/"].map(
    (prefix) => `${prefix}${names.resource("*")}`,
  );
}

function createNetwork(
  name: string,
  { names, environment }: PlatformArgs,
  key: EncryptionKey,
  parent: pulumi.Resource,
): Network {
  const { existing, natGateways, flowLogs } = environment.network;
  const { retentionDays } = environment.logs;
  return new Network(
    `${name}-network`,
    {
      names,
      existing,
      natGateways,
      ...(flowLogs ? { flowLogs: { retentionDays, kmsKeyArn: key.arn } } : {}),
    },
    { parent },
  );
}

function createAlerts(name: string, platform: Platform): void {
  const { warehouse } = platform;
  const { breachAction, rpuHours } = platform.environment.warehouse.usageLimit;
  new PlatformAlerts(
    `${name}-alerts`,
    {
      names: platform.names,
      topicArn: platform.notifications.topicArn,
      deadLetterQueueNames: [
        platform.scheduleGroup.deadLetterQueueName,
        platform.notifications.deadLetterQueueName,
      ],
      scheduleGroupName: platform.scheduleGroup.groupName,
      // Where the limit stops queries, the runs that fail say so.
      ...(breachAction === "emit-metric"
        ? { usageLimit: { id: warehouse.usageLimitId, workgroupName: warehouse.workgroupName, rpuHours } }
        : {}),
    },
    { parent: platform, dependsOn: [platform.notifications] },
  );
}
