import fs from "node:fs";
import path from "node:path";
import { load } from "js-yaml";
import { projectRoot } from "../../sandbox/paths";

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly if?: string;
}

export interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string | { readonly name: string; readonly deployment?: boolean };
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly strategy?: { readonly matrix: { readonly stack: readonly string[] } };
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const GITHUB = path.join(projectRoot, ".github");

/** File name without its ending -> workflow. */
export const WORKFLOWS: ReadonlyMap<string, Workflow> = new Map(
  fs
    .readdirSync(path.join(GITHUB, "workflows"))
    .sort()
    .map((file) => [path.basename(file, ".yml"), read(path.join("workflows", file)) as Workflow]),
);

const ACTIONS: ReadonlyMap<string, readonly Step[]> = new Map(
  fs.readdirSync(path.join(GITHUB, "actions")).map((name) => {
    const action = read(path.join("actions", name, "action.yml")) as {
      readonly runs: { readonly steps: readonly Step[] };
    };
    return [`./.github/actions/${name}`, action.runs.steps];
  }),
);

/** A job's steps, with those of the repository's own actions in their place. */
export function stepsOf(job: Job): readonly Step[] {
  return job.steps.flatMap((step) => [step, ...(ACTIONS.get(step.uses ?? "") ?? [])]);
}

/** Every job as `workflow/job`. */
export function jobs(): readonly (readonly [string, Job])[] {
  return [...WORKFLOWS].flatMap(([file, { jobs }]) =>
    Object.entries(jobs).map(([name, job]) => [`${file}/${name}`, job] as const),
  );
}

function read(file: string): unknown {
  return load(fs.readFileSync(path.join(GITHUB, file), "utf8"));
}
