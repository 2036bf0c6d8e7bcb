import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";

import { type DataProtection, dataOptions } from "./data-retention";
import { createRole, type RoleWithPolicy } from "./iam/role";
import type { Names } from "./naming";

export interface WarehouseArgs {
  readonly names: Names;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Three zones when enhanced VPC routing is on. */
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupId: pulumi.Input<string>;
  /** The only bucket that COPY may read. */
  readonly curatedBucket: string;
  readonly baseCapacityRpu: number;
  readonly maxCapacityRpu: number;
  readonly enhancedVpcRouting: boolean;
  readonly maxQuerySeconds: number;
  readonly usageLimit: {
    readonly rpuHours: number;
    readonly period: "daily" | "weekly" | "monthly";
    readonly breachAction: "log" | "emit-metric" | "deactivate";
  };
  /**
   * Each runs once, as administrator, in this order. One whose text changes is a new statement and runs; one that is taken out
   * takes nothing back: add the statement that does.
   */
  readonly bootstrapSql: readonly string[];
  readonly protection: DataProtection;
  /** The resource's half of deleting data with the stack; the environment must consent too. Default: false. */
  readonly deleteWithStack?: boolean;
}

/** Database that every pipeline loads into, each into a schema of its own. */
export const DATABASE_NAME = "analytics";

/**
 * Redshift Serverless: a namespace (data, encrypted with the stack's key, audit logs on) and a workgroup (capacity with a
 * limit, TLS required, not public). The administrator's password is made, kept and rotated by AWS; pipelines use temporary
 * credentials of their roles. COPY reads with a role that can read the curated bucket and nothing else.
 */
export class Warehouse extends pulumi.ComponentResource {
  public readonly workgroupName: string;
  public readonly databaseName: string = DATABASE_NAME;
  public readonly loadRoleArn: string;
  /** AWS makes the identifier in it: unknown until the workgroup exists. */
  public readonly workgroupArn: pulumi.Output<string>;
  /** Dimension of the usage limit's metrics. */
  public readonly usageLimitId: pulumi.Output<string>;

  constructor(name: string, args: WarehouseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:warehouse:Warehouse", name, {}, opts);
    this.workgroupName = args.names.resource();
    this.loadRoleArn = args.names.role(args.names.resource("load"));
    const load = createLoadRole(name, args, this);
    const namespace = createNamespace(name, args, load, this);
    const workgroup = createWorkgroup(name, args, namespace, this);
    this.workgroupArn = workgroup.arn;
    const usageLimit = new aws.redshiftserverless.UsageLimit(
      `${name}-usage-limit`,
      {
        resourceArn: workgroup.arn,
        usageType: "serverless-compute",
        amount: args.usageLimit.rpuHours,
        period: args.usageLimit.period,
        breachAction: args.usageLimit.breachAction,
      },
      { parent: this },
    );
    this.usageLimitId = usageLimit.id;
    bootstrap(name, args.bootstrapSql, namespace, workgroup, this);
    this.registerOutputs({
      workgroupName: this.workgroupName,
      databaseName: this.databaseName,
      loadRoleArn: this.loadRoleArn,
      workgroupArn: this.workgroupArn,
      usageLimitId: this.usageLimitId,
    });
  }
}

function createLoadRole(
  name: string,
  { names, curatedBucket }: WarehouseArgs,
  parent: pulumi.Resource,
): RoleWithPolicy {
  return createRole(
    `${name}-load`,
    {
      names,
      roleName: names.resource("load"),
      description: "COPY into the warehouse",
      // Redshift documents no source keys for its roles. A role can only be given to a namespace of its own account.
      trusts: [
        {
          sid: "Service",
          principal: { service: ["redshift.amazonaws.com", "redshift-serverless.amazonaws.com"] },
        },
      ],
      permissions: [
        { sid: "ReadCurated", actions: ["s3:GetObject"], resources: [names.s3(curatedBucket, "*")] },
        {
          sid: "ListCurated",
          actions: ["s3:ListBucket", "s3:GetBucketLocation"],
          resources: [names.s3(curatedBucket)],
          unproved: {
            "s3:GetBucketLocation":
              "Redshift finds the bucket's region by it; DuckDB, which loads offline, has only one endpoint.",
          },
        },
      ],
    },
    { parent },
  );
}

