import { ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import { GetJobRunCommand } from "@aws-sdk/client-glue";
import type { ReportClients } from "../clients";
import type { Attempt } from "../execution/attempts";
import { parsed, textMember } from "../execution/payload";
import type { LogLine } from "../run-report";
import { logLine } from "./log-line";
import { readLogGroup, type StreamLine } from "./log-group";

/** Where Glue logs when a job says nothing else. */
const DEFAULT_GROUP = "/aws-glue/jobs";

export interface JobRunKey {
  readonly jobName: string;
  readonly runId: string;
}

/** The Glue job run an attempt started; undefined for other tasks, and where Glue refused the start. */
export function startedJobRun({
  service,
  resource,
  parameters,
  submitted,
  output,
}: Attempt): JobRunKey | undefined {
  if (!["glue", "aws-sdk:glue"].includes(service) || !resource.startsWith("startJobRun")) {
    return undefined;
  }
  const jobName = textMember(parsed(parameters?.json), "JobName");
  const answer = parsed(submitted ?? output?.json);
  const runId = textMember(answer, "JobRunId") ?? textMember(answer, "Id");
  return jobName === undefined || runId === undefined ? undefined : { jobName, runId };
}

/** What the job's script printed, and of Spark's own log the warnings and errors. */
export async function readJobLogs(
  { glue, logs }: ReportClients,
  { jobName, runId }: JobRunKey,
  { scheduledAt }: Attempt,
): Promise<LogLine[]> {
  const { JobRun } = await glue.send(new GetJobRunCommand({ JobName: jobName, RunId: runId }));
  const group = JobRun?.LogGroupName ?? DEFAULT_GROUP;
  const read = async (name: string): Promise<readonly StreamLine[] | undefined> => {
    try {
      return await readLogGroup(logs, name, { from: scheduledAt, streamPrefix: runId });
    } catch (error) {
      if (error instanceof ResourceNotFoundException) {
        return undefined;
      }
      throw error;
    }
  };
  const [printed, spark] = await Promise.all([read(`${group}/output`), read(`${group}/error`)]);
  const only = printed === undefined && spark === undefined ? await read(group) : [];
  if (only === undefined) {
    throw new Error(`there is no log group ${group}, ${group}/output or ${group}/error`);
  }
  return [
    ...[...(printed ?? []), ...only].map((line) =>
      logLine(only.length > 0 ? group : `${group}/output`, line),
    ),
    ...(spark ?? [])
      .map((line) => logLine(`${group}/error`, line))
      .filter(({ level }) => level !== "INFO" && level !== "DEBUG"),
  ];
}
