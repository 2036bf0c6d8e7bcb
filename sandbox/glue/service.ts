import type { KeptPart } from "../data/kept-part";
import {
  AwsError,
  type CredentialIssuer,
  type LocalCall,
  type LocalService,
  type RecordedProgram,
  type RoleCredentials,
  type SandboxEventSink,
} from "../types";
import { declaredJobs, type DeclaredJob } from "./declared-jobs";
import { jobDescription } from "./job-description";
import { JobRun } from "./job-run";
import { KeptRun, type Run } from "./kept-run";
import { runArguments } from "./run-arguments";
import { SparkPool } from "./spark-pool";
import type { SparkInstallation } from "./spark-settings";

export interface GlueServiceArgs {
  readonly program: RecordedProgram;
  readonly issuer: CredentialIssuer;
  /** `http://127.0.0.1:PORT`, asked for when a run starts: the gateway may come up after this service. */
  readonly gatewayUrl: () => string;
  readonly sink: SandboxEventSink;
  readonly spark: SparkInstallation;
  /** Length of a minute of a job's timeout. Default 60,000; less to test what happens after it. */
  readonly minuteMs?: number;
}

type Input = LocalCall["input"];

const defaultPageSize = 200;

/** Glue: runs the scripts the program's jobs name on real Spark, each run in processes of its own under the job's role. */
export class GlueService implements LocalService, KeptPart {
  readonly service = "glue";
  readonly part = "glue";
  private readonly jobs: ReadonlyMap<string, DeclaredJob>;
  /** By job, oldest first. */
  private readonly runs = new Map<string, readonly Run[]>();
  private readonly spark: SparkPool;

  constructor(private readonly args: GlueServiceArgs) {
    this.jobs = declaredJobs(args.program);
    this.spark = new SparkPool(args.spark);
  }

  async handle(call: LocalCall): Promise<unknown> {
    switch (call.operation) {
      case "StartJobRun":
        return { JobRunId: (await this.start(call.input)).id };
      case "GetJobRun":
        return { JobRun: this.run(call.input).describe() };
      case "GetJobRuns":
        return this.page(call.input);
      case "BatchStopJobRun":
        return this.stop(call.input);
      case "GetJob":
        return { Job: jobDescription(this.job(call.input.JobName)) };
      default:
        throw new AwsError("NotModelled", `The sandbox does not model glue:${call.operation}.`, 501);
    }
  }

  /**
   * Starts Spark ahead of the next run, which then takes this process. Only the JVM is ready by then: script, arguments, conf,
   * credentials and Spark context are the run's own. Resolves when it waits for its run.
   */
  async prestart(): Promise<void> {
    await this.spark.prestart();
  }

  /** Descriptions of all runs, by job. */
  kept(): Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> {
    return Object.fromEntries([...this.runs].map(([job, runs]) => [job, runs.map((run) => run.describe())]));
  }

  restore(kept: unknown): void {
    for (const [job, runs] of Object.entries(kept as ReturnType<GlueService["kept"]>)) {
      this.runs.set(
        job,
        runs.map((description) => new KeptRun(description)),
      );
    }
  }

  async close(): Promise<void> {
    const runs = [...this.runs.values()].flat();
    runs.forEach((run) => run.stop());
    await this.spark.close();
    await Promise.all(runs.map((run) => run.ended));
    await this.spark.removeFiles();
  }

