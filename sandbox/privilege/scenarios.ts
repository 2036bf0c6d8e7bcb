import { requiredByPage } from "../gateway/state-machine-roles";
import type { RecordedProgram } from "../types";
import { cleanSlate } from "./clean-slate";
import { type Lab, PIPELINE } from "./lab";
import { endsOf, LogWatch, type Observation, tracesOf } from "./observation";

/** In the `slow` laboratory a Glue job has no time; that for deploys runs nothing, its workflows being changed. Default: `usual`. */
export type LabKind = "usual" | "slow" | "deploys";

/** One way a day of the pipeline can go. What statements it exercises is found by running it. */
export interface Scenario {
  readonly name: string;
  readonly lab?: LabKind;
  /**
   * Page of AWS's documentation that the sandbox has an action from, where it refuses the scenario by a list of its own: that it does so
   * shows no more than that the list holds the action.
   */
  readonly documentedIn?: (action: string) => string | undefined;
  /** @param logs the log groups expected to be written to, when known from before. */
  run(lab: Lab, logs?: string): Promise<Observation>;
}

export const SCENARIOS: readonly Scenario[] = [
  { name: "the workflows are deployed", lab: "deploys", documentedIn: requiredByPage, run: deployed },
  { name: "no file was delivered", run: (lab, logs) => oneRun(lab, logs, { delivers: false }) },
  {
    name: "the file differs from the contract",
    run: (lab, logs) =>
      oneRun(lab, logs, { change: (text) => text.replace("contact_id,age", "contact_id,years") }),
  },
  { name: "the schedule's target is gone", run: targetGone },
  { name: "a person stops the child workflow", run: childStopped },
  { name: "a scheduled day", run: scheduledDay },
  { name: "every row breaks a rule", run: (lab, logs) => oneRun(lab, logs, { change: spoilRows }) },
  { name: "another day is at work", run: anotherDay },
  { name: "the run before was stopped", run: takenOver },
  { name: "a day is repeated, then forced", run: repeated },
  { name: "the load takes too long", run: slowLoad },
  { name: "the transform takes too long", lab: "slow", run: (lab, logs) => oneRun(lab, logs, {}) },
];

/** Step Functions asks for a role's rights when it takes a workflow on. */
async function deployed(lab: Lab): Promise<Observation> {
  const { machineArn, childMachineArn } = lab.outputs.pipelines[PIPELINE];
  return { parent: await lab.redeploy(machineArn), child: await lab.redeploy(childMachineArn) };
}

/** Functions start anew in every scenario: what a start asks for is asked for each time. */
async function watched(
  lab: Lab,
  logs: string | undefined,
  work: () => Promise<Observation>,
): Promise<Observation> {
  await cleanSlate(lab);
  await lab.sandbox.lambda.recycle();
  const watch = new LogWatch(lab);
  const seen = await work();
  return { ...seen, logs: await watch.groups(logs) };
}

interface OneRun {
  readonly delivers?: boolean;
  readonly change?: (text: string) => string;
}

function oneRun(
  lab: Lab,
  logs: string | undefined,
  { delivers = true, change }: OneRun,
): Promise<Observation> {
  return watched(lab, logs, async () => {
    const day = lab.freshDay();
    if (delivers) {
      await lab.deliver(day, change);
    }
    const runs = await endsOf(lab, [await lab.start(day.date)]);
    return { runs, ...(await tracesOf(lab, day)) };
  });
}

/** A marital status the contract does not know. */
function spoilRows(text: string): string {
  return text.replace(/,(?:married|single|divorced),/g, ",eloped,");
}

function scheduledDay(lab: Lab, logs?: string): Promise<Observation> {
  return watched(lab, logs, async () => {
    const day = lab.freshDay();
    await lab.deliver(day);
    const runs = await lab.fire(day.date).then(
      (arn) => endsOf(lab, [arn]),
      (error: unknown) => `not started: ${(error as Error).name}`,
    );
    return { runs, ...(await tracesOf(lab, day)) };
  });
}

