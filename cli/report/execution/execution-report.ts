import type { ExecutionReport, ExecutionStatus, LogLine, Payload, VisitReport } from "../run-report";
import { attemptReport } from "./attempts";
import { childExecutions } from "./child-executions";
import { stateGraph } from "./graph";
import { visitOutcomes } from "./outcomes";
import { payload, variables } from "./payload";
import type { ReadExecution } from "./read-executions";
import type { Visit } from "./visits";

/** `logs` are those of a visit of the execution. */
export function executionReport(
  execution: ReadExecution,
  logs: (visit: Visit) => readonly LogLine[],
): ExecutionReport {
  const { executionArn, machineName, description, definition, visits, startedBy } = execution;
  const status = statusOf(execution);
  const outcomes = visitOutcomes(visits, status);
  const { error, cause, input, inputDetails, output, outputDetails } = description;
  return {
    executionArn,
    machineName,
    status,
    error,
    cause,
    startedAt: (description.startDate ?? new Date(0)).toISOString(),
    stoppedAt: description.stopDate?.toISOString(),
    input: included(input, inputDetails),
    output: included(output, outputDetails),
    startedBy,
    graph: stateGraph(definition ?? {}, visits, outcomes),
    visits: visits.map((visit, index): VisitReport => ({
      state: visit.state,
      type: visit.type,
      enteredAt: visit.enteredAt.toISOString(),
      exitedAt: visit.exitedAt?.toISOString(),
      outcome: outcomes[index],
      input: visit.input,
      output: visit.output,
      assigned: variables(visit.assigned),
      attempts: visit.attempts.map(attemptReport),
      childExecutionArn: childExecutions(visit).at(-1),
      logs: logs(visit),
    })),
  };
}

export function statusOf({ description }: ReadExecution): ExecutionStatus {
  return description.status ?? "RUNNING";
}

/** An execution's own input and output are left out by AWS where they can't be decrypted. */
function included(
  text: string | undefined,
  details: { readonly included?: boolean } | undefined,
): Payload | undefined {
  return payload(text, details?.included === false);
}
