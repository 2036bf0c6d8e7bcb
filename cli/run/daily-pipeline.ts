import { pipelines } from "../../pipelines/all";
import type { PipelineSpec } from "../../pipelines/pipeline-spec";

/** The pipeline that commands run and explain. */
export const PIPELINE = "marketing";

/** Waits between polls and retries are this much of what is declared: a load here takes a second, not a minute. */
export const TIME_SCALE = 0.05;

/** @throws Error when the program has no pipeline of that name */
export function dailyPipeline(): PipelineSpec {
  const spec = pipelines.find(({ name }) => name === PIPELINE);
  if (spec === undefined) {
    throw new Error(`pipelines/all.ts has no pipeline "${PIPELINE}".`);
  }
  return spec;
}