/** As when somebody deleted the alias the schedule starts. */
function targetGone(lab: Lab, logs?: string): Promise<Observation> {
  return watched(lab, logs, async () => {
    const day = lab.freshDay();
    const runs = await lab.fire(day.date, withoutTarget(lab.sandbox.program)).then(
      () => "started",
      (error: unknown) => `not started: ${(error as Error).name}`,
    );
    return { runs, ...(await tracesOf(lab, day)) };
  });
}

function withoutTarget(program: RecordedProgram): RecordedProgram {
  const resources = program.resources.map((resource) => {
    if (resource.type !== "aws:scheduler/schedule:Schedule") {
      return resource;
    }
    const target = resource.inputs.target as { readonly arn: string };
    return {
      ...resource,
      inputs: { ...resource.inputs, target: { ...target, arn: target.arn.replace(/:[^:]+$/, ":gone") } },
    };
  });
  return { ...program, resources };
}

function childStopped(lab: Lab, logs?: string): Promise<Observation> {
  return watched(lab, logs, async () => {
    const day = lab.freshDay();
    await lab.deliver(day);
    const parent = await lab.start(day.date);
    const child = await lab.child(parent);
    if (child !== undefined) {
      await lab.abort(child);
    }
    const runs = await endsOf(lab, [parent]);
    return { runs, ...(await tracesOf(lab, day)) };
  });
}

/** The second day waits for the first one's end, which a person brings about; it has no file, so it soon comes to its own. */
function anotherDay(lab: Lab, logs?: string): Promise<Observation> {
  return watched(lab, logs, async () => {
    const [day, other] = [lab.freshDay(), lab.freshDay()];
    await lab.deliver(day);
    const first = await lab.start(day.date);
    const child = await lab.child(first);
    const second = await lab.start(other.date);
    await lab.entered(second, "WaitForLock");
    if (child !== undefined) {
      await lab.abort(child);
    }
    const runs = await endsOf(lab, [first, second]);
    return { runs, ...(await tracesOf(lab, day)), "other record": (await tracesOf(lab, other)).record };
  });
}

/** The run that takes over finds no file any more: that it gets so far is what counts. */
function takenOver(lab: Lab, logs?: string): Promise<Observation> {
  return watched(lab, logs, async () => {
    const day = lab.freshDay();
    await lab.deliver(day);
    const first = await lab.start(day.date);
    const child = await lab.child(first);
    await lab.abort(first);
    const ends = await endsOf(lab, [first, ...(child === undefined ? [] : [child])]);
    await lab.takeBack(day);
    const again = await endsOf(lab, [await lab.start(day.date)]);
    return { runs: `${ends}, ${again}`, ...(await tracesOf(lab, day)) };
  });
}

function repeated(lab: Lab, logs?: string): Promise<Observation> {
  return watched(lab, logs, async () => {
    const day = lab.freshDay();
    await lab.deliver(day);
    const ends: string[] = [];
    for (const force of [false, false, true]) {
      ends.push(await endsOf(lab, [await lab.start(day.date, { force })]));
    }
    return { runs: ends.join(", "), ...(await tracesOf(lab, day)) };
  });
}

/** A statement of somebody else keeps the warehouse busy: the load waits behind it until its time is up. */
function slowLoad(lab: Lab, logs?: string): Promise<Observation> {
  return watched(lab, logs, async () => {
    const day = lab.freshDay();
    await lab.deliver(day);
    const endless = await lab.sql(ENDLESS);
    try {
      const runs = await endsOf(lab, [await lab.start(day.date)]);
      await lab.cancel(endless);
      return { runs, ...(await tracesOf(lab, day)) };
    } finally {
      await lab.cancel(endless).catch(() => undefined);
    }
  });
}

/** As many rows as a warehouse never comes to the end of. */
const ENDLESS =
  "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b, generate_series(1, 1000000) c " +
  "WHERE a.generate_series + b.generate_series + c.generate_series < 0";
