import assert from "node:assert/strict";

import { runsDaily, Schedule } from "../../components/schedule";
import { ScheduleGroup } from "../../components/schedule-group";
import { named, record, type Recording } from "../pulumi-mocks";
import { keyArn, names, policy } from "./fixtures";

const MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:stepline-dev-marketing-ingest";
const DEAD_LETTERS = "arn:aws:sqs:eu-west-1:111122223333:stepline-dev-schedule-dlq";

const make = (enabled = true): Promise<Recording> =>
  record(() => {
    const group = new ScheduleGroup("group", { names, kmsKeyArn: keyArn });
    new Schedule("daily", {
      names,
      scheduleName: "stepline-dev-marketing-schedule",
      group,
      target: { aliasArn: `${MACHINE}:live`, stateMachineArn: MACHINE },
      expression: "cron(0 0 * * ? *)",
      timeZone: "Europe/Lisbon",
      enabled,
    });
  });

describe("Schedule", () => {
  let recording: Recording;
  before(async () => {
    recording = await make();
  });

  it("starts the alias at the wall clock's time, with the time it was meant to start", () => {
    assert.deepEqual(named(recording, "daily-schedule").inputs, {
      name: "stepline-dev-marketing-schedule",
      groupName: "stepline-dev",
      state: "ENABLED",
      scheduleExpression: "cron(0 0 * * ? *)",
      scheduleExpressionTimezone: "Europe/Lisbon",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: `${MACHINE}:live`,
        roleArn: "arn-of-daily-role",
        input: '{"scheduledTime":"<aws.scheduler.scheduled-time>","trigger":"schedule"}',
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 20 },
        deadLetterConfig: { arn: DEAD_LETTERS },
      },
    });
  });

  it("is off where the environment says so", async () => {
    assert.equal(named(await make(false), "daily-schedule").inputs.state, "DISABLED");
  });

  it("has a role that only the group's schedules can use, to start that machine and to keep what failed", () => {
    const role = named(recording, "daily-role").inputs;
    assert.deepEqual(policy(role.assumeRolePolicy).Statement, [
      {
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: {
            "aws:SourceArn": ["arn:aws:scheduler:eu-west-1:111122223333:schedule-group/stepline-dev"],
          },
        },
      },
    ]);
    assert.deepEqual(
      policy(named(recording, "daily-role-policy").inputs.policy).Statement.map((one) => [
        one.Action,
        one.Resource,
      ]),
      [
        [["states:StartExecution"], [MACHINE]],
        [["sqs:SendMessage"], [DEAD_LETTERS]],
      ],
    );
  });

  it("waits for its role's policy", () => {
    assert.ok(
      named(recording, "daily-schedule").dependencies.includes(named(recording, "daily-role-policy").urn),
    );
  });

  it("keeps what could not be started in an encrypted standard queue", () => {
    assert.deepEqual(named(recording, "group-dlq").inputs, {
      name: "stepline-dev-schedule-dlq",
      kmsMasterKeyId: keyArn,
      messageRetentionSeconds: 1209600,
    });
    assert.equal(named(recording, "group-group").inputs.name, "stepline-dev");
  });
});

describe("runsDaily", () => {
  for (const [expression, daily] of [
    ["cron(0 0 * * ? *)", true],
    ["cron(30 6,18 ? * * *)", true],
    ["cron(0 0 1 * ? *)", false],
    ["cron(0 0 ? * MON-FRI *)", false],
    ["cron(0 0 * 1 ? *)", false],
    ["cron(0 0 * * ? 2027)", false],
  ] as const) {
    it(`${expression}: ${daily ? "yes" : "no"}`, () => {
      assert.equal(runsDaily(expression), daily);
    });
  }
});
