import type { FollowedExecution } from "../../cli/run/follow-execution";
import type { SandboxEvent } from "../../sandbox/types";
import { DailyRuns } from "../../tests/sandbox/daily-run";
import type { Comparison, Suite } from "../figure";
import { declaredMemoryMiB, declaredWorkers, leastOfTheArticle } from "../orchestration/least";

const DATE = "2008-11-21";
const OURS = "stepline";
const LEAST = "least of the article's pipeline";

export const suite: Suite = {
  name: "orchestration",
  about:
    "What one successful day costs in billed units, run in the sandbox with its waits at full length: states entered by " +
    "parent and child, Lambda GB-seconds (time measured here, memory as declared), and units billed with a minimum, " +
    "beside the least that the article's steps need.",
  async run({ say }) {
    const events: SandboxEvent[] = [];
    const runs = await DailyRuns.start({ timeScale: 1, sink: (event) => events.push(event) });
    try {
      await runs.deliver(DATE);
      say(`one run of ${DATE}`);
      const { execution } = await runs.run(DATE);
      if (execution.description.status !== "SUCCEEDED") {
        throw new Error(`The run ended ${execution.description.status}: ${execution.description.cause}`);
      }
      return figures(execution, events, runs.sandbox.program);
    } finally {
      await runs.close();
    }
  },
};

function figures(
  execution: FollowedExecution,
  events: readonly SandboxEvent[],
  program: DailyRuns["sandbox"]["program"],
): readonly Comparison[] {
  const calls = events.flatMap((event) => (event.kind === "lambda.end" ? [event] : []));
  const gigabyteSeconds = calls.reduce(
    // Billed by the millisecond, rounded up.
    (sum, { functionName, durationMs }) =>
      sum + (Math.ceil(durationMs) / 1000) * (declaredMemoryMiB(program, functionName) / 1024),
    0,
  );
  const jobs = events.flatMap((event) => (event.kind === "glue.end" ? [event] : []));
  const dpuMinutes = jobs.reduce(
    (sum, { jobName, durationMs }) =>
      // Glue bills by the second with a minimum of one minute; a G.1X worker is one DPU.
      sum + declaredWorkers(program, jobName) * Math.max(1, durationMs / 60_000),
    0,
  );
  return [
    against(
      "state transitions of a run",
      "transitions",
      transitions(execution),
      leastOfTheArticle.transitions,
    ),
    against("Lambda calls of a run", "calls", calls.length, leastOfTheArticle.lambdaCalls),
    { name: "Lambda time of a run", unit: "GB-s", subjects: [{ name: OURS, samples: [gigabyteSeconds] }] },
    against("Glue DPU minutes of a run, at most", "DPU-min", dpuMinutes, leastOfTheArticle.glueDpuMinutes),
  ];
}

function against(name: string, unit: string, ours: number, least: number): Comparison {
  return {
    name,
    unit,
    subjects: [
      { name: OURS, samples: [ours] },
      { name: LEAST, samples: [least] },
    ],
  };
}

/** Every state entered is one, the retries of a Task one each. */
function transitions({ visits, children }: FollowedExecution): number {
  const own = visits.reduce((sum, { attempts }) => sum + Math.max(1, attempts.length), 0);
  return children.reduce((sum, child) => sum + transitions(child), own);
}
