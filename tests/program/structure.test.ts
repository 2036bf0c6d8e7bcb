import assert from "node:assert/strict";

import { marketing } from "../../pipelines/marketing";
import { definePipeline } from "../../pipelines/pipeline-spec";
import { named, ofType, type Recording, type Registered } from "../pulumi-mocks";
import { madeResources, parentOf, recordPipelines, recordStack, rootName } from "./program";

/** The name AWS knows a resource by, where it has to be unique in account and region. */
const PHYSICAL_NAMES = [
  "name",
  "bucket",
  "functionName",
  "dashboardName",
  "workgroupName",
  "namespaceName",
] as const;

function physicalName(resource: Registered): string | undefined {
  if (/bucket[A-Z]|Policy$|Alias$|:Statement$/.test(resource.type)) {
    return undefined;
  }
  const key = PHYSICAL_NAMES.find((candidate) => typeof resource.inputs[candidate] === "string");
  return key === undefined ? undefined : `${resource.type} ${String(resource.inputs[key])}`;
}

function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

for (const stack of ["dev", "prod"]) {
  describe(`the program for ${stack}`, () => {
    let recording: Recording;
    before(async () => {
      recording = await recordStack(stack);
    });

    it("gives every resource a parent and that parent's name as prefix", () => {
      const roots = madeResources(recording).filter(
        (resource) => parentOf(recording, resource) === undefined,
      );
      assert.deepEqual(roots.map((resource) => resource.name).sort(), ["marketing", "platform"]);
      for (const resource of madeResources(recording)) {
        const parent = parentOf(recording, resource);
        if (parent !== undefined) {
          assert.ok(
            resource.name.startsWith(`${parent.name}-`),
            `${resource.name} is a child of ${parent.name}`,
          );
        }
      }
    });

    it("registers each name and each AWS name once", () => {
      const made = madeResources(recording);
      assert.deepEqual(repeated(made.map((resource) => `${resource.type} ${resource.name}`)), []);
      assert.deepEqual(repeated(made.map(physicalName).filter((name) => name !== undefined)), []);
    });

    it("begins every AWS name with project and stack", () => {
      for (const resource of madeResources(recording)) {
        const name = physicalName(resource);
        const excepted =
          resource.type === "aws:lambda/alias:Alias" || resource.type === "aws:sfn/alias:Alias";
        if (name !== undefined && !excepted) {
          assert.match(name, new RegExp(`(^|[ /])stepline-${stack}|alias/stepline-${stack}`), resource.name);
        }
      }
    });

    it("makes everything with one provider that tags what it makes and knows its account", () => {
      const provider = named(recording, "stepline");
      const { region, allowedAccountIds, defaultTags } = provider.inputs;
      assert.deepEqual([region, allowedAccountIds], ["eu-west-1", '["111122223333"]']);
      assert.deepEqual(JSON.parse(defaultTags as string), {
        tags: { Project: "stepline", Stack: stack, Environment: stack },
      });
      for (const resource of madeResources(recording).filter((made) => made.type.startsWith("aws:"))) {
        assert.ok(
          resource.provider.startsWith(`${provider.urn}::`),
          `${resource.name}: ${resource.provider}`,
        );
      }
    });

    it("encrypts every log group with the stack's key and lets it expire", () => {
      const groups = ofType(recording, "aws:cloudwatch/logGroup:LogGroup");
      assert.ok(groups.length >= 8);
      for (const { name, inputs } of groups) {
        assert.equal(inputs.kmsKeyId, "arn-of-platform-key-key", name);
        assert.equal(inputs.retentionInDays, stack === "prod" ? 400 : 14, name);
      }
    });

    it("lets the key encrypt every log group there is", () => {
      const policy = JSON.parse(named(recording, "platform-key-key").inputs.policy as string) as {
        Statement: { Sid: string; Condition: { ArnLike: Record<string, string[]> } }[];
      };
      const patterns = policy.Statement.find((one) => one.Sid === "LogsEncrypt")!.Condition.ArnLike[
        "kms:EncryptionContext:aws:logs:arn"
      ];
      for (const group of ofType(recording, "aws:cloudwatch/logGroup:LogGroup")) {
        const arn = `arn:aws:logs:eu-west-1:111122223333:log-group:${String(group.inputs.name)}`;
        assert.ok(
          patterns.some((pattern) => arn.startsWith(pattern.replace(/\*$/, ""))),
          arn,
        );
      }
    });

    it("has somebody told by every alarm", () => {
      const alarms = ofType(recording, "aws:cloudwatch/metricAlarm:MetricAlarm");
      for (const { name, inputs } of alarms) {
        assert.deepEqual(
          inputs.alarmActions,
          [`arn:aws:sns:eu-west-1:111122223333:stepline-${stack}-notifications`],
          name,
        );
      }
      assert.deepEqual(
        alarms.map(({ inputs }) => (inputs.name as string).replace(`stepline-${stack}-`, "")).sort(),
        [
          "marketing-function-errors",
          ...(stack === "prod" ? ["marketing-no-success-in-26-hours"] : []),
          "marketing-run-not-succeeded",
          "notifications-dlq-depth",
          "schedule-dlq-depth",
          "schedule-drops",
          ...(stack === "prod" ? ["warehouse-usage"] : []),
        ],
      );
    });

    it("has Glue jobs wait for the configuration that encrypts their logs", () => {
      const { dependencies } = named(recording, "marketing-transform");
      assert.ok(
        dependencies.includes(named(recording, "platform-glue-security-configuration").urn),
        dependencies.join("\n"),
      );
    });
  });
}

