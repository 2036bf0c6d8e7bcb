import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import type { ReportClients } from "../clients";
import type { Attempt } from "../execution/attempts";
import { parsed, textMember } from "../execution/payload";
import type { LogLine } from "../run-report";
import { logLine, requestIdOf } from "./log-line";
import { readLogGroup, type StreamLine } from "./log-group";

/** Lambda hands lines over behind the invocation's back. */
const DELIVERY_MS = 10_000;

/** Clocks of Step Functions and Lambda need not agree to the millisecond. */
const CLOCKS_MS = 1000;

/** Name or ARN, with or without version or alias, of the function an attempt invoked. */
export function invokedFunction({ service, resource, parameters }: Attempt): string | undefined {
  if (service === "lambda" && resource.startsWith("arn:")) {
    return resource;
  }
  return ["lambda", "aws-sdk:lambda"].includes(service) && resource.startsWith("invoke")
    ? textMember(parsed(parameters?.json), "FunctionName")
    : undefined;
}

/** Reads the lines a function wrote for an attempt. */
export class FunctionLogs {
  private readonly groups = new Map<string, Promise<string>>();

  constructor(private readonly clients: ReportClients) {}

  async read(functionName: string, attempt: Attempt, runNames: readonly string[]): Promise<LogLine[]> {
    const group = await this.group(functionName);
    const to = attempt.endedAt === undefined ? undefined : new Date(attempt.endedAt.getTime() + DELIVERY_MS);
    const window = { from: new Date(attempt.scheduledAt.getTime() - CLOCKS_MS), to };
    const lines = await readLogGroup(this.clients.logs, group, window);
    return linesOf(attempt, lines, runNames).map((line) => logLine(group, line));
  }

  /** Functions may log to a group of another name than their own. */
  private group(functionName: string): Promise<string> {
    let group = this.groups.get(functionName);
    if (group === undefined) {
      // `arn:aws:lambda:<region>:<account>:function:<name>:<qualifier>`, or `<name>:<qualifier>`
      const parts = functionName.split(":");
      const fallback = `/aws/lambda/${parts.at(6) ?? parts[0]}`;
      group = this.clients.lambda
        .send(new GetFunctionConfigurationCommand({ FunctionName: functionName }))
        .then(
          ({ LoggingConfig }) => LoggingConfig?.LogGroup ?? fallback,
          () => fallback,
        );
      this.groups.set(functionName, group);
    }
    return group;
  }
}

/** Lines of one request; an environment, which has one stream, serves one at a time. */
interface Request {
  readonly id: string;
  readonly lines: StreamLine[];
}

/**
 * Of all that was logged at the time, what belongs to the attempt: the request its answer names; otherwise those that began
 * during it, and of several those that name the run.
 */
function linesOf(
  attempt: Attempt,
  lines: readonly StreamLine[],
  runNames: readonly string[],
): readonly StreamLine[] {
  const requests = requestsIn(lines);
  const answer = parsed(attempt.output?.json);
  const named = textMember(answer, "SdkResponseMetadata", "RequestId");
  const exact = requests.filter(({ id }) => id === named);
  if (exact.length > 0) {
    return exact.flatMap((request) => request.lines);
  }
  const during = requests.filter((request) => {
    const began = Date.parse(logLine("", request.lines[0]).at);
    return (
      began >= attempt.scheduledAt.getTime() - CLOCKS_MS && began <= (attempt.endedAt?.getTime() ?? Infinity)
    );
  });
  const ofRun = during.filter((request) =>
    request.lines.some(({ message }) => runNames.some((name) => message.includes(name))),
  );
  return (ofRun.length > 0 ? ofRun : during).flatMap((request) => request.lines);
}

function requestsIn(lines: readonly StreamLine[]): readonly Request[] {
  const requests = new Map<string, Request>();
  const current = new Map<string, string>();
  for (const line of lines) {
    // A line that names no request, such as metrics, is of the one its stream was at.
    const id = requestIdOf(line.message) ?? current.get(line.stream) ?? "";
    current.set(line.stream, id);
    const request = requests.get(id) ?? { id, lines: [] };
    request.lines.push(line);
    requests.set(id, request);
  }
  return [...requests.values()];
}
