import type { Visit } from "./visits";
import { parsed, textMember } from "./payload";
import type { Attempt } from "./attempts";

/** Executions that the visit's attempts started, in order; the last is the one whose end the state waited for. */
export function childExecutions({ attempts }: Visit): readonly string[] {
  return attempts.flatMap((attempt) => childExecution(attempt) ?? []);
}

function childExecution({ service, resource, submitted, output }: Attempt): string | undefined {
  if (!["states", "aws-sdk:sfn"].includes(service) || !resource.startsWith("startExecution")) {
    return undefined;
  }
  const answer = parsed(submitted ?? output?.json);
  // The optimised integration writes capitals, of which startExecution.sync:2 is one, the SDK's call too; the API itself doesn't.
  return textMember(answer, "ExecutionArn") ?? textMember(answer, "executionArn");
}
