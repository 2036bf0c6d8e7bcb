import { ELASTIC_MAP_REDUCE, EMR_SERVERLESS } from "./optimised-emr";
import type { OptimisedAction, OptimisedService, Pattern } from "./optimised";
import type { ObjectShape } from "./shape";

const CALL: readonly Pattern[] = [""];
const JOB: readonly Pattern[] = ["", ".sync"];
const CALLBACK: readonly Pattern[] = ["", ".waitForTaskToken"];
const JOB_CALLBACK: readonly Pattern[] = ["", ".sync", ".waitForTaskToken"];

/** Of these, the guide gives the names and patterns; their arguments are left unchecked. */
function unchecked(patterns: readonly Pattern[]): OptimisedAction {
  return { patterns, takes: {} };
}

const GLUE_STARTED: ObjectShape = { object: { JobName: "string", JobRunId: "string" } };
/**
 * Jobs that Step Functions waits for, and what goes with them. Developer guide, the page of each service; what `.sync` returns
 * is what the service's describing call returns.
 */
export const OPTIMISED_JOBS: Readonly<Record<string, OptimisedService>> = {
  athena: {
    sdk: "athena",
    prefix: "Athena",
    actions: {
      startQueryExecution: {
        patterns: JOB,
        operation: "startQueryExecution",
        returns: { ".sync": "#GetQueryExecutionOutput" },
        polls: ["getQueryExecution", "batchGetQueryExecution"],
      },
      stopQueryExecution: { patterns: CALL, operation: "stopQueryExecution" },
      getQueryExecution: { patterns: CALL, operation: "getQueryExecution" },
      getQueryResults: { patterns: CALL, operation: "getQueryResults" },
    },
  },
  batch: {
    sdk: "batch",
    prefix: "Batch",
    actions: {
      submitJob: {
        patterns: JOB,
        operation: "submitJob",
        returns: { ".sync": "#JobDetail" },
        polls: ["describeJobs"],
      },
    },
  },
  bedrock: {
    prefix: "Bedrock",
    actions: {
      invokeModel: unchecked(CALLBACK),
      createModelCustomizationJob: { ...unchecked(JOB), polls: ["getModelCustomizationJob"] },
    },
  },
  codebuild: {
    sdk: "codebuild",
    prefix: "CodeBuild",
    actions: {
      startBuild: { patterns: JOB, operation: "startBuild", polls: ["batchGetBuilds"] },
      stopBuild: { patterns: CALL, operation: "stopBuild" },
      batchDeleteBuilds: { patterns: CALL, operation: "batchDeleteBuilds" },
      batchGetReports: { patterns: CALL, operation: "batchGetReports" },
      startBuildBatch: { patterns: JOB, operation: "startBuildBatch", polls: ["batchGetBuildBatches"] },
      stopBuildBatch: { patterns: CALL, operation: "stopBuildBatch" },
      retryBuildBatch: { patterns: JOB, operation: "retryBuildBatch", polls: ["batchGetBuildBatches"] },
      deleteBuildBatch: { patterns: CALL, operation: "deleteBuildBatch" },
    },
  },
  databrew: {
    sdk: "databrew",
    actions: {
      startJobRun: {
        patterns: JOB,
        operation: "startJobRun",
        returns: { ".sync": "#JobRun" },
        polls: ["describeJobRun", "listJobRuns"],
      },
    },
  },
  ecs: {
    sdk: "ecs",
    prefix: "ECS",
    actions: {
      runTask: {
        patterns: JOB_CALLBACK,
        operation: "runTask",
        returns: { ".sync": "#Task" },
        polls: ["describeTasks"],
      },
    },
  },
  eks: {
    prefix: "EKS",
    actions: {
      createCluster: { ...unchecked(JOB), polls: ["describeCluster"] },
      deleteCluster: { ...unchecked(JOB), polls: ["describeCluster"] },
      createFargateProfile: { ...unchecked(JOB), polls: ["describeFargateProfile"] },
      deleteFargateProfile: { ...unchecked(JOB), polls: ["describeFargateProfile"] },
      createNodegroup: { ...unchecked(JOB), polls: ["describeNodegroup"] },
      deleteNodegroup: { ...unchecked(JOB), polls: ["describeNodegroup"] },
      runJob: { ...unchecked(JOB), polls: ["call"] },
      call: unchecked(CALL),
    },
  },
  glue: {
    sdk: "glue",
    prefix: "Glue",
    actions: {
      startJobRun: {
        patterns: JOB,
        operation: "startJobRun",
        // The members of the run itself, without a JobRun around them.
        returns: { "": GLUE_STARTED, ".sync": "#JobRun" },
        polls: ["getJobRun", "getJobRuns"],
      },
    },
  },
  mediaconvert: { actions: { createJob: { ...unchecked(JOB), polls: ["getJob"] } } },
  sagemaker: {
    sdk: "sagemaker",
    prefix: "SageMaker",
    actions: {
      createEndpoint: { patterns: CALL, operation: "createEndpoint" },
      createEndpointConfig: { patterns: CALL, operation: "createEndpointConfig" },
      createHyperParameterTuningJob: {
        patterns: JOB,
        operation: "createHyperParameterTuningJob",
        returns: { ".sync": "#DescribeHyperParameterTuningJobResponse" },
        polls: ["describeHyperParameterTuningJob"],
      },
      createLabelingJob: {
        patterns: JOB,
        operation: "createLabelingJob",
        returns: { ".sync": "#DescribeLabelingJobResponse" },
        polls: ["describeLabelingJob"],
      },
      createModel: { patterns: CALL, operation: "createModel" },
      createProcessingJob: {
        patterns: JOB,
        operation: "createProcessingJob",
        returns: { ".sync": "#DescribeProcessingJobResponse" },
        polls: ["describeProcessingJob"],
      },
      createTrainingJob: {
        patterns: JOB,
        operation: "createTrainingJob",
        returns: { ".sync": "#DescribeTrainingJobResponse" },
        polls: ["describeTrainingJob"],
      },
      createTransformJob: {
        patterns: JOB,
        operation: "createTransformJob",
        returns: { ".sync": "#DescribeTransformJobResponse" },
        polls: ["describeTransformJob"],
      },
      updateEndpoint: { patterns: CALL, operation: "updateEndpoint" },
    },
  },
  elasticmapreduce: ELASTIC_MAP_REDUCE,
  "emr-serverless": EMR_SERVERLESS,
  "emr-containers": {
    sdk: "emrcontainers",
    actions: {
      createVirtualCluster: { patterns: CALL, operation: "createVirtualCluster" },
      deleteVirtualCluster: {
        patterns: JOB,
        operation: "deleteVirtualCluster",
        polls: ["describeVirtualCluster"],
      },
      startJobRun: {
        patterns: JOB,
        operation: "startJobRun",
        returns: { ".sync": "#JobRun" },
        polls: ["describeJobRun"],
      },
    },
  },
};