function createNamespace(
  name: string,
  args: WarehouseArgs,
  load: RoleWithPolicy,
  parent: pulumi.Resource,
): aws.redshiftserverless.Namespace {
  return new aws.redshiftserverless.Namespace(
    `${name}-namespace`,
    {
      namespaceName: args.names.resource(),
      dbName: DATABASE_NAME,
      adminUsername: "stepline_admin",
      manageAdminPassword: true,
      adminPasswordSecretKmsKeyId: args.kmsKeyArn,
      kmsKeyId: args.kmsKeyArn,
      iamRoles: [load.role.arn],
      logExports: ["connectionlog", "userlog", "useractivitylog"],
    },
    { parent, dependsOn: [load.policy], ...dataOptions(args.deleteWithStack ?? false, args.protection) },
  );
}

function createWorkgroup(
  name: string,
  args: WarehouseArgs,
  namespace: aws.redshiftserverless.Namespace,
  parent: pulumi.Resource,
): aws.redshiftserverless.Workgroup {
  return new aws.redshiftserverless.Workgroup(
    `${name}-workgroup`,
    {
      workgroupName: args.names.resource(),
      namespaceName: namespace.namespaceName,
      baseCapacity: args.baseCapacityRpu,
      maxCapacity: args.maxCapacityRpu,
      subnetIds: args.subnetIds,
      securityGroupIds: [args.securityGroupId],
      publiclyAccessible: false,
      enhancedVpcRouting: args.enhancedVpcRouting,
      configParameters: Object.entries(configParameters(args.maxQuerySeconds)).map(
        ([parameterKey, parameterValue]) => ({ parameterKey, parameterValue }),
      ),
    },
    // Compute only: the data is the namespace's.
    { parent, protect: args.protection.protectResources },
  );
}

/**
 * All of them, those at their defaults too: AWS answers with the whole list, and the provider, seeing a difference that isn't
 * one, fails the second deploy of a shorter list (pulumi-aws issue 4405).
 */
function configParameters(maxQuerySeconds: number): Readonly<Record<string, string>> {
  return {
    auto_mv: "true",
    datestyle: "ISO, MDY",
    enable_case_sensitive_identifier: "false",
    enable_user_activity_logging: "true",
    max_query_execution_time: String(maxQuerySeconds),
    query_group: "default",
    require_ssl: "true",
    search_path: "$user, public",
    use_fips_ssl: "false",
  };
}

/**
 * AWS takes role ARNs out of a statement's text (pulumi-aws issue 5076), and forgets the statement after 24 hours: a refresh
 * reads it back with text, workgroup and secret blank. Compared with the program, each would be replaced, that is run again, and
 * CREATE ROLE fails the second time. So nothing of a statement that ran is compared; its name says whether it did. Deleting one
 * does nothing in the warehouse: the provider only forgets it.
 */
const FORGOTTEN_BY_AWS: (keyof aws.redshiftdata.StatementArgs)[] = [
  "clusterIdentifier",
  "database",
  "dbUser",
  "parameters",
  "secretArn",
  "sql",
  "statementName",
  "withEvent",
  "workgroupName",
];

function bootstrap(
  name: string,
  statements: readonly string[],
  namespace: aws.redshiftserverless.Namespace,
  workgroup: aws.redshiftserverless.Workgroup,
  parent: pulumi.Resource,
): void {
  let previous: pulumi.Resource | undefined;
  for (const sql of statements) {
    previous = new aws.redshiftdata.Statement(
      `${name}-bootstrap-${statementName(sql)}`,
      {
        workgroupName: workgroup.workgroupName,
        database: DATABASE_NAME,
        secretArn: namespace.adminPasswordSecretArn,
        sql,
      },
      { parent, dependsOn: previous === undefined ? [] : [previous], ignoreChanges: FORGOTTEN_BY_AWS },
    );
  }
}

const SLUG_LENGTH = 40;

/** `create-role-stepline-loader-3f2a9c41`: its first words, and a digest of the text and of the database it runs in. */
function statementName(sql: string): string {
  const words = sql.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const lengths = words.map((_word, index) => words.slice(0, index + 1).join("-").length);
  const slug = words.slice(0, lengths.filter((length) => length <= SLUG_LENGTH).length).join("-");
  const digest = createHash("sha256").update(`${DATABASE_NAME}\0${sql}`).digest("hex");
  return `${slug}-${digest.slice(0, 8)}`;
}