describe("the provider", () => {
  it("keeps what the stack's aws configuration says, tags included", async () => {
    const config = {
      "aws:profile": "data",
      "aws:defaultTags": '{"tags":{"CostCentre":"42","Stack":"other"}}',
    };
    const { profile, defaultTags } = named(await recordStack("dev", { config }), "stepline").inputs;
    assert.equal(profile, "data");
    assert.deepEqual(JSON.parse(defaultTags as string), {
      tags: { CostCentre: "42", Project: "stepline", Stack: "dev", Environment: "dev" },
    });
  });
});

describe("a further pipeline", () => {
  const orders = definePipeline({
    ...marketing,
    name: "orders",
    source: { kind: "s3", prefix: "source/orders/" },
    lookups: "lookups/orders/",
  });
  let recording: Recording;
  before(async () => {
    recording = await recordPipelines("prod", [marketing, orders]);
  });

  it("adds at most 45 resources", () => {
    const added = madeResources(recording).filter(
      (resource) => resource.custom && rootName(recording, resource) === "orders",
    );
    assert.ok(added.length <= 45, `${added.length}`);
  });

  it("shares no name with the first", () => {
    const made = madeResources(recording);
    assert.deepEqual(repeated(made.map((resource) => `${resource.type} ${resource.name}`)), []);
    assert.deepEqual(repeated(made.map(physicalName).filter((name) => name !== undefined)), []);
  });

  it("may touch none of the first's data", () => {
    for (const policy of ofType(recording, "aws:iam/rolePolicy:RolePolicy")) {
      if (rootName(recording, policy) === "orders") {
        assert.doesNotMatch(policy.inputs.policy as string, /marketing/, policy.name);
      }
    }
  });

  it("has recipients of its own, who hear only of its runs", async () => {
    const notification = { emails: ["orders@example.com"], statuses: ["FAILED"] } as const;
    const told = await recordPipelines("dev", [definePipeline({ ...orders, notification })]);
    assert.deepEqual(named(told, "orders-email-orders@example.com").inputs, {
      topic: "arn:aws:sns:eu-west-1:111122223333:stepline-dev-notifications",
      protocol: "email",
      endpoint: "orders@example.com",
      filterPolicy: '{"pipeline":["orders"],"status":["FAILED"]}',
    });
  });
});
