import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { createRole } from "./iam/role";
import { DELIVER_LOGS, SAMPLE_TRACES, SEND_TRACES } from "./iam/telemetry";
import { trustService } from "./iam/trust-policy";
import { LIVE_ALIAS } from "./live-alias";
import type { Names } from "./naming";
import type { Workflow } from "./workflow/asl";
import { lintBeforeDeploy } from "./workflow/lint/before-deploy";

export interface StateMachineArgs {
  readonly names: Names;
  /** Definition, physical name, and what its states may do. */
  readonly workflow: Workflow;
  readonly logs: { readonly retentionDays: number; readonly kmsKeyArn: pulumi.Input<string> };
}

/**
 * A Standard state machine for a workflow. Its role is the union of what the states declare, plus logs and X-Ray; every
 * event is logged; a deploy publishes a version and moves the alias `live`, so that running executions keep theirs. A definition
 * that the linter finds fault with is refused before anything of it is registered.
 */
export class StateMachine extends pulumi.ComponentResource {
  public readonly machineName: string;
  public readonly machineArn: string;
  /** What is started. */
  public readonly aliasArn: string;

  constructor(name: string, args: StateMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    lintBeforeDeploy(args.workflow);
    super("stepline:workflow:StateMachine", name, {}, opts);
    const { names, workflow } = args;
    this.machineName = workflow.name;
    this.machineArn = names.stateMachine(workflow.name);
    this.aliasArn = names.stateMachine(workflow.name, LIVE_ALIAS);
    // The prefix keeps AWS's resource policy for log delivery under its size limit (Step Functions developer guide, "Logging").
    const logGroupName = `/aws/vendedlogs/states/${workflow.name}`;
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { name: logGroupName, retentionInDays: args.logs.retentionDays, kmsKeyId: args.logs.kmsKeyArn },
      { parent: this },
    );
    const { role, policy } = createRole(
      name,
      {
        names,
        roleName: workflow.name,
        description: `State machine ${workflow.name}`,
        trusts: [
          trustService("states.amazonaws.com", {
            accountId: names.placement.accountId,
            arns: [this.machineArn, `${this.machineArn}:*`],
          }),
        ],
        permissions: [...workflow.permissions, DELIVER_LOGS, SEND_TRACES, SAMPLE_TRACES],
      },
      { parent: this },
    );
    const machine = new aws.sfn.StateMachine(
      `${name}-machine`,
      {
        name: workflow.name,
        type: "STANDARD",
        roleArn: role.arn,
        definition: JSON.stringify(workflow.definition),
        loggingConfiguration: {
          level: "ALL",
          includeExecutionData: true,
          logDestination: `${names.logGroup(logGroupName)}:*`,
        },
        tracingConfiguration: { enabled: true },
        publish: true,
      },
      { parent: this, dependsOn: [logGroup, policy] },
    );
    new aws.sfn.Alias(
      `${name}-live`,
      {
        name: LIVE_ALIAS,
        routingConfigurations: [{ stateMachineVersionArn: machine.stateMachineVersionArn, weight: 100 }],
      },
      { parent: this },
    );
    this.registerOutputs({
      machineName: this.machineName,
      machineArn: this.machineArn,
      aliasArn: this.aliasArn,
    });
  }
}
