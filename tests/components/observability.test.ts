import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";

import { Observability } from "../../components/observability";
import { PlatformAlerts } from "../../components/platform-alerts";
import { named, record, type Recording } from "../pulumi-mocks";
import { names } from "./fixtures";

const TOPIC = names.topic("stepline-dev-notifications");
const MACHINE = names.stateMachine("stepline-dev-marketing-ingest");

const make = (expectDailySuccess: boolean): Promise<Recording> =>
  record(() => {
    new Observability("o", {
      names,
      pipeline: "marketing",
      topicArn: TOPIC,
      machineArn: MACHINE,
      childMachineArn: names.stateMachine("stepline-dev-marketing-transform-load"),
      functionNames: ["stepline-dev-marketing-extract", "stepline-dev-marketing-reconcile"],
      jobName: "stepline-dev-marketing-transform",
      expectDailySuccess,
    });
  });

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly returnData: boolean;
  readonly metric?: { readonly metricName: string; readonly dimensions: Record<string, string> };
}

describe("Observability", () => {
  let recording: Recording;
  before(async () => {
    recording = await make(true);
  });

  it("calls when a run failed, timed out, was aborted or throttled", () => {
    const { inputs } = named(recording, "o-run-not-succeeded");
    const queries = inputs.metricQueries as Query[];
    assert.equal(queries[0]?.expression, "FILL(m1, 0) + FILL(m2, 0) + FILL(m3, 0) + FILL(m4, 0)");
    assert.deepEqual(
      queries.slice(1).map(({ metric }) => [metric?.metricName, metric?.dimensions]),
      ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted", "ExecutionThrottled"].map(
        (metricName) => [metricName, { StateMachineArn: MACHINE }],
      ),
    );
    assert.deepEqual(
      queries.map(({ returnData }) => returnData),
      [true, false, false, false, false],
    );
    assert.deepEqual(
      [inputs.comparisonOperator, inputs.threshold, inputs.treatMissingData, inputs.alarmActions],
      ["GreaterThanThreshold", 0, "notBreaching", [TOPIC]],
    );
  });

  it("calls when any function ended in an error, by one alarm for all", () => {
    const queries = named(recording, "o-function-errors").inputs.metricQueries as Query[];
    assert.deepEqual(
      queries.slice(1).map(({ metric }) => metric?.dimensions.FunctionName),
      ["stepline-dev-marketing-extract", "stepline-dev-marketing-reconcile"],
    );
  });

  it("calls after 26 hours without a load that added up, and silence counts as that", () => {
    const { alarmDescription, ...inputs } = named(recording, "o-no-success-in-26-hours").inputs;
    assert.match(alarmDescription as string, /26 hours/);
    assert.deepEqual(inputs, {
      name: "stepline-dev-marketing-no-success-in-26-hours",
      namespace: "Stepline",
      metricName: "LoadSucceeded",
      dimensions: { service: "stepline-dev-marketing-reconcile", pipeline: "marketing" },
      statistic: "Sum",
      period: 3600,
      evaluationPeriods: 26,
      datapointsToAlarm: 26,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
    });
  });

  it("does not wait for a success that no schedule starts", async () => {
    const recorded = await make(false);
    assert.ok(!recorded.resources.some(({ name }) => name === "o-no-success-in-26-hours"));
  });

  it("draws graphs that fit the dashboard's 24 columns and do not overlap", () => {
    const { dashboardName, dashboardBody } = named(recording, "o-dashboard").inputs;
    assert.equal(dashboardName, "stepline-dev-marketing");
    const { widgets } = JSON.parse(dashboardBody as string) as {
      widgets: { x: number; y: number; width: number; height: number; properties: { metrics: unknown[] } }[];
    };
    const places = widgets.map(({ x, y }) => `${x},${y}`);
    assert.equal(new Set(places).size, places.length);
    for (const { x, width, height, y, properties } of widgets) {
      assert.ok(x + width <= 24 && x % width === 0 && y % height === 0);
      assert.ok(properties.metrics.length > 0);
    }
  });
});

describe("PlatformAlerts", () => {
  let recording: Recording;
  before(async () => {
    recording = await record(() => {
      new PlatformAlerts("p", {
        names,
        topicArn: TOPIC,
        deadLetterQueueNames: ["stepline-dev-schedule-dlq"],
        scheduleGroupName: "stepline-dev",
        usageLimit: { id: pulumi.output("limit-1"), workgroupName: "stepline-dev", rpuHours: 1500 },
      });
    });
  });

  it("reports each run of the stack that failed, timed out or was aborted, whatever its workflow could do", () => {
    assert.deepEqual(JSON.parse(named(recording, "p-run-status").inputs.eventPattern as string), {
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: {
        status: ["FAILED", "TIMED_OUT", "ABORTED"],
        stateMachineArn: [
          { wildcard: "arn:aws:states:eu-west-1:111122223333:stateMachine:stepline-dev-*-ingest" },
        ],
      },
    });
    const target = named(recording, "p-run-status-target").inputs;
    assert.deepEqual([target.rule, target.arn], ["stepline-dev-run-status", TOPIC]);
    const { inputPaths, inputTemplate } = target.inputTransformer as {
      inputPaths: Record<string, string>;
      inputTemplate: string;
    };
    assert.deepEqual(
      [...inputTemplate.matchAll(/<(\w+)>/g)].map((match) => match[1]).sort(),
      Object.keys(inputPaths).sort(),
    );
    assert.doesNotThrow(() => JSON.parse(inputTemplate));
  });

  it("calls when a dead-letter queue holds anything, and when a schedule gave up", () => {
    const depth = named(recording, "p-schedule-dlq-depth").inputs;
    assert.deepEqual(
      [depth.metricName, depth.dimensions, depth.threshold, depth.statistic],
      ["ApproximateNumberOfMessagesVisible", { QueueName: "stepline-dev-schedule-dlq" }, 0, "Maximum"],
    );
    const drops = named(recording, "p-schedule-drops").inputs;
    assert.deepEqual(
      [drops.metricName, drops.dimensions],
      ["InvocationDroppedCount", { ScheduleGroup: "stepline-dev" }],
    );
  });

  it("calls when the warehouse used what it may in a period, and says that it goes on", () => {
    const { alarmDescription, ...inputs } = named(recording, "p-warehouse-usage").inputs;
    assert.match(alarmDescription as string, /1500 RPU-hours.*goes on/);
    assert.deepEqual(inputs, {
      name: "stepline-dev-warehouse-usage",
      namespace: "AWS/Redshift-Serverless",
      metricName: "UsageLimitConsumed",
      dimensions: { UsageLimitId: "limit-1", UsageType: "SERVERLESS_COMPUTE", Workgroup: "stepline-dev" },
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1500,
      treatMissingData: "notBreaching",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
    });
  });
});
