import type { ApiSource, S3Source } from "../handlers/events";
import type { HandlerName } from "./function-bundle";
import { LIVE_ALIAS } from "./live-alias";
import { functionName, jobName, machineName, type PipelineScope } from "./pipeline-scope";
import type { Workflow } from "./workflow/asl";
import { ingestWorkflow } from "./workflow/ingest";
import { NESTED_EXECUTION_RULE } from "./workflow/tasks/start-execution";
import { transformLoadWorkflow } from "./workflow/transform-load";
import { type TransformLoadArgs, transformLoadTimeoutSeconds } from "./workflow/transform-load/args";

/** What the workflows of a pipeline know of the platform, as text. */
export interface WorkflowPlatform {
  readonly tableName: string;
  readonly tableArn: string;
  readonly topicArn: string;
  readonly glueScriptUri: string;
  readonly gluePackageUri: string;
}

/** The child: transform and load. */
export function childWorkflow(scope: PipelineScope, platform: WorkflowPlatform): Workflow {
  return transformLoadWorkflow(childArgs(scope, platform));
}

/** The parent: a run. The child is what the linter holds its call against. */
export function parentWorkflow(scope: PipelineScope, platform: WorkflowPlatform, child: Workflow): Workflow {
  const { names, spec, buckets } = scope;
  const childName = machineName(scope, "transform-load");
  const { partition, stack } = names.placement;
  const parent = ingestWorkflow({
    name: machineName(scope, "ingest"),
    partition,
    stack,
    pipeline: spec.name,
    tableName: platform.tableName,
    tableArn: platform.tableArn,
    topicArn: platform.topicArn,
    executionArnPattern: names.execution(machineName(scope, "ingest"), "*"),
    extractFunctionArn: liveFunction(scope, "extract"),
    validateSchemaFunctionArn: liveFunction(scope, "validate-schema"),
    extractTimeoutSeconds: spec.timeouts.extractSeconds,
    validateSchemaTimeoutSeconds: spec.timeouts.validateSchemaSeconds,
    child: {
      qualifiedArn: names.stateMachine(childName, LIVE_ALIAS),
      stateMachineArn: names.stateMachine(childName),
      executionArnPattern: names.execution(childName, "*"),
      managedRuleArn: names.eventRule(NESTED_EXECUTION_RULE),
      timeoutSeconds: transformLoadTimeoutSeconds(childArgs(scope, platform)),
    },
    contract: scope.contract,
    source: source(scope),
    lookups: { bucket: buckets.raw, key: spec.lookups },
    rawBucket: buckets.raw,
    quarantineBucket: buckets.quarantine,
    landingArn: names.s3(buckets.raw, `landing/${spec.name}/*`),
    quarantineArn: names.s3(buckets.quarantine, `${spec.name}/*`),
    logicalDateLagHours: spec.schedule.logicalDateLagHours,
    lockWaitSeconds: spec.timeouts.lockWaitSeconds,
    lockMaxWaits: spec.timeouts.lockMaxWaits,
  });
  const children = { [names.stateMachine(childName, LIVE_ALIAS)]: child.definition };
  return { ...parent, lint: { ...parent.lint, children } };
}

function childArgs(scope: PipelineScope, platform: WorkflowPlatform): TransformLoadArgs {
  const { names, spec, buckets } = scope;
  const { partition, stack } = names.placement;
  return {
    name: machineName(scope, "transform-load"),
    partition,
    stack,
    pipeline: spec.name,
    topicArn: platform.topicArn,
    glueScriptUri: platform.glueScriptUri,
    gluePackageUri: platform.gluePackageUri,
    glueJobName: jobName(scope),
    glueJobArn: names.glueJob(jobName(scope)),
    glueTimeoutSeconds: spec.transform.timeoutMinutes * 60,
    startLoadFunctionArn: liveFunction(scope, "start-load"),
    startLoadRoleArn: names.role(functionName(scope, "start-load")),
    reconcileFunctionArn: liveFunction(scope, "reconcile"),
    startLoadTimeoutSeconds: spec.timeouts.startLoadSeconds,
    reconcileTimeoutSeconds: spec.timeouts.reconcileSeconds,
    contract: scope.contract,
    curatedBucket: buckets.curated,
    quarantineBucket: buckets.quarantine,
    loadTimeoutSeconds: spec.load.timeoutSeconds,
    loadRetries: spec.load.retries,
  };
}

function liveFunction(scope: PipelineScope, handler: HandlerName): string {
  return scope.names.lambda(functionName(scope, handler), LIVE_ALIAS);
}

function source({ spec, buckets }: PipelineScope): S3Source | ApiSource {
  return spec.source.kind === "s3" ? { ...spec.source, bucket: buckets.raw } : spec.source;
}
