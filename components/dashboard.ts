import type { ObservabilityArgs } from "./observability";

/** Body of a CloudWatch dashboard: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export interface DashboardBody {
  readonly widgets: readonly Widget[];
}

interface Widget {
  readonly type: "metric";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly region: string;
    readonly view: "timeSeries" | "singleValue";
    readonly stat: "Sum" | "Maximum";
    readonly period: number;
    readonly metrics: readonly (readonly string[])[];
  };
}

type Graph = Pick<Widget["properties"], "title" | "stat" | "metrics">;

const WIDTH = 12;
const HEIGHT = 6;

/** Two graphs a row: how runs end, how long they take, what the functions, the job and the rows do. */
export function pipelineDashboard(args: ObservabilityArgs): DashboardBody {
  const { region } = args.names.placement;
  return {
    widgets: graphs(args).map((graph, index) => ({
      type: "metric",
      x: (index % 2) * WIDTH,
      y: Math.floor(index / 2) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: { region, view: "timeSeries", period: 300, ...graph },
    })),
  };
}

function graphs(args: ObservabilityArgs): readonly Graph[] {
  const states = (metric: string, machineArn: string): readonly string[] => [
    "AWS/States",
    metric,
    "StateMachineArn",
    machineArn,
  ];
  const ends = ["ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"];
  const functions = (metric: string): readonly (readonly string[])[] =>
    args.functionNames.map((functionName) => ["AWS/Lambda", metric, "FunctionName", functionName]);
  const glue = (metric: string, type: string): readonly string[] => [
    "Glue",
    metric,
    "JobName",
    args.jobName,
    "JobRunId",
    "ALL",
    "Type",
    type,
  ];
  const reconcile = args.names.resource(args.pipeline, "reconcile");
  const rows = [
    "SourceRows",
    "CuratedRows",
    "QuarantinedRows",
    "DuplicateRows",
    "InsertedRows",
    "UpdatedRows",
  ];
  return [
    { title: "How runs ended", stat: "Sum", metrics: ends.map((metric) => states(metric, args.machineArn)) },
    {
      title: "Duration, milliseconds",
      stat: "Maximum",
      metrics: [states("ExecutionTime", args.machineArn), states("ExecutionTime", args.childMachineArn)],
    },
    { title: "Function errors", stat: "Sum", metrics: functions("Errors") },
    { title: "Function duration, milliseconds", stat: "Maximum", metrics: functions("Duration") },
    {
      title: "Rows, by reconciliation",
      stat: "Sum",
      metrics: rows.map((metric) => ["Stepline", metric, "service", reconcile, "pipeline", args.pipeline]),
    },
    {
      title: "Glue tasks",
      stat: "Sum",
      metrics: [
        glue("glue.driver.aggregate.numCompletedTasks", "count"),
        glue("glue.driver.aggregate.numFailedTasks", "count"),
      ],
    },
  ];
}
