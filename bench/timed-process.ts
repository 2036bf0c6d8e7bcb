import { spawn } from "node:child_process";
import type { Subject } from "./figure";

export interface TimedRun {
  readonly seconds: number;
  readonly output: string;
}

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Wall time of a whole process, from its start to its end.
 *
 * @throws Error with what it said, when it ended otherwise than well: a failed run is no sample
 */
export async function timedProcess(
  command: string,
  args: readonly string[],
  { cwd, env }: ProcessOptions = {},
): Promise<TimedRun> {
  const started = process.hrtime.bigint();
  return await new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (status, signal) => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const output = Buffer.concat(chunks).toString("utf8");
      if (status === 0) {
        resolve({ seconds, output });
      } else {
        const ending = status === null ? `was ended by ${signal}` : `ended with status ${status}`;
        reject(new Error(`${[command, ...args].join(" ")} ${ending}:\n${output.slice(-4000)}`));
      }
    });
  });
}

/**
 * Samples of several things, taken in turns: what slows the machine for a while slows all of them. One round before the
 * first fills caches and is left out.
 */
export async function inTurns(
  things: Readonly<Record<string, () => Promise<number>>>,
  samples: number,
  warmUps = 1,
): Promise<readonly Subject[]> {
  const taken = new Map(Object.keys(things).map((name) => [name, [] as number[]]));
  for (let round = -warmUps; round < samples; round += 1) {
    for (const [name, sample] of Object.entries(things)) {
      const value = await sample();
      if (round >= 0) {
        taken.get(name)!.push(value);
      }
    }
  }
  return [...taken].map(([name, values]) => ({ name, samples: values }));
}
