import assert from "node:assert/strict";

import { recordStack } from "./program";

for (const stack of ["dev", "prod"]) {
  describe(`the outputs of ${stack}`, () => {
    it("are what people and the command line need", async () => {
      const recording = await recordStack(stack);
      const place = "eu-west-1:111122223333";
      const machine = (name: string): string =>
        `arn:aws:states:${place}:stateMachine:stepline-${stack}-marketing-${name}`;
      const bucket = (purpose: string): string => `stepline-${stack}-${purpose}-111122223333-eu-west-1`;
      const view =
        "https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/statemachines/view";
      assert.deepEqual(recording.outputs, {
        environment: stack,
        accountId: "111122223333",
        region: "eu-west-1",
        buckets: Object.fromEntries(
          ["raw", "curated", "quarantine", "artifacts"].map((purpose) => [purpose, bucket(purpose)]),
        ),
        workgroup: `stepline-${stack}`,
        database: "analytics",
        loadRoleArn: `arn:aws:iam::111122223333:role/stepline-${stack}-load`,
        runsTable: `stepline-${stack}-runs`,
        topicArn: `arn:aws:sns:${place}:stepline-${stack}-notifications`,
        notificationCopyQueue: `stepline-${stack}-notifications-copy`,
        scheduleDeadLetterQueue: `stepline-${stack}-schedule-dlq`,
        pipelines: {
          marketing: {
            machineArn: machine("ingest"),
            aliasArn: `${machine("ingest")}:live`,
            childMachineArn: machine("transform-load"),
            sourcePrefix: "source/marketing/contact_date={logicalDate}/",
            lookupsPrefix: "lookups/marketing/",
          },
        },
        consoleLinks: {
          marketing: {
            runs: `${view}/${encodeURIComponent(machine("ingest"))}`,
            transformAndLoad: `${view}/${encodeURIComponent(machine("transform-load"))}`,
            dashboard: `https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/stepline-${stack}-marketing`,
          },
        },
      });
    });
  });
}

describe("console links", () => {
  for (const [region, partition, host] of [
    ["cn-north-1", "aws-cn", "console.amazonaws.cn"],
    ["us-gov-west-1", "aws-us-gov", "console.amazonaws-us-gov.com"],
  ] as const) {
    it(`lead to ${host} in ${partition}`, async () => {
      const config = { "aws:region": region };
      const { outputs } = await recordStack("dev", { config, region, partition });
      const { consoleLinks } = outputs as { consoleLinks: { marketing: Record<string, string> } };
      for (const link of Object.values(consoleLinks.marketing)) {
        assert.equal(new URL(link).host, `${region}.${host}`);
      }
    });
  }
});
