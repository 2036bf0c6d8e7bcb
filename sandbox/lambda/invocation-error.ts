/** The payload Lambda answers with when an invocation fails; Step Functions takes `errorType` as the error's name. */
export interface InvocationError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export function timedOut(requestId: string, timeoutSeconds: number): InvocationError {
  return {
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  };
}

/** The process ended, by itself or by a signal, before it answered. */
export function exited(
  requestId: string,
  code: number | null,
  signal: NodeJS.Signals | null,
): InvocationError {
  const how =
    signal !== null
      ? `Runtime exited with error: signal: ${signalNames[signal] ?? signal}`
      : code === 0
        ? "Runtime exited without providing a reason"
        : `Runtime exited with error: exit status ${String(code)}`;
  return { errorType: "Runtime.ExitError", errorMessage: `RequestId: ${requestId} Error: ${how}` };
}

export function outOfMemory(requestId: string): InvocationError {
  return {
    errorType: "Runtime.OutOfMemory",
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
  };
}

/** Lambda's own limit in its own words: 6 MB and 100 bytes. */
export const maxResponseBytes = 6_291_556;

export function responseTooLarge(): InvocationError {
  return {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
  };
}

const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: "killed",
  SIGABRT: "aborted",
  SIGSEGV: "segmentation fault",
  SIGTRAP: "trace/breakpoint trap",
  SIGTERM: "terminated",
};
