import type { DeclaredLogging } from "./declared-functions";

/** What Lambda itself writes into a function's log, about one invocation. */
export interface PlatformLog {
  start(requestId: string): readonly string[];
  /** `status` as in `platform.report`. */
  report(report: InvocationReport): readonly string[];
}

export interface InvocationReport {
  readonly requestId: string;
  readonly status: "success" | "error" | "timeout";
  readonly errorType?: string;
  readonly durationMs: number;
  readonly memoryMiB: number;
  readonly maxMemoryMiB?: number;
  /** Of the environment's first invocation only. */
  readonly initDurationMs?: number;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
export function platformLog(logging: DeclaredLogging, version: string): PlatformLog {
  return logging.format === "JSON" ? jsonLog(logging.systemLevel, version) : textLog(version);
}

function textLog(version: string): PlatformLog {
  return {
    start: (requestId) => [`START RequestId: ${requestId} Version: ${version}`],
    report: (report) => [
      `END RequestId: ${report.requestId}`,
      [
        `REPORT RequestId: ${report.requestId}`,
        `Duration: ${report.durationMs.toFixed(2)} ms`,
        `Billed Duration: ${Math.ceil(report.durationMs)} ms`,
        `Memory Size: ${report.memoryMiB} MB`,
        ...(report.maxMemoryMiB === undefined ? [] : [`Max Memory Used: ${report.maxMemoryMiB} MB`]),
        ...(report.initDurationMs === undefined
          ? []
          : [`Init Duration: ${report.initDurationMs.toFixed(2)} ms`]),
        ...(report.status === "success" ? [] : [`Status: ${report.status}`]),
        ...(report.errorType === undefined ? [] : [`Error Type: ${report.errorType}`]),
      ].join("\t"),
    ],
  };
}

function jsonLog(systemLevel: string, version: string): PlatformLog {
  const informs = systemLevel === "INFO" || systemLevel === "DEBUG";
  const line = (type: string, record: unknown): string =>
    JSON.stringify({ time: new Date().toISOString(), type, record });
  return {
    start: (requestId) => (informs ? [line("platform.start", { requestId, version })] : []),
    report: (report) => {
      if (!informs && report.status === "success") {
        return [];
      }
      const record = {
        requestId: report.requestId,
        metrics: {
          durationMs: rounded(report.durationMs),
          billedDurationMs: Math.ceil(report.durationMs),
          memorySizeMB: report.memoryMiB,
          maxMemoryUsedMB: report.maxMemoryMiB,
          initDurationMs: report.initDurationMs === undefined ? undefined : rounded(report.initDurationMs),
        },
        status: report.status,
        errorType: report.errorType,
      };
      return [line("platform.report", record)];
    },
  };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
