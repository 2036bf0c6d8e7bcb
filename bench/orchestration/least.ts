import type { RecordedProgram } from "../../sandbox/types";

/**
 * The article's steps and nothing else, each done once: parent Extract, Validate, Choice, StartChild, RecordStatus, Notify
 * (the last one ends it); child Transform, Load (a function that waits for COPY and MERGE itself). Two Glue workers are the
 * fewest a Spark job may have, one minute the least that is billed (AWS Glue pricing page).
 */
export const leastOfTheArticle = {
  transitions: 6 + 2,
  lambdaCalls: 3,
  glueDpuMinutes: 2,
} as const;

/** @throws Error when the program has no such function */
export function declaredMemoryMiB(program: RecordedProgram, functionName: string): number {
  return Number(inputsOf(program, "aws:lambda/function:Function", functionName).memorySize);
}

/** Most workers the job may scale to. */
export function declaredWorkers(program: RecordedProgram, jobName: string): number {
  return Number(inputsOf(program, "aws:glue/job:Job", jobName).numberOfWorkers);
}

function inputsOf(program: RecordedProgram, type: string, name: string): Readonly<Record<string, unknown>> {
  const found = program.resources.find((resource) => resource.type === type && resource.inputs.name === name);
  if (found === undefined) {
    throw new Error(`The program of stack "${program.stack}" declares no ${type} named "${name}".`);
  }
  return found.inputs;
}
