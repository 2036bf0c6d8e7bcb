import type { DeclaredJob } from "./declared-jobs";

/** `Job` of Glue's API. */
export function jobDescription(job: DeclaredJob): Readonly<Record<string, unknown>> {
  return {
    Name: job.name,
    Description: job.description,
    Role: job.role,
    ExecutionProperty: { MaxConcurrentRuns: job.maxConcurrentRuns },
    Command: { Name: job.command, ScriptLocation: job.scriptLocation, PythonVersion: job.pythonVersion },
    DefaultArguments: job.defaultArguments,
    NonOverridableArguments: job.nonOverridableArguments,
    MaxRetries: job.maxRetries,
    Timeout: job.timeoutMinutes,
    GlueVersion: job.glueVersion,
    ExecutionClass: job.executionClass,
    ...(job.workerType === undefined ? {} : { WorkerType: job.workerType }),
    ...(job.numberOfWorkers === undefined ? {} : { NumberOfWorkers: job.numberOfWorkers }),
    ...(job.securityConfiguration === undefined ? {} : { SecurityConfiguration: job.securityConfiguration }),
  };
}
