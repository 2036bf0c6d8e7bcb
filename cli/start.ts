import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { SFNClient } from "@aws-sdk/client-sfn";
import { stateDirectory } from "../sandbox/paths";
import { recordProgram } from "../sandbox/program/record";
import { recordedOutputs } from "../sandbox/program/stack-outputs";
import { type Sandbox, startSandbox } from "../sandbox/sandbox";
import { scheduledTimeFor } from "../sandbox/scheduler/cron";
import { declaredTiming, invokeSchedule } from "../sandbox/scheduler/invoke";
import { deliverSampleData } from "../sandbox/seed/deliver";
import type { SandboxEvent } from "../sandbox/types";
import { gatherReport } from "./report/gather";
import type { RunReport } from "./report/run-report";
import { reportFolder, saveReport } from "./report/save-report";
import { dailyPipeline, PIPELINE, TIME_SCALE } from "./run/daily-pipeline";
import { type FollowedExecution, followExecution } from "./run/follow-execution";
import { LiveView } from "./run/live-view";
import { Stopped, StopRequest } from "./run/stop-request";
import { Stopwatch } from "./run/stopwatch";
import { summary } from "./run/summary";

const RUN_LOG = path.join(stateDirectory(), "logs", "run.log");

/** `cli/start.ts <date> <env>`: what `npm start` runs, with its modules kept as compiled, once everything is installed. */
async function main([logicalDate, stack]: readonly string[]): Promise<number> {
  const watch = new Stopwatch();
  const view = new LiveView(process.stdout, watch.startedAt);
  const log = openRunLog();
  const sink = (event: SandboxEvent): void => {
    view.sandboxEvent(event);
    log(event);
  };
  let starting: Promise<Sandbox> | undefined;
  const stop = new StopRequest();
  try {
    view.say(`the daily ${PIPELINE} pipeline for ${logicalDate}, stack ${stack}`);
    const program = await recordProgram({ stack });
    watch.lap("program");
    view.say(`${program.resources.filter(({ custom }) => custom).length} resources declared`);
    starting = startSandbox({ program, sink, timeScale: TIME_SCALE, prestart: true });
    const sandbox = await stop.before(starting);
    watch.lap("sandbox");
    return await stop.before(runPipeline(sandbox, logicalDate, view, watch));
  } finally {
    view.close();
    // Also one that was still starting when a signal came: none of its processes is left behind.
    await starting?.then(
      (sandbox) => sandbox.close(),
      () => undefined,
    );
    stop.close();
  }
}

async function runPipeline(
  sandbox: Sandbox,
  logicalDate: string,
  view: LiveView,
  watch: Stopwatch,
): Promise<number> {
  const { program, client } = sandbox;
  view.say(`sandbox at ${client.endpoint}`);
  const outputs = recordedOutputs(program);
  const { sourcePrefix, lookupsPrefix } = outputs.pipelines[PIPELINE];
  const files = await deliverSampleData(client, {
    bucket: outputs.buckets.raw,
    sourcePrefix,
    lookupsPrefix,
    until: logicalDate,
  });
  watch.lap("sample data");
  view.say(`${files} files delivered to ${outputs.buckets.raw}`);
  const execution = await start(sandbox, logicalDate, view);
  watch.lap("run");
  const { authorizer } = sandbox;
  const gathered = await gatherReport(client, execution.executionArn, { source: "sandbox", authorizer });
  watch.lap("report");
  view.close();
  tell({ ...gathered, timings: watch.timings() });
  return execution.description.status === "SUCCEEDED" ? 0 : 1;
}

/** Prints the closing report, and leaves the run's page. */
function tell(report: RunReport): void {
  const relative = (file: string): string => path.relative(process.cwd(), file);
  process.stdout.write(`\n${summary(report)}\n`);
  process.stdout.write(`\nLogs of functions and job: ${relative(RUN_LOG)}\n`);
  process.stdout.write(`Page of the run: ${relative(saveReport(report, reportFolder(report)))}\n`);
}

/** Fires the pipeline's schedule for the date, and follows what it starts to its end. */
async function start(sandbox: Sandbox, logicalDate: string, view: LiveView): Promise<FollowedExecution> {
  const { program, client, credentials } = sandbox;
  const { logicalDateLagHours } = dailyPipeline().schedule;
  const scheduleName = `${program.project}-${program.stack}-${PIPELINE}-schedule`;
  const timing = { ...declaredTiming(program, scheduleName), logicalDateLagHours };
  const scheduledTime = scheduledTimeFor(timing, logicalDate);
  view.say(`${scheduleName} fires for ${scheduledTime.toISOString().slice(0, 16)}Z`);
  const executionArn = await invokeSchedule({
    program,
    issuer: credentials,
    client,
    scheduleName,
    scheduledTime,
  });
  const sfn = new SFNClient(client);
  try {
    return await followExecution(sfn, executionArn, (change) => {
      view.stateChanged(change);
    });
  } finally {
    sfn.destroy();
  }
}

/** Keeps what functions and jobs log, a line each with its origin; the log of the run before is replaced. */
function openRunLog(): (event: SandboxEvent) => void {
  fs.mkdirSync(path.dirname(RUN_LOG), { recursive: true });
  const file = fs.openSync(RUN_LOG, "w");
  return (event) => {
    if (event.kind === "lambda.log" || event.kind === "glue.log") {
      fs.writeSync(
        file,
        `${event.kind === "lambda.log" ? event.functionName : event.jobName}: ${event.line}\n`,
      );
    }
  };
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const stopped = error instanceof Stopped;
    const { message, stack = message } = error as Error;
    process.stderr.write(`${stopped ? message : stack}\n`);
    process.exitCode = stopped ? 128 + os.constants.signals[error.signal as NodeJS.Signals] : 2;
  },
);
