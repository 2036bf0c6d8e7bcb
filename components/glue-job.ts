import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Permission } from "./iam/permission";
import { createRole } from "./iam/role";
import { forAll, writeLogs } from "./iam/telemetry";
import type { Names } from "./naming";

export interface GlueJobArgs {
  readonly names: Names;
  /** Physical name, and that of its role: `stepline-dev-marketing-transform`. */
  readonly jobName: string;
  readonly description: string;
  readonly script: { readonly scriptUri: string; readonly modulesUri: string };
  /** Encrypts what Glue writes by itself: logs, bookmarks, spilled data. */
  readonly securityConfigurationName: string;
  /** What the job does to data; logs and metrics are added. */
  readonly permissions: readonly Permission[];
  readonly workerType: "G.1X" | "G.2X" | "G.4X" | "G.8X";
  /** At least 2. Auto scaling uses as many as the data needs. */
  readonly maxWorkers: number;
  readonly timeoutMinutes: number;
  /** `--name` -> value. They appear in logs: no secrets. A run's own arguments come from the workflow. */
  readonly defaultArguments?: Readonly<Record<string, string>>;
  readonly logs: { readonly retentionDays: number; readonly kmsKeyArn: pulumi.Input<string> };
}

/**
 * A Glue 5.1 job (Spark 3.5.6, Python 3.11). One run at a time and no retries by Glue: the workflow retries, in one place
 * that people can see. Its logs go to groups of its own, encrypted and expiring.
 */
export class GlueJob extends pulumi.ComponentResource {
  public readonly jobName: string;
  public readonly jobArn: string;
  public readonly roleArn: string;

  constructor(name: string, args: GlueJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:glue:GlueJob", name, {}, opts);
    this.jobName = args.jobName;
    this.jobArn = args.names.glueJob(args.jobName);
    this.roleArn = args.names.role(args.jobName);
    const logGroupNames = createLogGroups(name, args, this);
    const { role, policy } = createRole(
      name,
      {
        names: args.names,
        roleName: args.jobName,
        description: `Glue job ${args.jobName}`,
        // Glue documents no source keys for a job's role. A role can only be given to a job of its own account.
        trusts: [{ sid: "Service", principal: { service: "glue.amazonaws.com" } }],
        permissions: [...args.permissions, ...jobPermissions(args.names, logGroupNames.names)],
      },
      { parent: this },
    );
    new aws.glue.Job(
      `${name}-job`,
      {
        name: args.jobName,
        description: args.description,
        roleArn: role.arn,
        glueVersion: "5.1",
        command: { name: "glueetl", pythonVersion: "3", scriptLocation: args.script.scriptUri },
        workerType: args.workerType,
        numberOfWorkers: args.maxWorkers,
        timeout: args.timeoutMinutes,
        maxRetries: 0,
        executionProperty: { maxConcurrentRuns: 1 },
        executionClass: "STANDARD",
        securityConfiguration: args.securityConfigurationName,
        defaultArguments: {
          "--job-language": "python",
          "--extra-py-files": args.script.modulesUri,
          "--enable-auto-scaling": "true",
          "--enable-metrics": "true",
          "--enable-observability-metrics": "true",
          "--enable-continuous-cloudwatch-log": "true",
          "--custom-logGroup-prefix": logGroupPrefix(args.jobName),
          "--job-bookmark-option": "job-bookmark-disable",
          ...args.defaultArguments,
        },
      },
      { parent: this, dependsOn: [policy, ...logGroupNames.resources] },
    );
    this.registerOutputs({ jobName: this.jobName, jobArn: this.jobArn, roleArn: this.roleArn });
  }
}

function logGroupPrefix(jobName: string): string {
  return `/aws-glue/jobs/${jobName}`;
}

/** Glue's own naming, with a prefix and a security configuration (Glue developer guide, "Logging for AWS Glue jobs"). */
function createLogGroups(
  name: string,
  args: GlueJobArgs,
  parent: pulumi.Resource,
): { readonly names: readonly string[]; readonly resources: readonly pulumi.Resource[] } {
  const streams = ["error", "output"];
  const names = streams.map(
    (stream) =>
      `${logGroupPrefix(args.jobName)}/${args.securityConfigurationName}-role/${args.jobName}/${stream}`,
  );
  const resources = streams.map(
    (stream, index) =>
      new aws.cloudwatch.LogGroup(
        `${name}-${stream}-logs`,
        { name: names[index], retentionInDays: args.logs.retentionDays, kmsKeyId: args.logs.kmsKeyArn },
        { parent },
      ),
  );
  return { names, resources };
}

/** What Glue does in the job's name around the script. */
function jobPermissions(names: Names, logGroupNames: readonly string[]): readonly Permission[] {
  const logGroupArns = logGroupNames.map((logGroup) => names.logGroup(logGroup));
  return [
    writeLogs(logGroupArns),
    {
      sid: "PrepareLogs",
      actions: ["logs:CreateLogGroup", "logs:AssociateKmsKey"],
      resources: logGroupArns.flatMap((arn) => [arn, `${arn}:*`]),
      unproved: forAll(
        ["logs:CreateLogGroup", "logs:AssociateKmsKey"],
        "Without it Glue turns continuous logging off when a security configuration encrypts logs; offline the groups exist.",
      ),
    },
    {
      sid: "ReadSecurityConfiguration",
      actions: ["glue:GetSecurityConfiguration"],
      resources: ["*"],
      reason: "Glue has no resource type for security configurations.",
      unproved: {
        "glue:GetSecurityConfiguration": "Glue reads it when it starts a run; the sandbox encrypts nothing.",
      },
    },
    {
      sid: "PublishMetrics",
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": "Glue" } },
      reason: "CloudWatch has no resource type for metrics; the namespace is the scope.",
      unproved: {
        "cloudwatch:PutMetricData": "Glue publishes the job's metrics itself; the sandbox has none.",
      },
    },
  ];
}
