import assert from "node:assert/strict";

import { StateMachine } from "../../components/state-machine";
import type { Workflow } from "../../components/workflow/asl";
import { named, record, type Recording } from "../pulumi-mocks";
import { keyArn, logs, names, policy } from "./fixtures";

const NAME = "stepline-dev-marketing-ingest";
const ARN = `arn:aws:states:eu-west-1:111122223333:stateMachine:${NAME}`;

const workflow: Workflow = {
  name: NAME,
  definition: {
    Comment: "Ends well",
    QueryLanguage: "JSONata",
    StartAt: "Done",
    TimeoutSeconds: 60,
    States: { Done: { Type: "Succeed" } },
  },
  permissions: [{ sid: "Notify", actions: ["sns:Publish"], resources: ["arn:topic"] }],
};

describe("StateMachine", () => {
  let recording: Recording;
  before(async () => {
    recording = await record(() => {
      new StateMachine("m", { names, workflow, logs });
    });
  });

  it("runs the workflow's definition, logs everything and traces", () => {
    assert.deepEqual(named(recording, "m-machine").inputs, {
      name: NAME,
      type: "STANDARD",
      roleArn: "arn-of-m-role",
      definition: JSON.stringify(workflow.definition),
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: true,
        logDestination: `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/vendedlogs/states/${NAME}:*`,
      },
      tracingConfiguration: { enabled: true },
      publish: true,
    });
    assert.deepEqual(named(recording, "m-logs").inputs, {
      name: `/aws/vendedlogs/states/${NAME}`,
      retentionInDays: 14,
      kmsKeyId: keyArn,
    });
  });

  it("is started by its alias, which points to the version just published", () => {
    assert.deepEqual(named(recording, "m-live").inputs, {
      name: "live",
      routingConfigurations: [{ stateMachineVersionArn: "arn-of-m-machine:7", weight: 100 }],
    });
  });

  it("may do what its states declare, deliver logs and trace; nothing else", () => {
    assert.deepEqual(
      policy(named(recording, "m-role-policy").inputs.policy).Statement.map((one) => [one.Sid, one.Resource]),
      [
        ["Notify", ["arn:topic"]],
        ["DeliverLogs", ["*"]],
        ["SendTraces", ["*"]],
        ["SampleTraces", ["*"]],
      ],
    );
  });

  it("has a role for itself alone", () => {
    assert.deepEqual(policy(named(recording, "m-role").inputs.assumeRolePolicy).Statement[0]?.Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": [ARN, `${ARN}:*`] },
    });
  });

  it("waits for its policy: AWS refuses a machine whose role can't deliver logs", () => {
    const { dependencies } = named(recording, "m-machine");
    assert.ok(dependencies.includes(named(recording, "m-role-policy").urn));
    assert.ok(dependencies.includes(named(recording, "m-logs").urn));
  });
});
