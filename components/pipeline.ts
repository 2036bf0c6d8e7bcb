import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { contractJson, contractSha256, loadContract } from "../contracts/compile";
import type { S3Pointer } from "../handlers/events";
import { type PipelineSpec, repositoryFile } from "../pipelines/pipeline-spec";
import type { SteplineFunction } from "./function";
import { GlueJob } from "./glue-job";
import { Observability } from "./observability";
import { createFunctions } from "./pipeline-functions";
import { transformPermissions } from "./pipeline-permissions";
import { jobName, type PipelineScope } from "./pipeline-scope";
import { childWorkflow, parentWorkflow, type WorkflowPlatform } from "./pipeline-workflows";
import type { Platform } from "./platform";
import { runsDaily, Schedule } from "./schedule";
import { StateMachine } from "./state-machine";
import type { Workflow } from "./workflow/asl";

export interface PipelineArgs {
  readonly platform: Platform;
  readonly spec: PipelineSpec;
}

/** One pipeline of a stack: everything that `spec` asks for, on what the platform shares. */
export class Pipeline extends pulumi.ComponentResource {
  public readonly machineArn: string;
  /** What is started, by the schedule or by a person. */
  public readonly aliasArn: string;
  public readonly childMachineArn: string;
  public readonly dashboardName: string;

  constructor(name: string, args: PipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:pipeline:Pipeline", name, {}, opts);
    const { platform, spec } = args;
    const scope: PipelineScope = {
      names: platform.names,
      spec,
      buckets: platform.lake.bucketNames,
      contract: storeContract(name, args, this),
    };
    const functions = createFunctions(name, scope, platform, this);
    const job = createJob(name, scope, platform, this);
    const childDefinition = childWorkflow(scope, workflowPlatform(platform));
    const parentDefinition = parentWorkflow(scope, workflowPlatform(platform), childDefinition);
    const child = createMachine(`${name}-transform-load`, childDefinition, platform, this, [
      ...functions,
      job,
    ]);
    const parent = createMachine(`${name}-ingest`, parentDefinition, platform, this, [...functions, child]);
    createSchedule(name, args, parent, this);
    subscribe(name, args, this);
    this.machineArn = parent.machineArn;
    this.aliasArn = parent.aliasArn;
    this.childMachineArn = child.machineArn;
    this.dashboardName = createObservability(
      name,
      args,
      { parent, child, functions, job },
      this,
    ).dashboardName;
    this.registerOutputs({
      machineArn: this.machineArn,
      aliasArn: this.aliasArn,
      childMachineArn: this.childMachineArn,
      dashboardName: this.dashboardName,
    });
  }
}

/** The compiled contract, at a key made of its contents; earlier ones stay for the runs that use them. */
function storeContract(name: string, { platform, spec }: PipelineArgs, parent: pulumi.Resource): S3Pointer {
  const contract = loadContract(repositoryFile(spec.contract));
  const bucket = platform.lake.bucketNames.artifacts;
  const key = `contracts/${contract.id}/${contractSha256(contract)}.json`;
  new aws.s3.BucketObjectv2(
    `${name}-contract`,
    { bucket, key, content: contractJson(contract), contentType: "application/json" },
    { parent, dependsOn: [platform.lake], retainOnDelete: true },
  );
  return { bucket, key };
}

function createJob(name: string, scope: PipelineScope, platform: Platform, parent: pulumi.Resource): GlueJob {
  const { transform } = scope.spec;
  return new GlueJob(
    `${name}-transform`,
    {
      names: scope.names,
      jobName: jobName(scope),
      description: `Cleans, enriches and checks the rows of ${scope.spec.name}`,
      script: platform.glueScript,
      securityConfigurationName: platform.glueSecurity.configurationName,
      permissions: transformPermissions(scope),
      workerType: transform.workerType,
      maxWorkers: Math.min(transform.maxWorkers, platform.environment.transform.maxWorkers),
      timeoutMinutes: transform.timeoutMinutes,
      logs: { ...platform.environment.logs, kmsKeyArn: platform.kmsKeyArn },
    },
    { parent, dependsOn: [platform.glueScript, platform.glueSecurity] },
  );
}

function workflowPlatform({ ledger, notifications, glueScript }: Platform): WorkflowPlatform {
  return {
    tableName: ledger.tableName,
    tableArn: ledger.tableArn,
    topicArn: notifications.topicArn,
    glueScriptUri: glueScript.scriptUri,
    gluePackageUri: glueScript.modulesUri,
  };
}

/** After what its states call: a version that is live finds everything it needs. */
function createMachine(
  name: string,
  workflow: Workflow,
  platform: Platform,
  parent: pulumi.Resource,
  calls: readonly pulumi.Resource[],
): StateMachine {
  const { names, ledger, notifications } = platform;
  return new StateMachine(
    name,
    {
      names,
      workflow,
      logs: { ...platform.environment.logs, kmsKeyArn: platform.kmsKeyArn },
    },
    { parent, dependsOn: [...calls, ledger, notifications] },
  );
}

function createSchedule(
  name: string,
  { platform, spec }: PipelineArgs,
  machine: StateMachine,
  parent: pulumi.Resource,
): void {
  const { names, environment, scheduleGroup } = platform;
  new Schedule(
    `${name}-schedule`,
    {
      names,
      scheduleName: names.resource(spec.name, "schedule"),
      group: scheduleGroup,
      target: { aliasArn: machine.aliasArn, stateMachineArn: machine.machineArn },
      expression: spec.schedule.expression,
      timeZone: environment.schedule.timeZone ?? spec.schedule.timeZone,
      enabled: environment.schedule.enabled,
    },
    { parent, dependsOn: [scheduleGroup, machine] },
  );
}

/** The pipeline's own recipients, who hear of its runs only. */
function subscribe(name: string, { platform, spec }: PipelineArgs, parent: pulumi.Resource): void {
  for (const email of spec.notification.emails) {
    new aws.sns.TopicSubscription(
      `${name}-email-${email}`,
      {
        topic: platform.notifications.topicArn,
        protocol: "email",
        endpoint: email,
        filterPolicy: JSON.stringify({ pipeline: [spec.name], status: spec.notification.statuses }),
      },
      { parent, dependsOn: [platform.notifications] },
    );
  }
}

interface Parts {
  readonly parent: StateMachine;
  readonly child: StateMachine;
  readonly functions: readonly SteplineFunction[];
  readonly job: GlueJob;
}

function createObservability(
  name: string,
  { platform, spec }: PipelineArgs,
  parts: Parts,
  parent: pulumi.Resource,
): Observability {
  return new Observability(
    `${name}-observability`,
    {
      names: platform.names,
      pipeline: spec.name,
      topicArn: platform.notifications.topicArn,
      machineArn: parts.parent.machineArn,
      childMachineArn: parts.child.machineArn,
      functionNames: parts.functions.map((lambda) => lambda.functionName),
      jobName: parts.job.jobName,
      expectDailySuccess: platform.environment.schedule.enabled && runsDaily(spec.schedule.expression),
    },
    { parent, dependsOn: [platform.notifications] },
  );
}
