import { type CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { LoggedLine } from "./log-line";

/** Lines of one attempt that a report shows at most. */
export const MAX_LINES = 1000;

export interface StreamLine extends LoggedLine {
  readonly stream: string;
}

export interface LogWindow {
  readonly from: Date;
  /** Default: open. */
  readonly to?: Date;
  /** Beginning of the streams' names. Default: every stream. */
  readonly streamPrefix?: string;
}

/** Lines of a group, oldest first, at most one more than `MAX_LINES`. */
export async function readLogGroup(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  { from, to, streamPrefix = "" }: LogWindow,
): Promise<readonly StreamLine[]> {
  const lines: StreamLine[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({
        logGroupName,
        startTime: from.getTime(),
        endTime: to?.getTime(),
        logStreamNamePrefix: streamPrefix === "" ? undefined : streamPrefix,
        nextToken,
      }),
    );
    for (const { timestamp = 0, message = "", logStreamName: stream = "" } of page.events ?? []) {
      // moto does not go by the prefix.
      if (stream.startsWith(streamPrefix)) {
        lines.push({ timestamp, message, stream });
      }
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined && lines.length <= MAX_LINES);
  return lines.slice(0, MAX_LINES + 1);
}
