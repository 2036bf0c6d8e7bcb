/** What a service says of something that runs, with every status of its API model. */
export interface PolledCall {
  /** After `states:::`. */
  readonly integrations: readonly string[];
  /** `a Redshift Data statement` */
  readonly thing: string;
  readonly running: readonly string[];
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
}

const SAGEMAKER = {
  running: ["InProgress", "Stopping"],
  succeeded: ["Completed"],
  failed: ["Failed", "Stopped"],
};

/**
 * Calls that a loop asks for the end of something. Enumerations of botocore, which a test compares. ECS is not among them: its
 * model leaves a task's lastStatus open.
 */
export const POLLED_CALLS: readonly PolledCall[] = [
  {
    integrations: ["aws-sdk:redshiftdata:describeStatement"],
    thing: "a Redshift Data statement",
    running: ["SUBMITTED", "PICKED", "STARTED"],
    succeeded: ["FINISHED"],
    failed: ["FAILED", "ABORTED"],
  },
  {
    integrations: ["aws-sdk:glue:getJobRun"],
    thing: "a Glue job run",
    running: ["STARTING", "RUNNING", "STOPPING", "WAITING"],
    succeeded: ["SUCCEEDED"],
    failed: ["STOPPED", "FAILED", "TIMEOUT", "ERROR", "EXPIRED"],
  },
  {
    integrations: ["aws-sdk:sfn:describeExecution"],
    thing: "an execution",
    running: ["RUNNING", "PENDING_REDRIVE"],
    succeeded: ["SUCCEEDED"],
    failed: ["FAILED", "TIMED_OUT", "ABORTED"],
  },
  {
    integrations: ["aws-sdk:athena:getQueryExecution", "athena:getQueryExecution"],
    thing: "an Athena query",
    running: ["QUEUED", "RUNNING"],
    succeeded: ["SUCCEEDED"],
    failed: ["FAILED", "CANCELLED"],
  },
  {
    integrations: ["aws-sdk:batch:describeJobs"],
    thing: "a Batch job",
    running: ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"],
    succeeded: ["SUCCEEDED"],
    failed: ["FAILED"],
  },
  {
    integrations: ["aws-sdk:emr:describeStep"],
    thing: "an EMR step",
    running: ["PENDING", "CANCEL_PENDING", "RUNNING"],
    succeeded: ["COMPLETED"],
    failed: ["CANCELLED", "FAILED", "INTERRUPTED"],
  },
  {
    integrations: ["aws-sdk:emrserverless:getJobRun"],
    thing: "an EMR Serverless job run",
    running: ["SUBMITTED", "PENDING", "SCHEDULED", "RUNNING", "CANCELLING", "QUEUED"],
    succeeded: ["SUCCESS"],
    failed: ["FAILED", "CANCELLED"],
  },
  {
    integrations: ["aws-sdk:emrcontainers:describeJobRun"],
    thing: "an EMR on EKS job run",
    running: ["PENDING", "SUBMITTED", "RUNNING", "CANCEL_PENDING"],
    succeeded: ["COMPLETED"],
    failed: ["FAILED", "CANCELLED"],
  },
  {
    integrations: ["aws-sdk:codebuild:batchGetBuilds"],
    thing: "a CodeBuild build",
    running: ["IN_PROGRESS"],
    succeeded: ["SUCCEEDED"],
    failed: ["FAILED", "FAULT", "TIMED_OUT", "STOPPED"],
  },
  {
    integrations: ["aws-sdk:databrew:describeJobRun"],
    thing: "a DataBrew job run",
    running: ["STARTING", "RUNNING", "STOPPING"],
    succeeded: ["SUCCEEDED"],
    failed: ["STOPPED", "FAILED", "TIMEOUT"],
  },
  {
    integrations: ["aws-sdk:sagemaker:describeTrainingJob"],
    thing: "a SageMaker training job",
    ...SAGEMAKER,
    failed: [...SAGEMAKER.failed, "Deleting"],
  },
  {
    integrations: ["aws-sdk:sagemaker:describeProcessingJob"],
    thing: "a SageMaker processing job",
    ...SAGEMAKER,
  },
  {
    integrations: ["aws-sdk:sagemaker:describeTransformJob"],
    thing: "a SageMaker transform job",
    ...SAGEMAKER,
  },
];

/** Of the Resource of a Task, if it is one of them. */
export function polledCall(resource: unknown): PolledCall | undefined {
  const integration =
    typeof resource === "string" ? /^arn:[^:]+:states:::(.+)$/.exec(resource)?.[1] : undefined;
  return POLLED_CALLS.find(
    ({ integrations }) => integration !== undefined && integrations.includes(integration),
  );
}
