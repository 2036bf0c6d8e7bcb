import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  CancelStatementCommand,
  ExecuteStatementCommand,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import { GlueClient } from "@aws-sdk/client-glue";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import { setTimeout as sleep } from "node:timers/promises";
import { type RecordedOutputs, recordedOutputs } from "../program/stack-outputs";
import { type Sandbox, startSandbox } from "../sandbox";
import { scheduledTimeFor } from "../scheduler/cron";
import { declaredTiming, invokeSchedule } from "../scheduler/invoke";
import { type ContactDay, contactDays } from "../seed/contacts";
import { lookupFiles } from "../seed/deliver";
import type { RecordedProgram, SandboxEvent } from "../types";

export const PIPELINE = "marketing";

/** Days of few rows: what is asked here is who may do what, not what the rows say. */
const MOST_ROWS = 25;

/** Waits are this much of what is declared: a run that waits for another one looks 30 times in 18 s. */
const TIME_SCALE = 0.01;

const POLL_MILLISECONDS = 100;

/** Longer than any scenario's run takes; one that is still at work then is stopped, and that is its outcome. */
const PATIENCE_MILLISECONDS = 90_000;

/** A sandbox in which the pipeline is run again and again, each time on a day of its own and from a clean slate. */
export class Lab {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  readonly redshift: RedshiftDataClient;
  readonly glue: GlueClient;
  readonly outputs: RecordedOutputs;
  /** Of the pipeline's Glue job. */
  readonly jobName: string;
  private readonly days: Iterator<ContactDay>;

  private constructor(
    readonly sandbox: Sandbox,
    private readonly jobs: ReadonlySet<string>,
  ) {
    const { client, program } = sandbox;
    this.s3 = new S3Client({ ...client, forcePathStyle: true });
    this.sfn = new SFNClient(client);
    this.sqs = new SQSClient(client);
    this.dynamodb = new DynamoDBClient(client);
    this.redshift = new RedshiftDataClient(client);
    this.glue = new GlueClient(client);
    this.jobName = `stepline-${program.stack}-${PIPELINE}-transform`;
    this.outputs = recordedOutputs(program);
    this.days = contactDays()
      .filter(({ rows }) => rows <= MOST_ROWS)
      .values();
  }

  static async start(
    program: RecordedProgram,
    options: { readonly spark?: boolean; readonly glueMinuteMs?: number } = {},
  ): Promise<Lab> {
    const { spark = true, glueMinuteMs } = options;
    const jobs = new Set<string>();
    const sink = (event: SandboxEvent): void => {
      if (event.kind === "glue.start") {
        jobs.add(event.runId);
      } else if (event.kind === "glue.end") {
        jobs.delete(event.runId);
      }
    };
    const sandbox = await startSandbox({
      ...{ program, sink, timeScale: TIME_SCALE, prestart: spark, glueMinuteMs },
    });
    const lab = new Lab(sandbox, jobs);
    for (const { key, body } of lookupFiles(`lookups/${PIPELINE}/`)) {
      await lab.s3.send(new PutObjectCommand({ Bucket: lab.outputs.buckets.raw, Key: key, Body: body }));
    }
    return lab;
  }

  async close(): Promise<void> {
    for (const client of [this.s3, this.sfn, this.sqs, this.dynamodb, this.redshift, this.glue]) {
      client.destroy();
    }
    await this.sandbox.close();
  }

  /** A day that no scenario has had yet. @throws Error when there is none left. */
  freshDay(): ContactDay {
    const next = this.days.next();
    if (next.done) {
      throw new Error(
        `The sample data has no further day of ${MOST_ROWS} rows or fewer: raise MOST_ROWS in sandbox/privilege/lab.ts.`,
      );
    }
    return next.value;
  }

  /** A day's file as producers write it, or changed. */
  async deliver(
    { date, text }: ContactDay,
    change: (text: string) => string = (same) => same,
  ): Promise<void> {
    const Key = `source/${PIPELINE}/contact_date=${date}/contacts.csv`;
    await this.s3.send(new PutObjectCommand({ Bucket: this.outputs.buckets.raw, Key, Body: change(text) }));
  }

