import { existsSync, readdirSync, readFileSync } from "node:fs";

import { timedProcess } from "../timed-process";

/** What one run of a process and all it started took. */
export interface Measured {
  readonly wallSeconds: number;
  /** User and system, of all processes. */
  readonly cpuSeconds: number;
  /** Highest resident set of the largest process, the JVM. Undefined where there is no /proc. */
  readonly peakMiB: number | undefined;
  readonly output: string;
}

const SAMPLE_MS = 200;
const MARK = "bench-mark-of-this-run";
// The shell's own `time` counts every process that ended below it.
const TIMED = `TIMEFORMAT="${MARK}-time %U %S"; time "$@"`;

/** @throws Error with what it said, when it failed */
export async function measuredProcess(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Measured> {
  const mark = `${MARK}-${process.pid}-${Date.now()}`;
  const peaks = new Map<number, number>();
  const sampler = setInterval(() => {
    samplePeaks(mark, peaks);
  }, SAMPLE_MS);
  try {
    const { seconds, output } = await timedProcess("bash", ["-c", TIMED, mark, ...command], {
      env: { ...env, BENCH_MARK: mark },
    });
    const [, user, system] = new RegExp(`${MARK}-time (\\S+) (\\S+)`).exec(output) ?? [];
    // Not their sum: a process that is just being forked shows its parent's.
    const peak = Math.max(0, ...peaks.values());
    return {
      wallSeconds: seconds,
      cpuSeconds: Number(user) + Number(system),
      peakMiB: existsSync("/proc/self/status") ? peak / 1024 : undefined,
      output,
    };
  } finally {
    clearInterval(sampler);
  }
}

/** All processes with the mark in their environment: a child that was given away to init has it, too. */
function samplePeaks(mark: string, peaks: Map<number, number>): void {
  if (!existsSync("/proc/self/status")) return;
  for (const pid of readdirSync("/proc").map(Number).filter(Number.isInteger)) {
    try {
      if (!peaks.has(pid) && !readFileSync(`/proc/${pid}/environ`, "utf8").includes(`BENCH_MARK=${mark}`))
        continue;
      const peak = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      if (peak !== undefined) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, Number(peak)));
    } catch {
      // It ended while it was looked at, or belongs to someone else.
    }
  }
}
