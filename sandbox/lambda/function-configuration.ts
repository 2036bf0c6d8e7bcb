import type { DeclaredFunction } from "./declared-functions";

/** A function as Lambda's API describes it. What AWS would compute from the deployed package (`CodeSha256`, `CodeSize`) is left out. */
export function functionConfiguration(target: {
  readonly declared: DeclaredFunction;
  readonly version: string;
  readonly arn: string;
}): Readonly<Record<string, unknown>> {
  const { declared, version, arn } = target;
  return {
    FunctionName: declared.name,
    FunctionArn: arn,
    Runtime: declared.runtime,
    Role: declared.role,
    Handler: declared.handler,
    Description: declared.description,
    Timeout: declared.timeoutSeconds,
    MemorySize: declared.memoryMiB,
    Version: version,
    Environment: { Variables: declared.environment },
    TracingConfig: { Mode: declared.tracing },
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: declared.architectures,
    LoggingConfig: {
      LogFormat: declared.logging.format,
      LogGroup: declared.logging.group,
      ...(declared.logging.format === "JSON"
        ? {
            ApplicationLogLevel: declared.logging.applicationLevel,
            SystemLogLevel: declared.logging.systemLevel,
          }
        : {}),
    },
  };
}
