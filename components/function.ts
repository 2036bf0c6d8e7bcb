import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Permission, policyDocument } from "./iam/permission";
import { createRole } from "./iam/role";
import { SEND_TRACES, writeLogs } from "./iam/telemetry";
import type { Trust } from "./iam/trust-policy";
import { LIVE_ALIAS } from "./live-alias";
import type { Names } from "./naming";

export interface SteplineFunctionArgs {
  readonly names: Names;
  /** Physical name, and that of its role: `stepline-dev-marketing-extract`. */
  readonly functionName: string;
  readonly description: string;
  /** An archive with `index.js`, which exports `handler`. */
  readonly code: pulumi.asset.Archive;
  readonly environment?: Readonly<Record<string, string>>;
  /** What the function does besides logging and tracing. */
  readonly permissions: readonly Permission[];
  /** What is known only when AWS has made it: a policy of its own, so that the rest is known in a preview. */
  readonly latePermissions?: pulumi.Input<readonly Permission[]>;
  /** Who may use the role besides the function. Default: nobody. */
  readonly moreTrusts?: readonly Trust[];
  readonly roleTags?: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly logs: {
    readonly retentionDays: number;
    readonly level: "DEBUG" | "INFO" | "WARN";
    readonly kmsKeyArn: pulumi.Input<string>;
  };
}

/**
 * A Lambda function on arm64 with what a function needs: a role that only it can use, a log group of its own that is
 * encrypted and expires, JSON logs, X-Ray, and a published version behind the alias `live`.
 */
export class SteplineFunction extends pulumi.ComponentResource {
  public readonly functionName: string;
  /** Of the alias: what callers call, and what their policies name. */
  public readonly aliasArn: string;
  public readonly roleArn: string;

  constructor(name: string, args: SteplineFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:function:SteplineFunction", name, {}, opts);
    const { names, functionName } = args;
    this.functionName = functionName;
    this.aliasArn = names.lambda(functionName, LIVE_ALIAS);
    this.roleArn = names.role(functionName);
    const logGroup = createLogGroup(name, args, this);
    const { role, policies } = createFunctionRole(name, args, logGroup.logGroupName, this);
    const lambda = new aws.lambda.Function(
      `${name}-function`,
      {
        name: functionName,
        description: args.description,
        code: args.code,
        handler: "index.handler",
        runtime: "nodejs22.x",
        architectures: ["arm64"],
        role: role.arn,
        timeout: args.timeoutSeconds,
        memorySize: args.memoryMiB,
        ...(args.environment === undefined ? {} : { environment: { variables: { ...args.environment } } }),
        tracingConfig: { mode: "Active" },
        loggingConfig: {
          logFormat: "JSON",
          logGroup: logGroup.logGroupName,
          applicationLogLevel: args.logs.level,
          systemLogLevel: "INFO",
        },
        publish: true,
      },
      { parent: this, dependsOn: [logGroup.resource, ...policies] },
    );
    new aws.lambda.Alias(
      `${name}-live`,
      { name: LIVE_ALIAS, functionName: lambda.name, functionVersion: lambda.version },
      { parent: this },
    );
    this.registerOutputs({
      functionName: this.functionName,
      aliasArn: this.aliasArn,
      roleArn: this.roleArn,
    });
  }
}

function createLogGroup(
  name: string,
  { functionName, logs }: SteplineFunctionArgs,
  parent: pulumi.Resource,
): { readonly logGroupName: string; readonly resource: pulumi.Resource } {
  const logGroupName = `/aws/lambda/${functionName}`;
  const resource = new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    { name: logGroupName, retentionInDays: logs.retentionDays, kmsKeyId: logs.kmsKeyArn },
    { parent },
  );
  return { logGroupName, resource };
}

function createFunctionRole(
  name: string,
  args: SteplineFunctionArgs,
  logGroupName: string,
  parent: pulumi.Resource,
): { readonly role: aws.iam.Role; readonly policies: readonly aws.iam.RolePolicy[] } {
  const { names, functionName } = args;
  const { role, policy } = createRole(
    name,
    {
      names,
      roleName: functionName,
      description: `Lambda function ${functionName}`,
      trusts: [
        // Lambda documents no source keys for a function's role. A role can only be given to a function of its own account.
        { sid: "Service", principal: { service: "lambda.amazonaws.com" } },
        ...(args.moreTrusts ?? []),
      ],
      permissions: [...args.permissions, writeLogs([names.logGroup(logGroupName)]), SEND_TRACES],
      tags: args.roleTags,
    },
    { parent },
  );
  if (args.latePermissions === undefined) {
    return { role, policies: [policy] };
  }
  const late = new aws.iam.RolePolicy(
    `${name}-role-late-policy`,
    {
      name: "late-permissions",
      role: role.name,
      policy: pulumi.output(args.latePermissions).apply((late) => JSON.stringify(policyDocument(late))),
    },
    { parent },
  );
  return { role, policies: [policy, late] };
}
