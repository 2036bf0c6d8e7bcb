import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { setTimeout as sleep } from "node:timers/promises";
import { childExecutions } from "../report/execution/child-executions";
import { ExecutionHistory } from "../report/execution/history";
import { machineNameOf } from "../report/execution/read-executions";
import { executionVisits, type Visit } from "../report/execution/visits";

/** A state was entered or left; `machine` is the name of the machine it belongs to. */
export interface StateChange {
  readonly machine: string;
  readonly visit: Visit;
  readonly left: boolean;
}

/** An execution that ended, with every visit, and the executions it started. */
export interface FollowedExecution {
  readonly executionArn: string;
  readonly machine: string;
  readonly description: DescribeExecutionCommandOutput;
  readonly visits: readonly Visit[];
  readonly children: readonly FollowedExecution[];
}

/** Short beside any state's work, and far below what the API allows here. */
const POLL_MILLISECONDS = 100;

/** Follows an execution and its children to their end through the Step Functions API, reporting each change once, in order. */
export async function followExecution(
  sfn: SFNClient,
  executionArn: string,
  onChange: (change: StateChange) => void,
): Promise<FollowedExecution> {
  const machine = machineNameOf(executionArn);
  const history = new ExecutionHistory(sfn, executionArn);
  const children = new Map<string, Promise<FollowedExecution>>();
  let seen: readonly Visit[] = [];
  for (;;) {
    // Described first: history that is read after an end is whole.
    const description = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const visits = executionVisits(await history.read());
    report(machine, seen, visits, onChange);
    seen = visits;
    for (const child of visits.flatMap(childExecutions)) {
      if (!children.has(child)) {
        children.set(child, followExecution(sfn, child, onChange));
      }
    }
    if (description.status !== "RUNNING") {
      return { executionArn, machine, description, visits, children: await Promise.all(children.values()) };
    }
    await sleep(POLL_MILLISECONDS);
  }
}

function report(
  machine: string,
  before: readonly Visit[],
  now: readonly Visit[],
  onChange: (change: StateChange) => void,
): void {
  now.forEach((visit, index) => {
    if (index >= before.length) {
      onChange({ machine, visit, left: false });
    }
    if (visit.exitedAt !== undefined && before[index]?.exitedAt === undefined) {
      onChange({ machine, visit, left: true });
    }
  });
}