  /** The producer takes the day's file back. */
  async takeBack({ date }: ContactDay): Promise<void> {
    const Key = `source/${PIPELINE}/contact_date=${date}/contacts.csv`;
    await this.s3.send(new DeleteObjectCommand({ Bucket: this.outputs.buckets.raw, Key }));
  }

  /** Gives Step Functions a workflow again, as it is. Returns how that went. */
  async redeploy(stateMachineArn: string): Promise<string> {
    const { definition, roleArn, loggingConfiguration } = await this.sfn.send(
      new DescribeStateMachineCommand({ stateMachineArn }),
    );
    const update = new UpdateStateMachineCommand({
      stateMachineArn,
      definition,
      roleArn,
      loggingConfiguration,
    });
    return this.sfn.send(update).then(
      () => "deployed",
      (error: unknown) => `refused: ${(error as Error).name}`,
    );
  }

  /** Starts the pipeline as a person does. Returns the execution's ARN. */
  async start(logicalDate: string, more: { readonly force?: boolean } = {}): Promise<string> {
    const stateMachineArn = this.outputs.pipelines[PIPELINE].aliasArn;
    const input = JSON.stringify({ logicalDate, ...more });
    return (await this.sfn.send(new StartExecutionCommand({ stateMachineArn, input }))).executionArn!;
  }

  /** Fires the pipeline's schedule for a day. Returns the execution's ARN. @throws Error when it could not be started. */
  async fire(logicalDate: string, program: RecordedProgram = this.sandbox.program): Promise<string> {
    const { client, credentials } = this.sandbox;
    const scheduleName = `stepline-${program.stack}-${PIPELINE}-schedule`;
    const timing = { ...declaredTiming(program, scheduleName), logicalDateLagHours: 12 };
    const scheduledTime = scheduledTimeFor(timing, logicalDate);
    return invokeSchedule({ program, issuer: credentials, client, scheduleName, scheduledTime });
  }

  /** Waits for an execution's end; one that takes too long is stopped. */
  async ended(executionArn: string): Promise<DescribeExecutionCommandOutput> {
    const deadline = Date.now() + PATIENCE_MILLISECONDS;
    for (;;) {
      const description = await this.sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (description.status !== "RUNNING") {
        return description;
      }
      if (Date.now() > deadline) {
        await this.abort(executionArn);
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  async abort(executionArn: string): Promise<void> {
    await this.sfn.send(new StopExecutionCommand({ executionArn, cause: "stopped by a person" }));
  }

  /** Waits until the pipeline has a running child; undefined when the parent ended without. */
  async child(parentArn: string): Promise<string | undefined> {
    for (;;) {
      const { status } = await this.sfn.send(new DescribeExecutionCommand({ executionArn: parentArn }));
      const running = (await this.running(this.outputs.pipelines[PIPELINE].childMachineArn)).at(0);
      if (running !== undefined || status !== "RUNNING") {
        return running;
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  /** Waits until an execution has entered a state, or has ended. */
  async entered(executionArn: string, state: string): Promise<void> {
    for (;;) {
      const { status } = await this.sfn.send(new DescribeExecutionCommand({ executionArn }));
      const { events = [] } = await this.sfn.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
      );
      if (
        status !== "RUNNING" ||
        events.some(({ stateEnteredEventDetails: entry }) => entry?.name === state)
      ) {
        return;
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  /** Glue job runs that still go on. */
  get runningJobs(): readonly string[] {
    return [...this.jobs];
  }

  /** Starts a statement of the operator. Returns its id. */
  async sql(Sql: string): Promise<string> {
    const { workgroup: WorkgroupName, database: Database } = this.outputs;
    return (await this.redshift.send(new ExecuteStatementCommand({ WorkgroupName, Database, Sql }))).Id!;
  }

  async cancel(Id: string): Promise<void> {
    await this.redshift.send(new CancelStatementCommand({ Id }));
  }

  /** Executions of a workflow that still go on. */
  async running(stateMachineArn: string): Promise<string[]> {
    const { executions = [] } = await this.sfn.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING" }),
    );
    return executions.flatMap(({ executionArn }) => executionArn ?? []);
  }
}
