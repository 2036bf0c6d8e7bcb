import { Names } from "../../../components/naming";
import type { S3Pointer } from "../../../handlers/events";
import { member, parsed, textMember } from "../execution/payload";
import type { ReadExecution } from "../execution/read-executions";

/** The Pulumi project: first part of every name of the program. */
const PROJECT = "stepline";

/** The run of a pipeline of this program, which an execution's machine, definition and variables tell. */
export interface PipelineRun {
  readonly names: Names;
  readonly pipeline: string;
  /** Undefined where the run did not get as far as to plan it. */
  readonly logicalDate?: string;
  /** The compiled contract the run goes by. */
  readonly contract: S3Pointer;
}

/** Undefined for an execution of any other machine. */
export function pipelineRunOf(executions: readonly ReadExecution[]): PipelineRun | undefined {
  const [{ executionArn, machineName, definition }] = executions;
  const middle = new RegExp(`^${PROJECT}-(.+)-(?:ingest|transform-load)$`).exec(machineName)?.[1];
  const identity = runIdentity(definition);
  if (identity === undefined || middle?.endsWith(`-${identity.pipeline}`) !== true) {
    return undefined;
  }
  const [, partition, , region, accountId] = executionArn.split(":");
  const stack = middle.slice(0, -identity.pipeline.length - 1);
  const names = new Names({ project: PROJECT, stack, accountId, region, partition });
  const date = variable(executions, "logicalDate");
  return { names, ...identity, logicalDate: isDate(date) ? date : undefined };
}

/** Every function of a pipeline is told which it is, and by which contract. */
function runIdentity(definition: unknown): Pick<PipelineRun, "pipeline" | "contract"> | undefined {
  for (const state of Object.values(member(definition, "States") ?? {})) {
    const payload = member(state, "Arguments", "Payload");
    const pipeline = textMember(payload, "pipeline");
    const bucket = textMember(payload, "contract", "bucket");
    const key = textMember(payload, "contract", "key");
    if (pipeline !== undefined && bucket !== undefined && key !== undefined) {
      return { pipeline, contract: { bucket, key } };
    }
  }
  return undefined;
}

/** What a variable was assigned first, by the executions in their order. */
function variable(executions: readonly ReadExecution[], name: string): unknown {
  const texts = executions.flatMap(({ visits }) => visits.flatMap(({ assigned }) => assigned[name] ?? []));
  return parsed(texts.at(0));
}

function isDate(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}
