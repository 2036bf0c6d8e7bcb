import fs from "node:fs";
import path from "node:path";
import type { Comparison } from "./figure";
import type { MachineFacts } from "./machine";

/** What one run of the benchmarks leaves: a file of `bench/results/`, kept in the repository. */
export interface BenchResult {
  readonly formatVersion: 1;
  readonly startedAt: string;
  readonly machine: MachineFacts;
  readonly suites: readonly SuiteResult[];
}

export interface SuiteResult {
  readonly name: string;
  readonly about: string;
  readonly seconds: number;
  readonly comparisons: readonly Comparison[];
}

export const RESULTS_DIRECTORY = path.join(__dirname, "results");

/** Named by its start, so that names sort by time. */
export function writeResult(result: BenchResult, directory = RESULTS_DIRECTORY): string {
  fs.mkdirSync(directory, { recursive: true });
  const name = `${result.startedAt.slice(0, 19).replaceAll(":", "")}-${result.machine.commit.slice(0, 7)}.json`;
  const file = path.join(directory, name);
  fs.writeFileSync(file, `${JSON.stringify(result, undefined, 1)}\n`);
  return file;
}

/**
 * Every kept result, oldest first.
 *
 * @throws Error naming the file that is none
 */
export function readResults(directory = RESULTS_DIRECTORY): readonly BenchResult[] {
  const names = fs.existsSync(directory)
    ? fs.readdirSync(directory).filter((name) => name.endsWith(".json"))
    : [];
  return names.sort().map((name) => {
    const file = path.join(directory, name);
    const result = parse(file);
    // What the type promises, a file of a later version does not keep.
    if ((result.formatVersion as number) !== 1) {
      throw new Error(
        `${file} has format ${String(result.formatVersion)}, this command reads 1: remove the file.`,
      );
    }
    return result;
  });
}

function parse(file: string): BenchResult {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as BenchResult;
  } catch (error) {
    throw new Error(`${file} is no benchmark result (${(error as Error).message}): remove the file.`);
  }
}
