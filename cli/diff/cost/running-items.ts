import type { Snapshot, SnapshotResource } from "../snapshot";
import type { CostItem } from "./cost-item";
import { DPUS_OF_WORKER, HOURS_A_MONTH, PRICES } from "./price-table";
import type { Calls, ScheduledWork } from "./scheduled-work";

/**
 * What the schedules of a stack cost. Least: every run goes well at once, and takes the least time that is billed. Most: every
 * run reaches every limit that is declared for it: timeouts, workers, retries, capacity.
 */
export function runningItems(snapshot: Snapshot, work: ScheduledWork): readonly CostItem[] {
  const ofType = (type: string): readonly SnapshotResource[] =>
    snapshot.resources.filter((resource) => resource.type === type);
  return [
    ...ofType("aws:glue/job:Job").map((job) => glueItem(job, called(work.jobs, job))),
    ...ofType("aws:redshiftserverless/workgroup:Workgroup").map((workgroup) =>
      warehouseItem(workgroup, ofType("aws:redshiftserverless/usageLimit:UsageLimit"), work.loads),
    ),
    ...ofType("aws:lambda/function:Function").map((lambda) =>
      functionItem(lambda, called(work.functions, lambda)),
    ),
    ...(work.executions === 0 ? [] : [transitionsItem(work.executions, work.states)]),
  ];
}

function called(calls: ReadonlyMap<string, Calls>, { inputs }: SnapshotResource): Calls {
  return calls.get(String(inputs.name)) ?? { least: 0, most: 0 };
}

/** With auto scaling a job may do with a driver and one worker. */
const LEAST_WORKERS = 2;

function glueItem({ name, inputs }: SnapshotResource, calls: Calls): CostItem {
  const {
    workerType = "G.1X",
    numberOfWorkers = 10,
    timeout = 480,
  } = inputs as {
    readonly workerType?: string;
    readonly numberOfWorkers?: number;
    readonly timeout?: number;
  };
  const dpus = DPUS_OF_WORKER[workerType] ?? 1;
  const { glueDpuHour, glueLeastSeconds } = PRICES;
  return {
    item: `Glue job ${shortName(name)}`,
    cost: {
      least: (calls.least * LEAST_WORKERS * dpus * glueDpuHour * glueLeastSeconds) / 3600,
      most: (calls.most * numberOfWorkers * dpus * glueDpuHour * timeout) / 60,
    },
    basis: [
      `${rounded(calls.least)} to ${rounded(calls.most)} runs`,
      `${LEAST_WORKERS} to ${numberOfWorkers} workers ${workerType}`,
      `1 to ${timeout} minutes each`,
    ],
  };
}

/** How often a usage limit begins anew in a month; monthly is the default. */
const PERIODS: Readonly<Partial<Record<string, number>>> = { daily: 365 / 12, weekly: 365 / 7 / 12 };

function warehouseItem(
  { name, inputs }: SnapshotResource,
  limits: readonly SnapshotResource[],
  loads: number,
): CostItem {
  const { baseCapacity = 128, maxCapacity = 512 } = inputs as {
    readonly baseCapacity?: number;
    readonly maxCapacity?: number;
  };
  const stops = limits.flatMap(({ inputs: { breachAction, amount, period } }) =>
    breachAction === "deactivate" ? [Number(amount) * (PERIODS[String(period)] ?? 1)] : [],
  );
  const aroundTheClock = maxCapacity * HOURS_A_MONTH;
  const hours = Math.min(aroundTheClock, ...stops);
  const { redshiftServerlessRpuHour, redshiftServerlessLeastSeconds } = PRICES;
  return {
    item: `Redshift Serverless ${shortName(name)}`,
    cost: {
      least: (loads * baseCapacity * redshiftServerlessLeastSeconds * redshiftServerlessRpuHour) / 3600,
      most: hours * redshiftServerlessRpuHour,
    },
    basis: [
      `${rounded(loads)} loads of a minute`,
      `at ${baseCapacity} RPU`,
      hours < aroundTheClock
        ? `up to ${rounded(hours)} RPU hours, where the usage limit stops queries`
        : `up to ${maxCapacity} RPU around the clock, as no usage limit stops queries`,
    ],
  };
}

function functionItem({ name, inputs }: SnapshotResource, calls: Calls): CostItem {
  const {
    memorySize = 128,
    timeout = 3,
    architectures = ["x86_64"],
  } = inputs as {
    readonly memorySize?: number;
    readonly timeout?: number;
    readonly architectures?: readonly ("x86_64" | "arm64")[];
  };
  const gbSecond = PRICES.lambdaGbSecond[architectures[0]];
  const price = (seconds: number): number => PRICES.lambdaRequest + (memorySize / 1024) * seconds * gbSecond;
  return {
    item: `Lambda function ${shortName(name)}`,
    cost: { least: calls.least * price(1), most: calls.most * price(timeout) },
    basis: [
      `${rounded(calls.least)} to ${rounded(calls.most)} calls`,
      `${memorySize} MB ${architectures[0]}`,
      `1 to ${timeout} seconds each`,
    ],
  };
}

/** A standard execution ends at 25,000 events, and a state makes two at least (Step Functions developer guide, quotas). */
const MOST_TRANSITIONS = 12_500;

function transitionsItem(executions: number, states: number): CostItem {
  return {
    item: "Step Functions",
    cost: {
      least: states * PRICES.stateTransition,
      most: executions * MOST_TRANSITIONS * PRICES.stateTransition,
    },
    basis: [`${rounded(executions)} executions`, `${rounded(states)} states when each runs once`],
  };
}

function rounded(count: number): string {
  return (count < 10 ? Math.round(count * 10) / 10 : Math.round(count)).toLocaleString("en-US");
}

/** A component's resource is called after it and what it is: `marketing-transform-job`. */
function shortName(name: string): string {
  return name.replace(/-(job|function|workgroup)$/, "");
}
