import { record, text } from "../recorded-inputs";
import type { RecordedProgram, RecordedResource } from "../types";

/** What the program declares about one Glue job, in the words of Glue's API. */
export interface DeclaredJob {
  readonly name: string;
  readonly arn: string;
  readonly role: string;
  readonly description: string;
  /** `glueetl` */
  readonly command: string;
  readonly pythonVersion: string;
  /** `s3://bucket/key` */
  readonly scriptLocation: string;
  readonly defaultArguments: Readonly<Record<string, string>>;
  readonly nonOverridableArguments: Readonly<Record<string, string>>;
  readonly timeoutMinutes: number;
  readonly maxConcurrentRuns: number;
  readonly maxRetries: number;
  readonly glueVersion: string;
  readonly workerType?: string;
  readonly numberOfWorkers?: number;
  readonly securityConfiguration?: string;
  readonly executionClass: string;
  /** What the program asks for and the sandbox cannot run: named when a run is started. */
  readonly notModelled: readonly string[];
}

type Inputs = Readonly<Record<string, unknown>>;

/** The program's Glue jobs by name, with the defaults Glue gives what is not declared. */
export function declaredJobs(program: RecordedProgram): ReadonlyMap<string, DeclaredJob> {
  const jobs = program.resources
    .filter(({ type }) => type === "aws:glue/job:Job")
    .map((resource) => declaredJob(program, resource));
  return new Map(jobs.map((job) => [job.name, job]));
}

function declaredJob(
  program: RecordedProgram,
  { inputs, state, name: resourceName }: RecordedResource,
): DeclaredJob {
  const name = text(inputs.name, text(state.name, resourceName));
  const command = record(inputs.command);
  const execution = record(inputs.executionProperty);
  const glueVersion = text(inputs.glueVersion, "5.1");
  return {
    name,
    arn: text(state.arn, `arn:aws:glue:${program.region}:${program.accountId}:job/${name}`),
    role: String(inputs.roleArn),
    description: text(inputs.description, ""),
    command: text(command.name, "glueetl"),
    pythonVersion: text(command.pythonVersion, "3"),
    scriptLocation: String(command.scriptLocation),
    defaultArguments: (inputs.defaultArguments ?? {}) as Readonly<Record<string, string>>,
    nonOverridableArguments: (inputs.nonOverridableArguments ?? {}) as Readonly<Record<string, string>>,
    timeoutMinutes: Number(inputs.timeout ?? (Number(glueVersion) >= 5 ? 480 : 2880)),
    maxConcurrentRuns: Number(execution.maxConcurrentRuns ?? 1),
    maxRetries: Number(inputs.maxRetries ?? 0),
    glueVersion,
    workerType: inputs.workerType as string | undefined,
    numberOfWorkers: inputs.numberOfWorkers as number | undefined,
    securityConfiguration: inputs.securityConfiguration as string | undefined,
    executionClass: text(inputs.executionClass, "STANDARD"),
    notModelled: notModelled(inputs, command),
  };
}

function notModelled(inputs: Inputs, command: Inputs): string[] {
  const found: string[] = [];
  if (command.name !== undefined && command.name !== "glueetl") {
    found.push(`command ${text(command.name, "of no name")}`);
  }
  if (Number(inputs.maxRetries ?? 0) > 0) {
    found.push("maxRetries above 0: retry in the state machine, where it is seen");
  }
  if (Array.isArray(inputs.connections) && inputs.connections.length > 0) {
    found.push("connections");
  }
  if (inputs.jobRunQueuingEnabled === true) {
    found.push("job run queuing");
  }
  return found;
}
