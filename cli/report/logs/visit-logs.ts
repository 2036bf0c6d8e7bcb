import type { ReportClients } from "../clients";
import type { Attempt } from "../execution/attempts";
import type { ReadExecution } from "../execution/read-executions";
import type { Visit } from "../execution/visits";
import type { Notes } from "../notes";
import type { LogLine } from "../run-report";
import { FunctionLogs, invokedFunction } from "./function-logs";
import { readJobLogs, startedJobRun } from "./job-logs";
import { MAX_LINES } from "./log-group";

/** What functions and jobs logged for each visit, in order of time; a group that can't be read leaves a note. */
export async function readVisitLogs(
  clients: ReportClients,
  executions: readonly ReadExecution[],
  notes: Notes,
): Promise<ReadonlyMap<Visit, readonly LogLine[]>> {
  const functions = new FunctionLogs(clients);
  const runNames = executions.map(({ executionArn }) => executionArn.split(":").at(-1) ?? executionArn);
  const read = async (visit: Visit, attempt: Attempt): Promise<readonly LogLine[]> => {
    const name = invokedFunction(attempt);
    const job = startedJobRun(attempt);
    if (name === undefined && job === undefined) {
      return [];
    }
    const of = name === undefined ? `Glue job run ${job?.runId}` : `function ${name}`;
    const lines = await notes.unless(`The logs of ${visit.state}, ${of},`, () =>
      name === undefined ? readJobLogs(clients, job!, attempt) : functions.read(name, attempt, runNames),
    );
    if (lines !== undefined && lines.length > MAX_LINES) {
      notes.add(`The logs of ${visit.state}, ${of}, are longer than the ${MAX_LINES} lines shown.`);
    }
    return lines?.slice(0, MAX_LINES) ?? [];
  };
  const found = new Map<Visit, readonly LogLine[]>();
  await Promise.all(
    executions
      .flatMap(({ visits }) => visits)
      .map(async (visit) => {
        const lines = await Promise.all(visit.attempts.map((attempt) => read(visit, attempt)));
        found.set(
          visit,
          lines.flat().sort((a, b) => a.at.localeCompare(b.at)),
        );
      }),
  );
  return found;
}
