import type { S3Pointer } from "../handlers/events";
import type { PipelineSpec } from "../pipelines/pipeline-spec";
import type { BucketPurpose } from "./data-lake";
import type { HandlerName } from "./function-bundle";
import type { Names } from "./naming";

/** Where a pipeline's things are, as text: what its statements are scoped to, and what its definitions name. */
export interface PipelineScope {
  readonly names: Names;
  readonly spec: PipelineSpec;
  readonly buckets: Readonly<Record<BucketPurpose, string>>;
  /** `contracts/<id>/<sha256>.json` in the artifacts bucket. */
  readonly contract: S3Pointer;
}

/** `stepline-dev-marketing-extract`; its role has the same name. */
export function functionName({ names, spec }: PipelineScope, handler: HandlerName): string {
  return names.resource(spec.name, handler);
}

export function jobName({ names, spec }: PipelineScope): string {
  return names.resource(spec.name, "transform");
}

/** `ingest` is the parent, a run; `transform-load` its child. */
export function machineName({ names, spec }: PipelineScope, workflow: "ingest" | "transform-load"): string {
  return names.resource(spec.name, workflow);
}
