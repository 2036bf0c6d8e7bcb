import assert from "node:assert/strict";

import { named, ofType, type Recording } from "../pulumi-mocks";
import { madeResources, recordStack } from "./program";

/** Everything registered, with one stack's names written as another's. */
function comparable(recording: Recording, stack: string): readonly string[] {
  return madeResources(recording)
    .map(({ type, name, inputs, protect, retainOnDelete }) =>
      JSON.stringify([type, withoutDigest(name), inputs, protect, retainOnDelete])
        .replaceAll(`stepline-${stack}`, "stepline-STACK")
        .replaceAll(`"stack":"${stack}"`, '"stack":"STACK"'),
    )
    .sort();
}

/** A bootstrap statement without the digest of its text, which names the stack's load role. */
function withoutDigest(name: string): string {
  return name.replace(/^(platform-warehouse-bootstrap-.*)-[0-9a-f]{8}$/, "$1");
}

describe("dev and prod", () => {
  let dev: Recording;
  let prod: Recording;
  before(async () => {
    dev = await recordStack("dev");
    prod = await recordStack("prod");
  });

  it("are the same program: prod with dev's environment is dev", async () => {
    const other = await recordStack("prod", { config: { "stepline:environment": "dev" } });
    assert.deepEqual(comparable(other, "prod"), comparable(dev, "dev"));
  });

  it("differ in resources only by flow logs and the alarms of a schedule that runs and a limit that only tells", () => {
    const names = (recording: Recording): readonly string[] =>
      madeResources(recording).map(({ name }) => withoutDigest(name));
    assert.deepEqual(
      names(prod)
        .filter((name) => !names(dev).includes(name))
        .sort(),
      [
        "marketing-observability-no-success-in-26-hours",
        "platform-alerts-warehouse-usage",
        "platform-network-flow-log",
        "platform-network-flow-logs",
        "platform-network-flow-logs-role",
        "platform-network-flow-logs-role-policy",
      ],
    );
    assert.deepEqual(
      names(dev).filter((name) => !names(prod).includes(name)),
      [],
    );
  });

  it("differ in no role's rights", () => {
    const policies = (recording: Recording, stack: string): readonly string[] =>
      ofType(recording, "aws:iam/rolePolicy:RolePolicy")
        .filter(({ name }) => !name.includes("flow-logs"))
        .map(
          ({ name, inputs }) =>
            `${name} ${String(inputs.policy).replaceAll(`stepline-${stack}-`, "stepline-")}`,
        )
        .sort();
    assert.deepEqual(policies(prod, "prod"), policies(dev, "dev"));
  });

  it("differ in what the environment says, such as protection, capacity and schedule", () => {
    const facts = (recording: Recording): unknown => ({
      keyProtected: named(recording, "platform-key-key").protect,
      rawRetained: named(recording, "platform-lake-raw-bucket").retainOnDelete,
      tableProtected: named(recording, "platform-ledger-table").inputs.deletionProtectionEnabled,
      restore: named(recording, "platform-ledger-table").inputs.pointInTimeRecovery,
      routing: named(recording, "platform-warehouse-workgroup").inputs.enhancedVpcRouting,
      rpu: named(recording, "platform-warehouse-workgroup").inputs.baseCapacity,
      workers: named(recording, "marketing-transform-job").inputs.numberOfWorkers,
      schedule: named(recording, "marketing-schedule-schedule").inputs.state,
    });
    assert.deepEqual(facts(dev), {
      keyProtected: false,
      rawRetained: false,
      tableProtected: false,
      restore: { enabled: false },
      routing: false,
      rpu: 8,
      workers: 4,
      schedule: "DISABLED",
    });
    assert.deepEqual(facts(prod), {
      keyProtected: true,
      rawRetained: true,
      tableProtected: true,
      restore: { enabled: true },
      routing: true,
      rpu: 32,
      workers: 10,
      schedule: "ENABLED",
    });
  });

  it("retain and protect everything that holds data in prod", () => {
    const stores = madeResources(prod).filter(({ type }) =>
      [
        "aws:s3/bucket:Bucket",
        "aws:dynamodb/table:Table",
        "aws:redshiftserverless/namespace:Namespace",
        "aws:kms/key:Key",
      ].includes(type),
    );
    assert.equal(stores.length, 8);
    for (const { name, protect, retainOnDelete } of stores) {
      assert.deepEqual([protect, retainOnDelete], [true, true], name);
    }
  });
});

describe("a mistake in configuration", () => {
  const mistakes: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ["a wrong key", { "stepline:colour": "red" }, /stepline:colour is "red", but is not a known key/],
    ["a wrong value", { "stepline:warehouseBaseCapacityRpu": "7" }, /stepline:warehouseBaseCapacityRpu is 7/],
    [
      "another account",
      { "stepline:allowedAccountIds": '["999988887777"]' },
      /must not be deployed to account 111122223333/,
    ],
  ];
  for (const [what, config, message] of mistakes) {
    it(`stops the program before it registers anything: ${what}`, async () => {
      const registered: string[] = [];
      await assert.rejects(
        recordStack("dev", { config, onRegister: (name) => registered.push(name) }),
        (error: Error) => {
          assert.match(error.message, message);
          return true;
        },
      );
      assert.deepEqual(registered, []);
    });
  }
});
