import {
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { DescribeStatementCommand, ExecuteStatementCommand } from "@aws-sdk/client-redshift-data";
import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  type LogLevel,
} from "@aws-sdk/client-sfn";
import type { AwsClients } from "./aws-clients";
import type { Provisioners } from "./provisioner";
import { type ResourceInputs, apiSpelling } from "./resource-inputs";

interface Logging {
  readonly level?: LogLevel;
  readonly includeExecutionData?: boolean;
  readonly logDestination?: string;
}

interface Route {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

/** Roles, logs, alarms, state machines, and what the warehouse is prepared with. */
export const execution: Provisioners = {
  "aws:iam/role:Role": async ({ iam }, inputs) => {
    await iam.send(
      new CreateRoleCommand({
        RoleName: inputs.text("name"),
        Path: inputs.text("path"),
        Description: inputs.optionalText("description"),
        AssumeRolePolicyDocument: inputs.text("assumeRolePolicy"),
        Tags: [...inputs.tags()],
      }),
    );
  },
  "aws:iam/rolePolicy:RolePolicy": async ({ iam }, inputs) => {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: inputs.text("role"),
        PolicyName: inputs.text("name"),
        PolicyDocument: inputs.text("policy"),
      }),
    );
  },
  "aws:cloudwatch/logGroup:LogGroup": async ({ logs }, inputs) => {
    const logGroupName = inputs.text("name");
    await logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId: inputs.optionalText("kmsKeyId") }));
    const retentionInDays = inputs.number("retentionInDays");
    if (retentionInDays !== undefined) {
      await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
    }
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": async ({ cloudWatch }, inputs) => {
    await cloudWatch.send(new PutMetricAlarmCommand(metricAlarm(inputs)));
  },
  "aws:cloudwatch/dashboard:Dashboard": async ({ cloudWatch }, inputs) => {
    const dashboard = {
      DashboardName: inputs.text("dashboardName"),
      DashboardBody: inputs.text("dashboardBody"),
    };
    await cloudWatch.send(new PutDashboardCommand(dashboard));
  },
  "aws:sfn/stateMachine:StateMachine": async ({ sfn }, inputs) => {
    const logging = inputs.object<Logging>("loggingConfiguration");
    const logGroupArn = logging?.logDestination;
    await sfn.send(
      new CreateStateMachineCommand({
        name: inputs.text("name"),
        type: inputs.optionalText("type") === "EXPRESS" ? "EXPRESS" : "STANDARD",
        definition: inputs.text("definition"),
        roleArn: inputs.text("roleArn"),
        publish: inputs.is("publish"),
        loggingConfiguration: {
          level: logging?.level ?? "OFF",
          includeExecutionData: logging?.includeExecutionData,
          ...(logGroupArn === undefined
            ? {}
            : { destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] }),
        },
        tracingConfiguration: {
          enabled: inputs.object<{ readonly enabled?: boolean }>("tracingConfiguration")?.enabled,
        },
      }),
    );
  },
  "aws:sfn/alias:Alias": async ({ sfn }, inputs) => {
    const routingConfiguration = inputs.list<Route>("routingConfigurations").map((route) => ({ ...route }));
    await sfn.send(new CreateStateMachineAliasCommand({ name: inputs.text("name"), routingConfiguration }));
  },
  "aws:redshiftdata/statement:Statement": executeStatement,
};

type AlarmInputs = Omit<PutMetricAlarmCommandInput, "AlarmName" | "Metrics" | "Dimensions">;

interface MetricQuery {
  readonly id: string;
  readonly expression?: string;
  readonly label?: string;
  readonly returnData?: boolean;
  readonly metric?: {
    readonly namespace?: string;
    readonly metricName: string;
    readonly dimensions?: Readonly<Record<string, string>>;
    readonly period: number;
    readonly stat: string;
  };
}

/** Inputs whose form differs from the API's; tags have no effect. */
const OTHER_FORM: readonly string[] = ["name", "metricQueries", "dimensions", "okActions", "tags"];

function metricAlarm(inputs: ResourceInputs): PutMetricAlarmCommandInput {
  const same = Object.entries(inputs.resource.inputs).filter(([name]) => !OTHER_FORM.includes(name));
  const queries = inputs.list<MetricQuery>("metricQueries");
  return {
    ...(apiSpelling(Object.fromEntries(same)) as AlarmInputs),
    AlarmName: inputs.text("name"),
    OKActions: inputs.object("okActions"),
    Dimensions: dimensionList(inputs.object("dimensions")),
    ...(queries.length === 0 ? {} : { Metrics: queries.map(metricQuery) }),
  };
}

function metricQuery({ id, expression, label, returnData, metric }: MetricQuery) {
  return {
    Id: id,
    Expression: expression,
    Label: label,
    ReturnData: returnData,
    ...(metric === undefined
      ? {}
      : {
          MetricStat: {
            Metric: {
              Namespace: metric.namespace,
              MetricName: metric.metricName,
              Dimensions: dimensionList(metric.dimensions),
            },
            Period: metric.period,
            Stat: metric.stat,
          },
        }),
  };
}

function dimensionList(
  dimensions: Readonly<Record<string, string>> | undefined,
): { Name: string; Value: string }[] | undefined {
  return dimensions && Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

/** SQL the warehouse refused. */
export class StatementFailed extends Error {
  constructor(
    private readonly reason: string,
    sql: string,
  ) {
    super(`${reason}\n${sql}`);
    // Its message says all, as that of any error of a provisioner.
    this.name = "Error";
  }

  get isThereAlready(): boolean {
    return /^(ERROR: )?\w+ "[^"]+" already exists$/.test(this.reason);
  }
}

const STATEMENT_ENDS: readonly (string | undefined)[] = ["FINISHED", "FAILED", "ABORTED"];
const POLL_MS = 5;

async function executeStatement({ redshiftData }: AwsClients, inputs: ResourceInputs): Promise<void> {
  const { Id } = await redshiftData.send(
    new ExecuteStatementCommand({
      WorkgroupName: inputs.text("workgroupName"),
      Database: inputs.text("database"),
      SecretArn: inputs.optionalText("secretArn"),
      Sql: inputs.text("sql"),
    }),
  );
  let described = await redshiftData.send(new DescribeStatementCommand({ Id }));
  while (!STATEMENT_ENDS.includes(described.Status)) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    described = await redshiftData.send(new DescribeStatementCommand({ Id }));
  }
  if (described.Status !== "FINISHED") {
    throw new StatementFailed(described.Error ?? described.Status ?? "", inputs.text("sql"));
  }
}
