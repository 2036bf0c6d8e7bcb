import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { SFNClient } from "@aws-sdk/client-sfn";
import { pipelines } from "../pipelines/all";
import type { PipelineSpec } from "../pipelines/pipeline-spec";
import { stateDirectory } from "../sandbox/paths";
import { recordProgram } from "../sandbox/program/record";
import { type Sandbox, startSandbox } from "../sandbox/sandbox";
import { scheduledTimeFor } from "../sandbox/scheduler/cron";
import { declaredTiming, invokeSchedule } from "../sandbox/scheduler/invoke";
import { deliverSampleData } from "../sandbox/seed/deliver";
import type { SandboxEvent } from "../sandbox/types";
import { gatherReport } from "./report/gather";
import type { RunReport } from "./report/run-report";
import { reportFolder, saveReport } from "./report/save-report";
import { type FollowedExecution, followExecution } from "./run/follow-execution";
import { LiveView } from "./run/live-view";
import { Stopwatch } from "./run/stopwatch";
import { summary } from "./run/summary";

const PIPELINE = "marketing";
const RUN_LOG = path.join(stateDirectory(), "logs", "run.log");

/** Waits between polls and retries are this much of what is declared: a load here takes a second, not a minute. */
const TIME_SCALE = 0.05;

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
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      stop.abort(signal);
    });
  }
  try {
    view.say(`the daily ${PIPELINE} pipeline for ${logicalDate}, stack ${stack}`);
    const program = await recordProgram({ stack });
    watch.lap("program");
    view.say(`${program.resources.filter(({ custom }) => custom).length} resources declared`);
    starting = startSandbox({ program, sink, timeScale: TIME_SCALE, prestart: true });
    const sandbox = await interruptible(starting, stop.signal);
    watch.lap("sandbox");
    return await interruptible(runPipeline(sandbox, logicalDate, view, watch), stop.signal);
  } finally {
    view.close();
    // Also one that was still starting when a signal came: none of its processes is left behind.
    await starting?.then(
      (sandbox) => sandbox.close(),
      () => undefined,
    );
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
  const outputs = program.outputs as unknown as StackOutputs;
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
  const { logicalDateLagHours } = pipeline().schedule;
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

/** The part of the stack's outputs that is used here. */
interface StackOutputs {
  readonly buckets: { readonly raw: string };
  readonly pipelines: Readonly<
    Record<string, { readonly sourcePrefix: string; readonly lookupsPrefix: string }>
  >;
}

function pipeline(): PipelineSpec {
  const spec = pipelines.find(({ name }) => name === PIPELINE);
  if (spec === undefined) {
    throw new Error(`pipelines/all.ts has no pipeline "${PIPELINE}".`);
  }
  return spec;
}

/** A signal ended the command. */
class Stopped extends Error {
  constructor(public readonly signal: string) {
    super(`Stopped by ${signal}.`);
  }
}

/** The work's result, or the signal as an error: the caller then closes what is open. */
async function interruptible<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const interrupted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(new Stopped(String(signal.reason)));
    });
  });
  return Promise.race([work, interrupted]);
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
