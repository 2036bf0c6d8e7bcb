import { marketing } from "./marketing";
import type { PipelineSpec } from "./pipeline-spec";

/** Every pipeline of the program. Add one here, and a stack deploys it. */
export const pipelines: readonly PipelineSpec[] = [marketing];
