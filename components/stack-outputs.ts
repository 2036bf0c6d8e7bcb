import type { PipelineSpec } from "../pipelines/pipeline-spec";
import type { Placement } from "./naming";
import type { Pipeline } from "./pipeline";
import type { Platform } from "./platform";

interface BuiltPipeline {
  readonly spec: PipelineSpec;
  readonly pipeline: Pipeline;
}

/** What people and the command line need to know of a stack. */
export function stackOutputs(platform: Platform, built: readonly BuiltPipeline[]): Record<string, unknown> {
  const { accountId, region } = platform.names.placement;
  const console = consoleAddress(platform.names.placement);
  return {
    environment: platform.environment.name,
    accountId,
    region,
    buckets: platform.lake.bucketNames,
    workgroup: platform.warehouse.workgroupName,
    database: platform.warehouse.databaseName,
    loadRoleArn: platform.warehouse.loadRoleArn,
    runsTable: platform.ledger.tableName,
    topicArn: platform.notifications.topicArn,
    notificationCopyQueue: platform.notifications.copyQueueName,
    scheduleDeadLetterQueue: platform.scheduleGroup.deadLetterQueueName,
    pipelines: Object.fromEntries(
      built.map(({ spec, pipeline }) => [spec.name, pipelineOutputs(spec, pipeline)]),
    ),
    consoleLinks: Object.fromEntries(
      built.map(({ spec, pipeline }) => [spec.name, consoleLinks(console, region, pipeline)]),
    ),
  };
}

function pipelineOutputs(spec: PipelineSpec, pipeline: Pipeline): Record<string, unknown> {
  return {
    machineArn: pipeline.machineArn,
    aliasArn: pipeline.aliasArn,
    childMachineArn: pipeline.childMachineArn,
    ...(spec.source.kind === "s3" ? { sourcePrefix: spec.source.prefix } : {}),
    lookupsPrefix: spec.lookups,
  };
}

/** Each partition has a console of its own. */
const CONSOLE_HOSTS: Readonly<Partial<Record<string, string>>> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

function consoleAddress({ partition, region }: Placement): string {
  const host = CONSOLE_HOSTS[partition];
  if (host === undefined) {
    throw new Error(
      `The console of partition "${partition}" is not known: add its host to components/stack-outputs.ts.`,
    );
  }
  return `https://${region}.${host}`;
}

function consoleLinks(console: string, region: string, pipeline: Pipeline): Record<string, string> {
  return {
    runs: `${console}/states/home?region=${region}#/statemachines/view/${encodeURIComponent(pipeline.machineArn)}`,
    transformAndLoad: `${console}/states/home?region=${region}#/statemachines/view/${encodeURIComponent(pipeline.childMachineArn)}`,
    dashboard: `${console}/cloudwatch/home?region=${region}#dashboards/dashboard/${encodeURIComponent(pipeline.dashboardName)}`,
  };
}
