import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import type { ExecutionReport, RunReport } from "../../cli/report/run-report";
import { projectRoot } from "../../sandbox/paths";
import type { Comparison, Suite } from "../figure";
import { watchMemory } from "../run/memory-watch";

export const suite: Suite = {
  name: "run",
  about:
    "A warm npm start of the busiest day, as a user types it: wall time of the whole process, its split as the run's " +
    "report tells it, and the peak memory of all its processes. The Glue job's time runs from its state's entry to its " +
    "exit: Spark, which comes up beside the sandbox, is waited for there.",
  async run({ samples, say }) {
    say("one start to warm up");
    await start();
    const runs: Sample[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      runs.push(await start());
      say(`${runs[sample].total.toFixed(1)} s`);
    }
    const phases = Object.keys(runs[0].phases);
    return [
      limited(
        "npm start, busiest day",
        "s",
        runs.map(({ total }) => total),
        30,
      ),
      limited(
        "all of it but the Glue job",
        "s",
        runs.map(({ total, glue }) => total - glue),
        6,
      ),
      limited(
        "peak memory of all processes",
        "MiB",
        runs.map(({ peakMiB }) => peakMiB),
        3072,
      ),
      unlimited(
        "Glue job, Spark's start included",
        runs.map(({ glue }) => glue),
      ),
      ...phases.map((phase) =>
        unlimited(
          `phase: ${phase}`,
          runs.map((run) => run.phases[phase]),
        ),
      ),
    ];
  },
};

interface Sample {
  /** Seconds, all of them. */
  readonly total: number;
  readonly glue: number;
  readonly phases: Readonly<Record<string, number>>;
  readonly peakMiB: number;
}

async function start(): Promise<Sample> {
  const started = performance.now();
  const child = spawn("npm", ["start", "--silent"], { cwd: projectRoot, stdio: ["ignore", "pipe", "pipe"] });
  const memory = watchMemory(child.pid!);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [status] = (await once(child, "close")) as [number | null];
  const total = (performance.now() - started) / 1000;
  const peakMiB = memory.stop();
  const output = Buffer.concat(chunks).toString("utf8");
  const page = /^Page of the run: (.+)$/m.exec(output)?.[1];
  if (status !== 0 || page === undefined) {
    throw new Error(`npm start ended with status ${status}:\n${output.slice(-3000)}`);
  }
  const json = path.join(path.dirname(path.resolve(projectRoot, page)), "report.json");
  const report = JSON.parse(fs.readFileSync(json, "utf8")) as RunReport;
  const phases = Object.entries(report.timings ?? {}).map(([phase, ms]) => [phase, ms / 1000]);
  return {
    total,
    peakMiB,
    phases: Object.fromEntries(phases) as Record<string, number>,
    glue: glueSeconds(report.executions),
  };
}

function glueSeconds(executions: readonly ExecutionReport[]): number {
  const glue = executions.flatMap(({ graph, visits }) => {
    const jobs = graph.states.filter(({ resource }) => resource?.includes(":glue:startJobRun") === true);
    return visits.filter(({ state }) => jobs.some(({ name }) => name === state));
  });
  return glue.reduce(
    (sum, { enteredAt, exitedAt = enteredAt }) => sum + (Date.parse(exitedAt) - Date.parse(enteredAt)) / 1000,
    0,
  );
}

function limited(name: string, unit: string, samples: readonly number[], bound: number): Comparison {
  return { name, unit, subjects: [{ name: "stepline", samples }], goal: { kind: "limit", bound } };
}

function unlimited(name: string, samples: readonly number[]): Comparison {
  return { name, unit: "s", subjects: [{ name: "stepline", samples }] };
}
