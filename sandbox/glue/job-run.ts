import { randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import { LogDelivery } from "../log-delivery";
import type { RoleCredentials, SandboxEventSink } from "../types";
import type { DeclaredJob } from "./declared-jobs";
import { download } from "./download";
import type { Run } from "./kept-run";
import { scriptArguments, type RunArguments } from "./run-arguments";
import type { ScriptError, SparkProcess } from "./spark-process";
import { sparkProperties } from "./spark-settings";

export type JobRunState =
  "STARTING" | "RUNNING" | "STOPPING" | "STOPPED" | "SUCCEEDED" | "FAILED" | "TIMEOUT";

export interface JobRunSettings {
  readonly job: DeclaredJob;
  readonly arguments: RunArguments;
  /** As the caller gave them: what GetJobRun shows. */
  readonly givenArguments: Readonly<Record<string, string>>;
  readonly timeoutMinutes: number;
  readonly workerType?: string;
  readonly numberOfWorkers?: number;
  readonly securityConfiguration?: string;
  readonly credentials: RoleCredentials;
  readonly endpoint: string;
  readonly region: string;
  readonly sink: SandboxEventSink;
  /** For script and modules; the run's own. */
  readonly directory: string;
  /** A process of the run's own. */
  readonly takeProcess: () => Promise<SparkProcess>;
  /** 60,000; less in tests of the timeout. */
  readonly minuteMs: number;
}

// The status page's own words: https://docs.aws.amazon.com/glue/latest/dg/job-run-statuses.html
const timeoutMessage = "The job run time exceeded its specified timeout value.";

/** One run of a Glue job, from StartJobRun to its final state. */
export class JobRun implements Run {
  readonly id = `jr_${randomBytes(32).toString("hex")}`;
  /** Resolves, never rejects, when the run is in a final state and its processes are gone. */
  readonly ended: Promise<void>;

  private state: JobRunState = "STARTING";
  private readonly startedOn = Date.now();
  private runningSince: number | undefined;
  private lastModifiedOn = this.startedOn;
  private completedOn: number | undefined;
  private errorMessage: string | undefined;
  private stopRequested = false;
  private process: SparkProcess | undefined;
  private readonly output: LogDelivery;
  private readonly sparkLog: LogDelivery;

  constructor(private readonly settings: JobRunSettings) {
    const { arguments: run, endpoint, region, credentials } = settings;
    const stream = `${run.logStreamPrefix ?? this.id}-driver`;
    const onFailure = (message: string): void => {
      this.log(message);
    };
    const delivery = (group: string): LogDelivery =>
      new LogDelivery({ endpoint, region, credentials, group, stream, onFailure });
    this.output = delivery(run.logGroups.output);
    this.sparkLog =
      run.logGroups.error === run.logGroups.output ? this.output : delivery(run.logGroups.error);
    settings.sink({ kind: "glue.start", jobName: settings.job.name, runId: this.id });
    this.ended = this.execute();
  }

  get active(): boolean {
    return this.completedOn === undefined;
  }

  /** False when the run has ended already. */
  stop(): boolean {
    if (!this.active || this.state === "STOPPING") {
      return this.active;
    }
    this.stopRequested = true;
    this.enter("STOPPING");
    void this.process?.kill();
    return true;
  }

  /** `JobRun` of Glue's API; times in seconds since 1970, as its protocol writes them. */
  describe(): Readonly<Record<string, unknown>> {
    const { job, givenArguments, timeoutMinutes, workerType, numberOfWorkers, securityConfiguration } =
      this.settings;
    const executionEnd = this.completedOn ?? Date.now();
    return {
      Id: this.id,
      Attempt: 0,
      JobName: job.name,
      StartedOn: this.startedOn / 1000,
      LastModifiedOn: this.lastModifiedOn / 1000,
      ...(this.completedOn === undefined ? {} : { CompletedOn: this.completedOn / 1000 }),
      JobRunState: this.state,
      Arguments: givenArguments,
      ...(this.errorMessage === undefined ? {} : { ErrorMessage: this.errorMessage }),
      PredecessorRuns: [],
      ExecutionTime:
        this.runningSince === undefined ? 0 : Math.round((executionEnd - this.runningSince) / 1000),
      Timeout: timeoutMinutes,
      ...(workerType === undefined ? {} : { WorkerType: workerType }),
      ...(numberOfWorkers === undefined ? {} : { NumberOfWorkers: numberOfWorkers }),
      ...(securityConfiguration === undefined ? {} : { SecurityConfiguration: securityConfiguration }),
      LogGroupName: this.settings.arguments.logGroups.output.replace(/\/output$/, ""),
      GlueVersion: job.glueVersion,
      ExecutionClass: job.executionClass,
    };
  }

  private async execute(): Promise<void> {
    let error: ScriptError;
    let timedOut = false;
    try {
      const files = await this.downloadFiles();
      // Before the process is known, `stop` has nothing to end but this.
      this.process = this.stopRequested ? undefined : await this.settings.takeProcess();
      await this.process?.ready;
      if (this.process !== undefined && !this.stopRequested) {
        this.runningSince = Date.now();
        this.enter("RUNNING");
        const timeout = setTimeout(() => {
          timedOut = true;
          void this.process?.kill();
        }, this.settings.timeoutMinutes * this.settings.minuteMs);
        error = await this.runScript(this.process, files).finally(() => {
          clearTimeout(timeout);
        });
      }
    } catch (failure) {
      error = (failure as Error).message;
    }
    await this.process?.kill();
    await fs.rm(this.settings.directory, { recursive: true, force: true });
    await Promise.all([this.output.flush(), this.sparkLog.flush()]);
    this.end(error, timedOut);
  }

  private async downloadFiles(): Promise<{ readonly script: string; readonly pyFiles: string[] }> {
    const { arguments: run, directory, endpoint, region, credentials } = this.settings;
    const source = { endpoint, region, credentials };
    const modules = path.join(directory, "modules");
    await fs.mkdir(modules, { recursive: true });
    const [script, ...pyFiles] = await Promise.all([
      download(run.scriptLocation, directory, source),
      ...run.pyFiles.map((uri) => download(uri, modules, source)),
    ]);
    return { script, pyFiles };
  }

  private runScript(
    process: SparkProcess,
    { script, pyFiles }: { readonly script: string; readonly pyFiles: readonly string[] },
  ): Promise<ScriptError> {
    const { job, arguments: run, endpoint, region, credentials, directory, sink } = this.settings;
    return process.runScript({
      script,
      pyFiles,
      arguments: scriptArguments(job.name, this.id, run.merged),
      sparkProperties: sparkProperties({
        endpoint,
        region,
        credentials,
        directory,
        pyFiles,
        declared: run.sparkProperties,
      }),
      // For a script that calls AWS by itself: on Glue it finds the role's credentials without being told, too.
      environment: {
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken,
        AWS_ENDPOINT_URL: endpoint,
        AWS_CONFIG_FILE: path.join(directory, "no-aws-config"),
        AWS_SHARED_CREDENTIALS_FILE: path.join(directory, "no-aws-credentials"),
      },
      onLine: (line) => {
        this.log(line);
        this.output.write([line]);
      },
      onSparkLine: (line) => {
        this.sparkLog.write([line]);
      },
      onProgress: (progress) => {
        sink({ kind: "glue.progress", jobName: job.name, runId: this.id, ...progress });
      },
    });
  }

  private end(error: ScriptError, timedOut: boolean): void {
    this.completedOn = Date.now();
    if (this.stopRequested) {
      this.enter("STOPPED");
    } else if (timedOut) {
      this.errorMessage = timeoutMessage;
      this.enter("TIMEOUT");
    } else {
      this.errorMessage = error;
      this.enter(error === undefined ? "SUCCEEDED" : "FAILED");
    }
    this.settings.sink({
      kind: "glue.end",
      jobName: this.settings.job.name,
      runId: this.id,
      state: this.state,
      durationMs: this.completedOn - this.startedOn,
      error: this.errorMessage,
    });
  }

  private enter(state: JobRunState): void {
    this.state = state;
    this.lastModifiedOn = Date.now();
  }

  private log(line: string): void {
    this.settings.sink({ kind: "glue.log", jobName: this.settings.job.name, runId: this.id, line });
  }
}
