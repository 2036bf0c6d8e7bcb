import type { OptimisedAction, OptimisedService, Pattern } from "./optimised";

const CALL: readonly Pattern[] = [""];
const JOB: readonly Pattern[] = ["", ".sync"];

/** A managed cluster's own calls: they differ from the API's. Developer guide, "Amazon EMR". */
const CLUSTER_CALLS: Readonly<Record<string, OptimisedAction>> = {
  createCluster: {
    patterns: JOB,
    operation: "runJobFlow",
    returns: { "": { object: { ClusterId: "string", ClusterArn: "string" } }, ".sync": { object: {} } },
    polls: ["describeCluster"],
  },
  setClusterTerminationProtection: {
    patterns: CALL,
    takes: { ClusterId: "string", TerminationProtected: "boolean" },
    required: ["ClusterId", "TerminationProtected"],
  },
  terminateCluster: {
    patterns: JOB,
    takes: { ClusterId: "string" },
    required: ["ClusterId"],
    polls: ["describeCluster"],
  },
  addStep: {
    patterns: JOB,
    takes: { ClusterId: "string", Step: "#StepConfig", ExecutionRoleArn: "string" },
    required: ["ClusterId", "Step"],
    returns: { "": { object: { StepId: "string" } }, ".sync": { object: { Step: "#Step" } } },
    polls: ["describeStep", "listSteps"],
  },
  cancelStep: {
    patterns: CALL,
    takes: { ClusterId: "string", StepId: "string", StepCancellationOption: "string" },
    required: ["ClusterId", "StepId"],
  },
  modifyInstanceFleetByName: {
    patterns: CALL,
    takes: { ClusterId: "string", InstanceFleetName: "string", InstanceFleet: "any" },
    required: ["ClusterId", "InstanceFleetName", "InstanceFleet"],
  },
  modifyInstanceGroupByName: {
    patterns: CALL,
    takes: { ClusterId: "string", InstanceGroupName: "string", InstanceGroup: "any" },
    required: ["ClusterId", "InstanceGroupName", "InstanceGroup"],
  },
};

const EMR_APPLICATION: OptimisedAction = {
  patterns: JOB,
  takes: { ApplicationId: "string" },
  required: ["ApplicationId"],
  returns: { "": { object: { ApplicationId: "string" } }, ".sync": "#Application" },
  polls: ["getApplication"],
};

export const ELASTIC_MAP_REDUCE: OptimisedService = { sdk: "emr", actions: CLUSTER_CALLS };

/** Developer guide, "EMR Serverless": answers differ a little from the API's. */
export const EMR_SERVERLESS: OptimisedService = {
  sdk: "emrserverless",
  actions: {
    createApplication: { patterns: JOB, operation: "createApplication", polls: ["getApplication"] },
    startApplication: EMR_APPLICATION,
    stopApplication: EMR_APPLICATION,
    deleteApplication: EMR_APPLICATION,
    startJobRun: {
      patterns: JOB,
      operation: "startJobRun",
      returns: { ".sync": "#JobRun" },
      polls: ["getJobRun", "listJobRuns"],
    },
    cancelJobRun: {
      patterns: JOB,
      operation: "cancelJobRun",
      returns: { ".sync": "#JobRun" },
      polls: ["getJobRun"],
    },
  },
};