  private async start(input: Input): Promise<JobRun> {
    const name = String(input.JobName);
    const job = this.jobs.get(name);
    if (job === undefined) {
      throw new AwsError("EntityNotFoundException", "Failed to start job run due to missing metadata");
    }
    refuseNotModelled(job, input);
    const given = (input.Arguments ?? {}) as Readonly<Record<string, string>>;
    const securityConfiguration =
      (input.SecurityConfiguration as string | undefined) ?? job.securityConfiguration;
    const merged = runArguments(job, given, securityConfiguration);
    const timeoutMinutes = timeout(job, input.Timeout as number | undefined);
    const directory = await this.spark.newDirectory("run");
    // No await from here on: two starts at once must not both find a free place.
    const runs = this.runs.get(name) ?? [];
    if (runs.filter((run) => run.active).length >= job.maxConcurrentRuns) {
      throw new AwsError("ConcurrentRunsExceededException", `Concurrent runs exceeded for ${name}`);
    }
    const run = new JobRun({
      job,
      arguments: merged,
      givenArguments: given,
      timeoutMinutes,
      workerType: (input.WorkerType as string | undefined) ?? job.workerType,
      numberOfWorkers: (input.NumberOfWorkers as number | undefined) ?? job.numberOfWorkers,
      securityConfiguration,
      credentials: this.credentials(job),
      endpoint: this.args.gatewayUrl(),
      region: this.args.program.region,
      sink: this.args.sink,
      directory,
      takeProcess: () => this.spark.take(),
      minuteMs: this.args.minuteMs ?? 60_000,
    });
    this.runs.set(name, [...runs, run]);
    return run;
  }

  private credentials(job: DeclaredJob): RoleCredentials {
    try {
      return this.args.issuer.issueToService({
        roleArn: job.role,
        service: "glue.amazonaws.com",
        sessionName: "GlueJobRunnerSession",
        sourceArn: job.arn,
      });
    } catch (error) {
      throw new AwsError(
        "InvalidInputException",
        `Service is unable to assume role ${job.role}. Please verify role's TrustPolicy. ${(error as Error).message}`,
      );
    }
  }

  private job(name: unknown): DeclaredJob {
    const job = this.jobs.get(String(name));
    if (job === undefined) {
      throw new AwsError("EntityNotFoundException", `Job ${String(name)} not found.`);
    }
    return job;
  }

  private run(input: Input): Run {
    const job = this.job(input.JobName);
    const run = this.runs.get(job.name)?.find(({ id }) => id === input.RunId);
    if (run === undefined) {
      throw new AwsError(
        "EntityNotFoundException",
        `Job run ${String(input.RunId)} of job ${job.name} not found.`,
      );
    }
    return run;
  }

  /** Newest first, as Glue answers. */
  private page(input: Input): unknown {
    const runs = [...(this.runs.get(this.job(input.JobName).name) ?? [])].reverse();
    const from = Number(input.NextToken ?? 0);
    const to = from + Number(input.MaxResults ?? defaultPageSize);
    return {
      JobRuns: runs.slice(from, to).map((run) => run.describe()),
      ...(to < runs.length ? { NextToken: String(to) } : {}),
    };
  }

  private stop(input: Input): unknown {
    const JobName = String(input.JobName);
    const submissions: unknown[] = [];
    const errors: unknown[] = [];
    for (const JobRunId of input.JobRunIds as readonly string[]) {
      const run = this.runs.get(JobName)?.find(({ id }) => id === JobRunId);
      if (run?.stop() === true) {
        submissions.push({ JobName, JobRunId });
      } else {
        const ErrorDetail =
          run === undefined
            ? {
                ErrorCode: "EntityNotFoundException",
                ErrorMessage: `Job run ${JobRunId} of job ${JobName} not found.`,
              }
            : {
                ErrorCode: "JobRunInTerminalStateException",
                ErrorMessage: `Job run ${JobRunId} has ended already.`,
              };
        errors.push({ JobName, JobRunId, ErrorDetail });
      }
    }
    return { SuccessfulSubmissions: submissions, Errors: errors };
  }
}

function refuseNotModelled(job: DeclaredJob, input: Input): void {
  const asked = [
    ...job.notModelled,
    ...["JobRunId", "ExecutionRoleSessionPolicy"].filter((member) => input[member] !== undefined),
    ...(input.JobRunQueuingEnabled === true ? ["job run queuing"] : []),
  ];
  if (asked.length > 0) {
    throw new AwsError(
      "NotModelled",
      `The sandbox does not run Glue job "${job.name}": ${asked.join(", ")}.`,
      501,
    );
  }
}

function timeout(job: DeclaredJob, given: number | undefined): number {
  const minutes = given ?? job.timeoutMinutes;
  if (!Number.isInteger(minutes) || minutes < 1) {
    throw new AwsError(
      "InvalidInputException",
      `Timeout must be a whole number of minutes, 1 or more, not ${minutes}.`,
    );
  }
  return minutes;
}
