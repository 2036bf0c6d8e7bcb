import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { setTimeout as sleep } from "node:timers/promises";
import { type StateVisit, stateVisits } from "./state-visits";

/** A state was entered or left; `machine` is the name of the machine it belongs to. */
export interface StateChange {
  readonly machine: string;
  readonly visit: StateVisit;
  readonly left: boolean;
}

/** An execution that ended, with every visit, and the executions it started. */
export interface FollowedExecution {
  readonly executionArn: string;
  readonly machine: string;
  readonly description: DescribeExecutionCommandOutput;
  readonly visits: readonly StateVisit[];
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
  const machine = machineName(executionArn);
  const children = new Map<string, Promise<FollowedExecution>>();
  let seen: readonly StateVisit[] = [];
  for (;;) {
    // Described first: history that is read after an end is whole.
    const description = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const visits = stateVisits(await history(sfn, executionArn));
    report(machine, seen, visits, onChange);
    seen = visits;
    for (const { childExecutionArn } of visits) {
      if (childExecutionArn !== undefined && !children.has(childExecutionArn)) {
        children.set(childExecutionArn, followExecution(sfn, childExecutionArn, onChange));
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
  before: readonly StateVisit[],
  now: readonly StateVisit[],
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

async function history(sfn: SFNClient, executionArn: string): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken }),
    );
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

/** `...:execution:<machine>:<name>` */
function machineName(executionArn: string): string {
  return executionArn.split(":")[6] ?? executionArn;
}
