import assert from "node:assert/strict";
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { type FollowedExecution, followExecution, type StateChange } from "../../cli/run/follow-execution";
import { gatherReport } from "../../cli/report/gather";
import type { RunReport, WarehouseReport } from "../../cli/report/run-report";
import { marketing } from "../../pipelines/marketing";
import { recordProgram } from "../../sandbox/program/record";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/sandbox";
import { scheduledTimeFor } from "../../sandbox/scheduler/cron";
import { invokeSchedule } from "../../sandbox/scheduler/invoke";
import { contactDays } from "../../sandbox/seed/contacts";
import { lookupFiles } from "../../sandbox/seed/deliver";

/** An execution that ended, and what it left behind. */
export interface Run extends RunReport {
  readonly execution: FollowedExecution;
  readonly warehouse: WarehouseReport;
}

interface DailyRunsOptions extends Partial<SandboxOptions> {
  /** Default: `dev`. Counts when no program is given. */
  readonly stack?: string;
}

/** The marketing pipeline in a sandbox of its own, with its lookups delivered and no day yet. */
export class DailyRuns {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  /** `stepline-dev` */
  private readonly prefix: string;

  private constructor(readonly sandbox: Sandbox) {
    this.s3 = new S3Client({ ...sandbox.client, forcePathStyle: true });
    this.sfn = new SFNClient(sandbox.client);
    this.prefix = `stepline-${sandbox.program.stack}`;
  }

  static async start({ stack = "dev", ...options }: DailyRunsOptions = {}): Promise<DailyRuns> {
    const program = options.program ?? (await recordProgram({ stack }));
    const sandbox = await startSandbox({ sink: () => undefined, timeScale: 0.02, ...options, program });
    const runs = new DailyRuns(sandbox);
    for (const { key, body } of lookupFiles("lookups/marketing/")) {
      await runs.s3.send(new PutObjectCommand({ Bucket: runs.bucket("raw"), Key: key, Body: body }));
    }
    return runs;
  }

  async close(): Promise<void> {
    this.s3.destroy();
    this.sfn.destroy();
    await this.sandbox.close();
  }

  bucket(zone: "raw" | "curated" | "quarantine"): string {
    return (this.sandbox.program.outputs.buckets as Record<string, string>)[zone];
  }

  /** A delivered day as producers write it, or changed. Returns its rows. */
  async deliver(date: string, change: (text: string) => string = (text) => text): Promise<number> {
    const day = contactDays().find((one) => one.date === date);
    assert.ok(day, `the sample data has no ${date}`);
    const Key = `source/marketing/contact_date=${date}/contacts.csv`;
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket("raw"), Key, Body: change(day.text) }));
    return day.rows;
  }

  /** Fires the schedule for a date and waits for the end of what it started. */
  async run(logicalDate: string, onChange: (change: StateChange) => void = () => undefined): Promise<Run> {
    const { program, client, credentials } = this.sandbox;
    const scheduledTime = scheduledTimeFor(marketing.schedule, logicalDate);
    const scheduleName = `${this.prefix}-marketing-schedule`;
    const arn = await invokeSchedule({ program, issuer: credentials, client, scheduleName, scheduledTime });
    return this.outcome(logicalDate, await this.followed(arn, onChange));
  }

  /** Starts the pipeline as a person does. Returns the execution's ARN. */
  async start(input: { readonly logicalDate: string; readonly force?: boolean }): Promise<string> {
    const { region, accountId } = this.sandbox.program;
    const stateMachineArn = `arn:aws:states:${region}:${accountId}:stateMachine:${this.prefix}-marketing-ingest:live`;
    const start = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
    const { executionArn } = await this.sfn.send(start);
    assert.ok(executionArn);
    return executionArn;
  }

  /** The execution, once it ended. */
  followed(
    executionArn: string,
    onChange: (change: StateChange) => void = () => undefined,
  ): Promise<FollowedExecution> {
    return followExecution(this.sfn, executionArn, onChange);
  }

  async outcome(logicalDate: string, execution: FollowedExecution): Promise<Run> {
    const { client, authorizer } = this.sandbox;
    const report = await gatherReport(client, execution.executionArn, { source: "sandbox", authorizer });
    const { warehouse } = report;
    assert.ok(warehouse, report.notes.join("\n"));
    assert.equal(report.logicalDate, logicalDate);
    return { ...report, warehouse, execution };
  }

  async sql(...statements: readonly string[]): Promise<void> {
    const redshift = new RedshiftDataClient(this.sandbox.client);
    for (const Sql of statements) {
      const request = { WorkgroupName: this.prefix, Database: "analytics", Sql };
      const { Id } = await redshift.send(new ExecuteStatementCommand(request));
      const { Status, Error: reason } = await redshift.send(
        new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }),
      );
      assert.equal(Status, "FINISHED", `${Sql}: ${reason}`);
    }
    redshift.destroy();
  }

  /** `<role's ARN> <action> <resource>` of every call that was refused. */
  denied(): readonly string[] {
    return this.sandbox.authorizer
      .verdicts()
      .filter(({ verdict }) => !verdict.allowed)
      .map(({ verdict }) => `${verdict.principal.arn} ${verdict.action} ${verdict.resource}`);
  }
}

/** States of the parent in the order they were entered. */
export function states({ visits }: FollowedExecution): readonly string[] {
  return visits.map(({ state }) => state);
}

/** Subjects of what was told about a date, oldest first. */
export function noticesFor({ notifications }: Run, logicalDate: string): readonly string[] {
  return notifications.filter(({ subject }) => subject.includes(logicalDate)).map(({ subject }) => subject);
}
