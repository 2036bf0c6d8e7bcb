import { readContract } from "../../handlers/run-files";
import type { Authorizer } from "../../sandbox/iam/authorizer";
import { type AwsPlace, ReportClients } from "./clients";
import { executionReport } from "./execution/execution-report";
import { readExecutions } from "./execution/read-executions";
import { iamReport } from "./iam";
import { readVisitLogs } from "./logs/visit-logs";
import { Notes } from "./notes";
import { readLedger } from "./pipeline/ledger";
import { deliveredNotices, publishedNotices } from "./pipeline/notifications";
import { type PipelineRun, pipelineRunOf } from "./pipeline/pipeline-run";
import { qualityRules } from "./pipeline/quality-rules";
import { readSummary, rowFlow } from "./pipeline/row-flow";
import { readWarehouse } from "./pipeline/warehouse";
import type { ReadExecution } from "./execution/read-executions";
import type { RunReport } from "./run-report";

export interface GatherOptions {
  readonly source: RunReport["source"];
  /** The sandbox's, where it runs in this process. */
  readonly authorizer?: Authorizer;
  /** Default: the time now. */
  readonly generatedAt?: Date;
}

/**
 * Everything about a run, read through the AWS API as its operator would.
 *
 * @throws what the Step Functions API answers for the execution; every other part that can't be read becomes a note
 */
export async function gatherReport(
  place: AwsPlace,
  executionArn: string,
  options: GatherOptions,
): Promise<RunReport> {
  const clients = new ReportClients(place);
  const notes = new Notes();
  try {
    const executions = await readExecutions(clients.sfn, executionArn, notes);
    const run = pipelineRunOf(executions);
    const [logs, parts] = await Promise.all([
      readVisitLogs(clients, executions, notes),
      run === undefined
        ? { rules: [], notifications: publishedNotices(executions) }
        : readPipelineParts(clients, executions, run, notes),
    ]);
    const { source, authorizer, generatedAt = new Date() } = options;
    return {
      title:
        run === undefined ? nameOf(executionArn) : `${run.pipeline} ${run.logicalDate ?? "without a date"}`,
      source,
      pipeline: run?.pipeline,
      logicalDate: run?.logicalDate,
      stack: run?.names.placement.stack,
      generatedAt: generatedAt.toISOString(),
      executions: executions.map((one) => executionReport(one, (visit) => logs.get(visit) ?? [])),
      ...parts,
      iam: authorizer && iamReport(authorizer),
      notes: notes.all(),
    };
  } finally {
    clients.close();
  }
}

/** What a pipeline's run has besides its executions. */
async function readPipelineParts(
  { s3, dynamodb, sqs, redshift }: ReportClients,
  executions: readonly ReadExecution[],
  run: PipelineRun,
  notes: Notes,
): Promise<Pick<RunReport, "rows" | "rules" | "notifications" | "ledger" | "warehouse">> {
  const published = publishedNotices(executions);
  const arns = executions.map(({ executionArn }) => executionArn);
  const [summary, contract, ledger, notices] = await Promise.all([
    notes.unless("What the job counted", () => readSummary(s3, executions)),
    notes.unless("The contract", () => readContract(s3, run.contract)),
    notes.unless("The run ledger", () => readLedger(dynamodb, run, arns, notes)),
    notes.unless("The copies of the notices", () => deliveredNotices(sqs, run, published, notes)),
  ]);
  const warehouse =
    contract && (await notes.unless("The warehouse", () => readWarehouse(redshift, run, contract)));
  return {
    rows: rowFlow(summary, executions),
    rules: contract === undefined ? [] : qualityRules(contract, summary, executions),
    notifications: notices ?? published,
    ledger,
    warehouse,
  };
}

/** Last part of the ARN. */
function nameOf(executionArn: string): string {
  return executionArn.split(":").at(-1) ?? executionArn;
}
