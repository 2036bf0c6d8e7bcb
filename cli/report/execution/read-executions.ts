import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  DescribeStateMachineForExecutionCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import type { Notes } from "../notes";
import { childExecutions } from "./child-executions";
import { ExecutionHistory } from "./history";
import { parsed } from "./payload";
import { executionVisits, type Visit } from "./visits";

/** An execution as the Step Functions API describes it. */
export interface ReadExecution {
  readonly executionArn: string;
  /** `stepline-dev-marketing-ingest` */
  readonly machineName: string;
  readonly description: DescribeExecutionCommandOutput;
  /** The definition it ran with, which may be another than the machine's now. Undefined where it can't be read. */
  readonly definition: unknown;
  readonly visits: readonly Visit[];
  readonly startedBy?: { readonly executionArn: string; readonly visit: number };
}

/** Executions a report shows at most: a Map can start thousands. */
const MAX_EXECUTIONS = 50;

/**
 * An execution and, in order of start, those it started and they started.
 *
 * @throws what the API answers for the first one; of the others, a note is left.
 */
export async function readExecutions(
  sfn: SFNClient,
  executionArn: string,
  notes: Notes,
): Promise<readonly ReadExecution[]> {
  const found = [await readExecution(sfn, executionArn, undefined, notes)];
  const known = new Set([executionArn]);
  let left = 0;
  // Grows while it is walked: those that a child starts come behind it.
  for (const parent of found) {
    for (const [index, visit] of parent.visits.entries()) {
      for (const child of childExecutions(visit)) {
        if (known.has(child)) {
          continue;
        }
        known.add(child);
        if (found.length >= MAX_EXECUTIONS) {
          left += 1;
          continue;
        }
        const startedBy = { executionArn: parent.executionArn, visit: index };
        const read = await notes.unless(`Execution ${child}`, () =>
          readExecution(sfn, child, startedBy, notes),
        );
        found.push(...(read === undefined ? [] : [read]));
      }
    }
  }
  if (left > 0) {
    notes.add(
      `${left} more executions were started than the ${MAX_EXECUTIONS} shown: report one of them by its ARN.`,
    );
  }
  const [first, ...more] = found;
  return [first, ...more.sort((a, b) => startOf(a) - startOf(b))];
}

async function readExecution(
  sfn: SFNClient,
  executionArn: string,
  startedBy: ReadExecution["startedBy"],
  notes: Notes,
): Promise<ReadExecution> {
  // Described first: history that is read after an end is whole.
  const description = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const [events, definition] = await Promise.all([
    new ExecutionHistory(sfn, executionArn).read(),
    notes.unless(`The definition of ${executionArn}`, async () => {
      const machine = await sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
      return parsed(machine.definition);
    }),
  ]);
  const visits = executionVisits(events);
  for (const { state, mapRunArn } of visits) {
    if (mapRunArn !== undefined) {
      notes.add(
        `${state} is a distributed Map: its items ran as executions of their own, which are not shown (${mapRunArn}).`,
      );
    }
  }
  return {
    executionArn,
    machineName: machineNameOf(executionArn),
    description,
    definition,
    visits,
    startedBy,
  };
}

function startOf({ description }: ReadExecution): number {
  return description.startDate?.getTime() ?? 0;
}

/** `arn:aws:states:eu-west-1:111122223333:execution:<machine>:<name>` */
export function machineNameOf(executionArn: string): string {
  return executionArn.split(":")[6] ?? executionArn;
}
